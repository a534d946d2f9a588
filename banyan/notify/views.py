"""The inbox, and the texts that wait to be passed on."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.notify.actions import mark_all_read, mark_passed_on, mark_read
from banyan.notify.permissions import PASS_ON
from banyan.notify.queries import find_message, find_text, inbox_page, texts_page
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.web import say_done, show


@require_safe
@login_required
def inbox(request: ViewerRequest) -> HttpResponse:
    only_unread = "unread" in request.GET
    found = inbox_page(request.viewer, mark=request.GET.get("mark", ""), only_unread=only_unread)
    can_pass_on = request.viewer.may(PASS_ON)
    return show(request, "notify/inbox.html", found=found, only_unread=only_unread, can_pass_on=can_pass_on)


@require_POST
@login_required
def read(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Seen; on to what it speaks of."""
    message = find_message(request.viewer, ref)
    mark_read(message, by=request.viewer)
    return show(
        request, "notify/inbox.html#message", to=message.link or reverse("notify:inbox"), message=message
    )


@require_POST
@login_required
def read_all(request: ViewerRequest) -> HttpResponse:
    mark_all_read(by=request.viewer)
    messages.success(request, _("全部消息已标为已读。"))
    return show(request, "notify/inbox.html", to=reverse("notify:inbox"))


@require_safe
@login_required
def texts(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, PASS_ON)
    found = texts_page(request.viewer, mark=request.GET.get("mark", ""))
    return show(request, "notify/texts.html", found=found)


@require_POST
@login_required
def passed(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Passed on by hand."""
    text = find_text(request.viewer, ref)
    mark_passed_on(text, by=request.viewer)
    say_done(request, _("已记下：这段话您转告过了。"))
    return show(request, "notify/texts.html#passed", to=reverse("notify:texts"), text=text)
