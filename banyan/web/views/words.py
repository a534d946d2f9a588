"""Pages of words: help per office, and what the law and we say."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from banyan.shared.web import show
from banyan.web.help import HELP
from banyan.web.words import LEGAL


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    return show(request, "web/help/index.html", guides=HELP)


@require_safe
def help_page(request: HttpRequest, office: str) -> HttpResponse:
    if office not in HELP:
        raise Http404
    return show(request, "web/help/guide.html", guide=HELP[office])


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return show(request, "web/legal.html", sections=LEGAL)
