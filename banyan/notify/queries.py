"""Whose messages, and which texts wait to be passed on."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from banyan.notify.models import Message, Outgoing
from banyan.notify.permissions import PASS_ON
from banyan.orgs.viewers import Viewer
from banyan.shared.paging import Page, page_of


def messages_of(viewer: Viewer) -> "QuerySet[Message]":
    """The viewer's own inbox; nobody reads another's."""
    return Message.objects.filter(recipient=viewer.account) if viewer.account else Message.objects.none()


def inbox_page(viewer: Viewer, *, mark: str = "", only_unread: bool = False) -> Page:
    """One page of the inbox, newest first."""
    found = messages_of(viewer).select_related("org")
    return page_of(found.filter(read_at=None) if only_unread else found, ["-id"], mark=mark)


def unread_count(viewer: Viewer) -> int:
    """How many messages wait unread: one count on a partial index."""
    return messages_of(viewer).filter(read_at=None).count()


def newest_unread(viewer: Viewer, rows: int = 5) -> list[Message]:
    """The first few that wait, for the home page."""
    return list(messages_of(viewer).filter(read_at=None).order_by("-id")[:rows])


def find_message(viewer: Viewer, ref: UUID) -> Message:
    """One message of his own; Http404 otherwise."""
    found = messages_of(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def texts_to_pass_on(viewer: Viewer) -> "QuerySet[Outgoing]":
    """Ready texts for people without an account in the reach of his office, not yet passed on."""
    found = Outgoing.objects.filter(viewer.reach(PASS_ON), copied_at=None)
    return found.select_related("person", "org")


def texts_page(viewer: Viewer, *, mark: str = "") -> Page:
    """One page of them, newest first."""
    return page_of(texts_to_pass_on(viewer), ["-id"], mark=mark)


def find_text(viewer: Viewer, ref: UUID) -> Outgoing:
    """One text in reach, passed on or not; Http404 otherwise."""
    found = Outgoing.objects.filter(viewer.reach(PASS_ON), ref=ref).select_related("org").first()
    if found is None:
        raise Http404
    return found
