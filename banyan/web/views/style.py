"""Every part of the look on one page, with invented words. Development only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from banyan.shared.web import show
from banyan.web.style import CONFIRM, SAMPLES, SampleForm


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    messages.success(request, "已收到您10月的报告，谢谢。")
    wrong = SampleForm({"phone": "1380013", "kind": "moved"})
    return show(request, "web/style.html", form=SampleForm(), wrong=wrong, **SAMPLES)


@require_safe
def confirm(request: HttpRequest) -> HttpResponse:
    """The confirm pattern: a dialog by htmx, a page without."""
    return show(request, "web/confirm.html", **CONFIRM)
