"""The host's desk: who is here, who waits, who stands at the door (story.md, Who confirms, c; R-A3, T2, T7, R-P4)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at, confirm_check_in, draft_check_in, enter_arrival
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.models import CheckIn
from banyan.journeys.rules.arrival import LOOK_UPS_PER_DAY, why_not_look_up
from banyan.people.queries import hosts_of
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import SLIP, away, confirmed, heard_by, sent, signed_in

HOSTED_QUERIES = 10
WAITING_QUERIES = 5


def enter(cast: Cast, name: str = "何远山", phone: str = "15400000001") -> None:
    enter_arrival(cast.floating, by=cast.floating_secretary, name=name, phone=phone)


def test_whom_the_host_enters_himself_is_confirmed_at_once(cast: Cast) -> None:
    away(cast)
    enter(cast)
    check_in = CheckIn.objects.get()
    assert (check_in.status, check_in.confirmed_how) == ("confirmed", "host_entered")
    assert (check_in.entered_by, check_in.decided_by, check_in.org) == ("罗行舟", "罗行舟", cast.shazhou)
    assert [stay.org for stay in hosts_of(cast.member, today())] == [cast.floating]
    acts = set(Entry.objects.filter(object_ref=check_in.ref).values_list("act", flat=True))
    assert acts == {"check_in.drafted", "check_in.sent", "check_in.confirmed"}


def test_a_check_in_that_waits_here_is_the_one_confirmed(cast: Cast) -> None:
    waiting = sent(cast)
    enter(cast)
    waiting.refresh_from_db()
    assert (CheckIn.objects.count(), waiting.status, waiting.confirmed_how) == (
        1,
        "confirmed",
        "host_entered",
    )


def test_a_check_in_that_waits_elsewhere_gives_way(cast: Cast) -> None:
    journey = away(cast)
    elsewhere = check_in_at(journey, SLIP, by=cast.secretary, host=cast.baonan)
    enter(cast)
    elsewhere.refresh_from_db()
    assert elsewhere.status == "withdrawn"
    draft_journey = away(cast, cast.second_member)
    draft_check_in(draft_journey, by=viewer_of(cast.second_member), host=cast.floating)
    enter(cast, "朱小满", "15400000002")
    assert CheckIn.objects.filter(status="confirmed").count() == 2


@pytest.mark.parametrize(
    ("name", "phone"), [("何远山", "15400000001"), ("何远", "15400000001"), ("何远山", "15400000009")]
)
def test_the_answer_is_the_same_whoever_he_is(cast: Cast, name: str, phone: str) -> None:
    away(cast, cast.second_member)
    desk, page = signed_in(cast.floating_secretary), reverse("journeys:arrival-entries")
    answer = desk.post(page, {"name": name, "phone": phone, "host": str(cast.floating.ref)}, follow=True)
    assert answer.redirect_chain == [(reverse("journeys:hosted"), 302)]
    assert "对得上的，马上出现在“在这里的党员”里" in answer.content.decode()
    assert "还没有人来报到" in answer.content.decode()
    assert CheckIn.objects.count() == 0
    assert Entry.objects.get(act="check_in.looked_up").subject_ref is None


def test_home_is_asked_when_somebody_was_met_whom_nobody_recorded(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            enter(cast)
    assert heard_by(cast.secretary) == [
        "汝城县驻广州流动党支部说何远山在他们那里，但还没有登记外出。请核实后登记，他才能报到。"
    ]
    assert heard_by(cast.floating_secretary) == []


def test_a_member_of_another_county_may_be_received_too(cast: Cast) -> None:
    record_departure(cast.other_member, {"departed_on": "2026-09"}, by=cast.other_secretary)
    enter(cast, "欧阳禾", "15400000005")
    assert CheckIn.objects.get().org == cast.other_village
    guests = signed_in(cast.floating_secretary).get(reverse("journeys:hosted")).content.decode()
    assert "欧阳禾" in guests
    assert "15400000005" not in guests


def test_looking_somebody_up_is_counted(cast: Cast) -> None:
    assert why_not_look_up(LOOK_UPS_PER_DAY - 1) is None
    for _each in range(LOOK_UPS_PER_DAY):
        enter(cast, "无此人", "15400000999")
    away(cast)
    with pytest.raises(Refused) as refusal:
        enter(cast)
    assert refusal.value.reason.code == "too_many_look_ups"
    assert CheckIn.objects.count() == 0
    with time_machine.travel(time_machine_tomorrow()):
        enter(cast)
    assert CheckIn.objects.count() == 1


def time_machine_tomorrow() -> date:
    return date.fromordinal(today().toordinal() + 1)


def test_only_who_receives_there_may_enter(cast: Cast) -> None:
    away(cast)
    others = [cast.secretary, cast.township_officer, viewer_of(cast.member), cast.county_officer]
    for viewer in [*others, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            enter_arrival(cast.floating, by=viewer, name="何远山", phone="15400000001")
    assert CheckIn.objects.count() == 0
    assert not Entry.objects.filter(act="check_in.looked_up").exists()


def test_another_branch_cannot_be_chosen_as_ones_own(cast: Cast) -> None:
    away(cast)
    page, typed = reverse("journeys:arrival-entries"), {"name": "何远山", "phone": "15400000001"}
    answer = signed_in(cast.floating_secretary).post(page, {**typed, "host": str(cast.baonan.ref)})
    assert answer.status_code == 422
    assert signed_in(cast.secretary).get(page).status_code == 403
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-09-09 23:59:59+08:00", 404),
        ("2026-09-10 12:00:00+08:00", 200),
        ("2026-10-04 23:59:59+08:00", 200),
        ("2026-10-05 00:00:00+08:00", 404),
    ],
)
def test_a_host_sees_his_guest_from_the_first_day_of_the_stay_until_before_its_end(
    cast: Cast, moment: str, status: int
) -> None:
    """R-A3: the stay [2026-09-10, 2026-10-05)."""
    with time_machine.travel("2026-09-10 11:00+08:00", tick=False):
        check_in = sent(cast, away(cast, departed_on="2026-09-01"))
        confirm_check_in(check_in, by=cast.floating_secretary)
    with time_machine.travel("2026-10-05 10:00+08:00", tick=False):
        second = check_in_at(check_in.journey, SLIP, by=cast.secretary, host=cast.baonan)
        confirm_check_in(second, by=cast.township_officer)
    with time_machine.travel(moment, tick=False):
        desk = signed_in(cast.floating_secretary)
        assert desk.get(reverse("journeys:person", args=[cast.member.ref])).status_code == status
        assert desk.get(reverse("journeys:check-in", args=[check_in.ref])).status_code == status
        assert ("何远山" in desk.get(reverse("journeys:hosted")).content.decode()) == (status == 200)
        assert desk.get(reverse("journeys:check-in", args=[second.ref])).status_code == 404


def test_a_host_sees_a_check_in_while_it_waits_and_not_once_refused_or_withdrawn(cast: Cast) -> None:
    check_in = sent(cast)
    page = reverse("journeys:check-in", args=[check_in.ref])
    desk = signed_in(cast.floating_secretary)
    assert desk.get(page).status_code == 200
    assert desk.get(reverse("journeys:person", args=[cast.member.ref])).status_code == 404
    signed_in(cast.secretary).post(reverse("journeys:check-in-withdrawals", args=[check_in.ref]))
    assert desk.get(page).status_code == 404


def test_a_host_sees_nothing_of_the_journey_but_what_brought_the_guest(cast: Cast) -> None:
    check_in = confirmed(cast, away(cast, leave_reason="投靠亲属"))
    words = signed_in(cast.floating_secretary).get(reverse("journeys:person", args=[cast.member.ref]))
    assert "汝城县驻广州流动党支部" in words.content.decode()
    assert "投靠亲属" not in words.content.decode()
    assert signed_in(cast.floating_secretary).get(reverse("journeys:list")).status_code == 403
    assert (
        signed_in(cast.floating_secretary)
        .get(reverse("journeys:papers", args=[check_in.journey.ref]))
        .status_code
        == 404
    )


@pytest.mark.parametrize("people", [1, 3])
def test_the_desk_costs_the_same_for_one_guest_and_for_three(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.baonan_member][:people]:
        confirmed(cast, away(cast, person))
    desk = signed_in(cast.floating_secretary)
    with django_assert_num_queries(HOSTED_QUERIES):
        words = desk.get(reverse("journeys:hosted")).content.decode()
    assert words.count('<th scope="row">') == people


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_those_who_wait_costs_the_same_for_one_and_for_three(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.third_member][:people]:
        sent(cast, away(cast, person))
    desk = signed_in(cast.floating_secretary)
    with django_assert_num_queries(WAITING_QUERIES):
        words = desk.get(reverse("journeys:arrivals")).content.decode()
    assert words.count("data-item") == people


def test_the_poster_is_a_sheet_for_the_own_door_alone(cast: Cast) -> None:
    page = reverse("journeys:poster", args=[cast.floating.ref])
    answer = signed_in(cast.floating_secretary).get(page)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    for viewer in [cast.secretary, *cast.outsiders]:
        assert signed_in(viewer).get(page).status_code == 404
