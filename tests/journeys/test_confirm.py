"""Who confirms a check-in, and what follows (story.md, Who confirms a check-in; R-C6)."""

from collections.abc import Callable
from itertools import product

import pytest
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, build_cast, viewer_of
from banyan.journeys.actions.arrival import (
    check_in_at,
    check_in_outside,
    confirm_check_in,
    correct_check_in,
    draft_check_in,
    refuse_check_in,
    send_check_in,
    take_back_confirmation,
    withdraw_check_in,
)
from banyan.journeys.models import CheckIn, Receipt
from banyan.notify.models import Message
from banyan.orgs.viewers import Viewer
from banyan.people.models import Membership
from banyan.people.queries import hosts_of
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.crowd import all_at_once
from tests.journeys.scenes import SLIP, away, confirmed, heard_by, sent, sent_by_himself, signed_in

OUTSIDE = {"name": "白云区鹤边社区党支部", "region": None, "head_name": "江水长", "head_phone": "020-0"}


def test_the_host_confirms_and_the_stay_begins(cast: Cast) -> None:
    check_in = sent(cast)
    confirm_check_in(check_in, by=cast.floating_secretary)
    check_in.refresh_from_db()
    assert (check_in.status, check_in.confirmed_how, check_in.decided_by) == ("confirmed", "host", "罗行舟")
    assert [stay.org for stay in hosts_of(cast.member, today())] == [cast.floating]
    assert Membership.objects.get(person=cast.member, kind="home").org == cast.shazhou
    receipt = Receipt.objects.get()
    assert (receipt.status, receipt.check_in, receipt.returned_by) == (
        "returned",
        check_in,
        cast.floating.name,
    )
    entry = Entry.objects.get(act="check_in.confirmed")
    assert (entry.actor_label, entry.subject_ref) == ("罗行舟", cast.member.ref)


def test_the_member_and_home_hear_and_nobody_is_asked_any_longer(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        check_in = sent_by_himself(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        confirm_check_in(check_in, by=cast.floating_secretary)
    assert heard_by(viewer_of(cast.member))[0] == "报到成功：汝城县驻广州流动党支部已确认您的报到。"
    assert heard_by(cast.secretary) == ["何远山已在汝城县驻广州流动党支部报到，报到已确认。"]
    assert Message.objects.get(recipient=cast.floating_secretary.account).settled_at is not None


def test_a_later_check_in_elsewhere_closes_the_former_stay(cast: Cast) -> None:
    journey = confirmed(cast).journey
    second = check_in_at(journey, SLIP, by=cast.secretary, host=cast.baonan)
    assert [stay.org for stay in hosts_of(cast.member, today())] == [cast.floating]
    confirm_check_in(second, by=cast.township_officer)
    assert [stay.org for stay in hosts_of(cast.member, today())] == [cast.baonan]
    assert Membership.objects.get(org=cast.floating).until_day == today()
    assert Receipt.objects.count() == 2


def test_for_a_host_outside_home_says_how_it_knows(cast: Cast) -> None:
    check_in = check_in_outside(away(cast), SLIP, by=viewer_of(cast.member), host_facts=OUTSIDE)
    for how in ("", "host"):
        with pytest.raises(Refused) as refusal:
            confirm_check_in(check_in, by=cast.secretary, how=how)
        assert refusal.value.reason.code == "no_proof"
    confirm_check_in(check_in, by=cast.secretary, how="stamped_paper")
    assert (check_in.status, check_in.is_vouched_by_home) == ("confirmed", True)
    assert list(hosts_of(cast.member, today())) == []
    assert Receipt.objects.get().status == "stamped"


def test_how_is_not_the_hosts_to_choose(cast: Cast) -> None:
    check_in = sent(cast)
    confirm_check_in(check_in, by=cast.floating_secretary, how="stamped_paper")
    assert (check_in.confirmed_how, check_in.is_vouched_by_home) == ("host", False)


def test_a_refusal_says_why_and_home_and_the_member_are_told(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    check_in = sent_by_himself(cast)
    with pytest.raises(Refused) as empty:
        refuse_check_in(check_in, by=cast.floating_secretary, reason="  ")
    assert empty.value.reason.code == "no_reason"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        refuse_check_in(check_in, by=cast.floating_secretary, reason="他在佛山，请到佛山支部")
    assert heard_by(viewer_of(cast.member))[0] == (
        "汝城县驻广州流动党支部没有接收您的报到，原因：他在佛山，请到佛山支部。您可以换一个党组织再报到。"
    )
    assert "请帮他联系合适的党组织" in heard_by(cast.secretary)[0]
    assert (check_in.status, check_in.refused_at is not None) == ("refused", True)
    assert Receipt.objects.count() == 0
    draft_check_in(check_in.journey, by=viewer_of(cast.member), host=cast.baonan)


# R-C6: every state, every verb, every role. What is not listed is NotAllowed or Refused, and changes nothing.
ROLES: dict[str, Callable[[Cast], Viewer]] = {
    "member": lambda cast: viewer_of(cast.member),
    "other member": lambda cast: viewer_of(cast.second_member),
    "home": lambda cast: cast.secretary,
    "sibling": lambda cast: cast.baonan_secretary,
    "township": lambda cast: cast.township_officer,
    "host": lambda cast: cast.floating_secretary,
    "county": lambda cast: cast.county_officer,
    "auditor": lambda cast: cast.auditor,
    "other county": lambda cast: cast.other_secretary,
}
VERBS: dict[str, Callable[[CheckIn, Viewer], object]] = {
    "send": lambda check_in, by: send_check_in(check_in, SLIP, by=by),
    "confirm": lambda check_in, by: confirm_check_in(check_in, by=by, how="telephone"),
    "refuse": lambda check_in, by: refuse_check_in(check_in, by=by, reason="不在这里"),
    "withdraw": lambda check_in, by: withdraw_check_in(check_in, by=by),
    "take back": lambda check_in, by: take_back_confirmation(check_in, by=by, reason="点错了"),
    "correct": lambda check_in, by: correct_check_in(check_in, {"words": "更正"}, by=by),
}
STATES = ("draft", "sent", "confirmed", "refused", "withdrawn")
SPEAKERS, INSIDE, OUT = {"member", "home", "township"}, {"host"}, {"home", "township"}
MOVES = {"draft": {"send", "withdraw"}, "sent": {"confirm", "refuse", "withdraw"}, "confirmed": {"take back"}}
CORRECTABLE = {"draft", "sent", "confirmed"}


def may(role: str, verb: str, *, is_outside: bool) -> bool:
    deciders = OUT if is_outside else INSIDE
    if verb in {"send", "withdraw"}:
        return role in SPEAKERS
    if verb == "correct":
        return role in SPEAKERS | deciders
    return role in deciders


def brought_to(cast: Cast, state: str, *, is_outside: bool) -> CheckIn:
    journey, home = away(cast), cast.secretary
    decides = home if is_outside else cast.floating_secretary
    if is_outside:
        check_in = check_in_outside(journey, SLIP, by=home, host_facts=OUTSIDE)
    else:
        check_in = check_in_at(journey, SLIP, by=home, host=cast.floating)
    if state == "draft":
        CheckIn.objects.filter(pk=check_in.pk).update(status="draft")
    if state == "confirmed":
        confirm_check_in(check_in, by=decides, how="telephone")
    if state == "refused":
        refuse_check_in(check_in, by=decides, reason="不在这里")
    if state == "withdrawn":
        withdraw_check_in(check_in, by=home)
    return CheckIn.objects.select_related("host", "org", "journey__person", "journey__org").get(
        pk=check_in.pk
    )


@pytest.mark.parametrize(("state", "is_outside"), list(product(STATES, [False, True])))
def test_every_illegal_step_is_refused_and_every_legal_one_taken(
    cast: Cast, state: str, is_outside: bool
) -> None:
    check_in = brought_to(cast, state, is_outside=is_outside)
    before = CheckIn.objects.values().get()
    viewers = {role: viewer(cast) for role, viewer in ROLES.items()}
    for role, verb in product(ROLES, VERBS):
        is_possible = verb in MOVES.get(state, set()) or (verb == "correct" and state in CORRECTABLE)
        if is_possible and may(role, verb, is_outside=is_outside):
            continue
        expected = Refused if may(role, verb, is_outside=is_outside) else NotAllowed
        with pytest.raises(expected):
            VERBS[verb](check_in, viewers[role])
    assert CheckIn.objects.values().get() == before


@pytest.mark.parametrize(
    ("state", "verb", "role", "is_outside"),
    [
        (state, verb, role, is_outside)
        for is_outside in (False, True)
        for state, verbs in MOVES.items()
        for verb in sorted(verbs)
        for role in ROLES
        if may(role, verb, is_outside=is_outside)
    ],
)
def test_every_legal_step_is_taken(cast: Cast, state: str, verb: str, role: str, is_outside: bool) -> None:
    check_in = brought_to(cast, state, is_outside=is_outside)
    VERBS[verb](check_in, ROLES[role](cast))
    after = {"send": "sent", "confirm": "confirmed", "refuse": "refused"}.get(verb, "withdrawn")
    assert CheckIn.objects.get().status == after


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_confirmers_at_once_one_wins() -> None:
    cast = build_cast()
    check_in = sent(cast)

    def confirm() -> str:
        mine = CheckIn.objects.select_related("host", "org", "journey__person").get(pk=check_in.pk)
        confirm_check_in(mine, by=cast.floating_secretary)
        return "won"

    def refuse() -> str:
        mine = CheckIn.objects.select_related("host", "org", "journey__person").get(pk=check_in.pk)
        refuse_check_in(mine, by=cast.floating_secretary, reason="不在这里")
        return "won"

    answers = all_at_once([confirm, refuse, confirm, refuse])
    assert answers.count("won") == 1
    lost = [answer for answer in answers if answer != "won"]
    assert [answer.reason.code for answer in lost if isinstance(answer, Refused)] == ["moved_on"] * 3
    assert Entry.objects.filter(act__in=["check_in.confirmed", "check_in.refused"]).count() == 1
    assert Membership.objects.filter(kind="host").count() <= 1


def test_the_host_decides_in_place(cast: Cast) -> None:
    check_in = sent(cast)
    desk = signed_in(cast.floating_secretary)
    waiting = desk.get(reverse("journeys:arrivals")).content.decode()
    assert "何远山" in waiting
    assert "15400000001" not in waiting
    address = reverse("journeys:check-in-confirmations", args=[check_in.ref])
    row = desk.post(address, headers={"HX-Request": "true"}).content.decode()
    assert "已报到" in row
    assert "<html" not in row
    again = desk.post(address)
    assert again.status_code == 409
    assert "这一项的状态已经变了" in again.content.decode()
    assert "都办完了" in desk.get(reverse("journeys:arrivals")).content.decode()


def test_home_vouches_on_the_page_of_the_check_in(cast: Cast) -> None:
    check_in = check_in_outside(away(cast), SLIP, by=viewer_of(cast.member), host_facts=OUTSIDE)
    desk, page = signed_in(cast.secretary), reverse("journeys:check-in", args=[check_in.ref])
    assert "怎么核实的" in desk.get(page).content.decode()
    address = reverse("journeys:check-in-confirmations", args=[check_in.ref])
    assert desk.post(address).status_code == 422
    assert desk.post(address, {"how": "telephone"}).status_code == 302
    assert "由本村代为确认" in desk.get(page).content.decode()


def test_a_refusal_asks_for_its_reason_on_a_page_of_its_own(cast: Cast) -> None:
    check_in = sent(cast)
    desk, page = (
        signed_in(cast.floating_secretary),
        reverse("journeys:check-in-refusals", args=[check_in.ref]),
    )
    assert "原因" in desk.get(page).content.decode()
    assert desk.post(page, {"reason": ""}).status_code == 422
    assert desk.post(page, {"reason": "他在佛山"}).status_code == 302
    assert CheckIn.objects.get().reason == "他在佛山"
    words = signed_in(viewer_of(cast.member)).get(reverse("journeys:own")).content.decode()
    assert "没有接收您的报到，原因：他在佛山" in words


def test_outsiders_find_no_check_in_to_decide(cast: Cast) -> None:
    check_in = sent(cast)
    for viewer in [*cast.outsiders, cast.baonan_secretary]:
        browser = signed_in(viewer)
        for name in ("check-in-confirmations", "check-in-withdrawals"):
            assert browser.post(reverse(f"journeys:{name}", args=[check_in.ref])).status_code == 404
        for name in (
            "check-in-refusals",
            "check-in-takings-back",
            "check-in-corrections",
            "check-in-reveals",
        ):
            assert browser.get(reverse(f"journeys:{name}", args=[check_in.ref])).status_code == 404
    assert (
        signed_in(cast.secretary)
        .post(reverse("journeys:check-in-confirmations", args=[check_in.ref]))
        .status_code
        == 403
    )
    assert CheckIn.objects.get().status == "sent"
