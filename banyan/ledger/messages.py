"""Whoever earned something hears of it, and why an entry was undone."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.ledger.models import Entry, Objection
from banyan.ledger.permissions import CLOSE
from banyan.ledger.queries.closings import objection_with_names
from banyan.ledger.queries.entries import entry_with_names
from banyan.notify.actions import tell
from banyan.orgs.queries import accounts_that_may
from banyan.shared.periods import Period


def booked(pk: int) -> None:
    """To the member: what was entered for him by hand, with thanks."""
    entry = entry_with_names(pk)
    words = _("党支部为您登记了：{what}。谢谢您。")
    _tell(entry, "points.booked", format_lazy(words, what=entry.get_activity_display()))


def reversed_for(pk: int) -> None:
    """To the member: an entry was undone; the reason stands on his page."""
    _tell(
        entry_with_names(pk),
        "points.reversed",
        _("您的一笔积分记录被冲回了，原因写在“我的积分”里，有疑问请找党支部。"),
    )


def objected(pk: int) -> None:
    """To whoever closes the period, who is asked."""
    objection = objection_with_names(pk)
    words = _("有党员对{period}的积分汇总提了意见，请答复。")
    closing = objection.closing
    tell(
        accounts_that_may(CLOSE, closing.org, but={objection.person.account_id}),
        kind="closing.objected",
        words=format_lazy(words, period=Period.parse(closing.period).words),
        link=reverse("ledger:closing", args=[closing.ref]),
        org=closing.org,
        key=objection_key(objection),
        is_asking=True,
    )


def answered(pk: int) -> None:
    """To the member who objected."""
    objection = objection_with_names(pk)
    tell(
        [objection.person],
        kind="closing.answered",
        words=_("您对积分汇总提的意见有了答复。"),
        link=reverse("ledger:closing", args=[objection.closing.ref]),
        org=objection.closing.org,
    )


def objection_key(objection: Objection) -> str:
    return f"objection:{objection.ref}"


def _tell(entry: Entry, kind: str, words: str | Promise) -> None:
    tell([entry.person], kind=kind, words=words, link=reverse("ledger:own"), org=entry.org)
