"""Who hears of a check-in: whoever is to decide it, then the member and his home."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.journeys.models import CheckIn
from banyan.journeys.permissions import CHECK_IN_FOR, CONFIRM_ARRIVAL, MANAGE_JOURNEYS
from banyan.journeys.queries.arrival import check_in_with_names
from banyan.journeys.queries.hearers import orgs_numbered, person_numbered
from banyan.notify.actions import settle, tell
from banyan.orgs.queries import accounts_that_may
from banyan.people.models import Person


def sent(pk: int) -> None:
    """Whoever decides it is asked: the host's office, or the home secretary for a host outside the tree."""
    check_in = check_in_with_names(pk)
    words = format_lazy(
        _("{name}（{branch}）来报到，等您确认。"),
        name=check_in.journey.person.name,
        branch=check_in.org.name,
    )
    if check_in.host.is_outside:
        words = format_lazy(
            _("{name}向“{host}”报到。那边不在系统里，请您电话核实或看过盖章回执后代为确认。"),
            name=check_in.journey.person.name,
            host=check_in.host.name,
        )
    tell(
        _deciders(check_in),
        kind="check_in.sent",
        words=words,
        link=_link(check_in),
        org=check_in.host if not check_in.host.is_outside else check_in.org,
        key=_key(check_in),
        is_asking=True,
    )


def confirmed(pk: int) -> None:
    """The member and his home: from now on it counts."""
    check_in = check_in_with_names(pk)
    settle(_key(check_in))
    host = check_in.host.name
    _tell_member(check_in, "confirmed", format_lazy(_("报到成功：{host}已确认您的报到。"), host=host))
    words = format_lazy(_("{name}已在{host}报到，报到已确认。"), name=check_in.journey.person.name, host=host)
    _tell_home(check_in, "confirmed", words)


def refused(pk: int) -> None:
    """The member and his home, with the reason."""
    check_in = check_in_with_names(pk)
    settle(_key(check_in))
    facts = {"host": check_in.host.name, "reason": check_in.reason}
    words = format_lazy(_("{host}没有接收您的报到，原因：{reason}。您可以换一个党组织再报到。"), **facts)
    _tell_member(check_in, "refused", words)
    home = format_lazy(
        _("{host}退回了{name}的报到，原因：{reason}。请帮他联系合适的党组织。"),
        name=check_in.journey.person.name,
        **facts,
    )
    _tell_home(check_in, "refused", home)


def withdrawn(pk: int) -> None:
    """Nobody is asked any longer."""
    settle(_key(check_in_with_names(pk)))


def taken_back(pk: int) -> None:
    """The member and his home: the confirmation did not hold, and why."""
    check_in = check_in_with_names(pk)
    facts = {"host": check_in.host.name, "reason": check_in.reason}
    _tell_member(
        check_in,
        "taken_back",
        format_lazy(_("您在{host}的报到已撤销，原因：{reason}。请重新报到。"), **facts),
    )
    home = format_lazy(
        _("{name}在{host}的报到已撤销，原因：{reason}。"), name=check_in.journey.person.name, **facts
    )
    _tell_home(check_in, "taken_back", home)


def seen_without_journey(person_pk: int, host_pk: int) -> None:
    """The home secretary: a host has met one of his members whom nobody recorded as away."""
    person, host = person_numbered(person_pk), orgs_numbered([host_pk])[0]
    words = format_lazy(
        _("{host}说{name}在他们那里，但还没有登记外出。请核实后登记，他才能报到。"),
        host=host.name,
        name=person.name,
    )
    tell(
        accounts_that_may(MANAGE_JOURNEYS, person.home),
        kind="check_in.unknown_journey",
        words=words,
        link=reverse("journeys:departure", args=[person.ref]),
        org=person.home,
        key=f"person:{person.ref}:seen_at:{host.ref}",
    )


def _deciders(check_in: CheckIn) -> list[Account]:
    if check_in.host.is_outside:
        return accounts_that_may(CHECK_IN_FOR, check_in.org)
    return accounts_that_may(CONFIRM_ARRIVAL, check_in.host)


def _tell_member(check_in: CheckIn, step: str, words: Promise) -> None:
    link = reverse("journeys:own")
    _tell(check_in, [check_in.journey.person], step, words=words, link=link)


def _tell_home(check_in: CheckIn, step: str, words: Promise) -> None:
    hearers = accounts_that_may(CHECK_IN_FOR, check_in.org)
    _tell(check_in, hearers, step, words=words, link=_link(check_in))


def _tell(
    check_in: CheckIn, hearers: Iterable[Account | Person], step: str, *, words: Promise, link: str
) -> None:
    tell(
        hearers,
        kind=f"check_in.{step}",
        words=words,
        link=link,
        org=check_in.org,
        key=f"{_key(check_in)}:{step}",
    )


def _link(check_in: CheckIn) -> str:
    return reverse("journeys:check-in", args=[check_in.ref])


def _key(check_in: CheckIn) -> str:
    return f"check_in:{check_in.ref}"
