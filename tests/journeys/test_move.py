"""Change of place: the former place closes that day, the city's count begins anew (story.md, States)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import change_place, record_departure
from banyan.journeys.models import Journey, Stop
from banyan.journeys.queries.journey import row_of
from banyan.journeys.rules.departure import why_not_change_place
from banyan.people.queries import hosts_of
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, confirmed, heard_by, region, signed_in

DAY = date(2021, 10, 20)


@pytest.mark.parametrize(
    ("status", "from_day", "since", "code"),
    [
        ("away", "2021-10", "2021-03", None),
        ("away", "2021-03", "2021-03", None),
        ("away", "2021-10-21", "2021-03", "future_place"),
        ("away", "", "2021-03", "future_place"),
        ("away", "2021-02", "2021-03", "place_before_place"),
        ("away", "2021-10", "2021-10-05", "place_before_place"),
        ("planned", "2021-10", "2021-03", "not_away"),
        ("ended", "2021-10", "2021-03", "not_away"),
    ],
)
def test_places_follow_one_another(status: str, from_day: str, since: str, code: str | None) -> None:
    reason = why_not_change_place(status, from_day, since, DAY)
    assert (reason.code if reason else None) == code


def test_the_new_place_begins_where_the_former_ends(cast: Cast) -> None:
    journey = away(cast, departed_on="2026-03")
    stop = change_place(
        journey,
        {"region": region("440605"), "employer": "金穗家具"},
        by=cast.secretary,
        from_day="2026-09-15",
    )
    former, present = Stop.objects.order_by("from_day")
    assert (former.until_day, present.until_day, present) == (date(2026, 9, 15), None, stop)
    assert (present.place_words, present.employer) == ("广东省佛山市南海区", "金穗家具")
    assert Entry.objects.filter(act="journey.moved", object_ref=journey.ref).count() == 1


@time_machine.travel("2026-11-23 09:00+08:00", tick=False)
def test_another_city_restarts_the_count_and_another_street_does_not(cast: Cast) -> None:
    settled = {"departed_on": "2026-03", "region": region("440106"), "is_fixed": True}
    journey = record_departure(cast.member, settled, by=cast.secretary)
    assert row_of(journey).judgement.standing == "should_transfer"
    change_place(
        journey, {"region": region("440113"), "is_fixed": True}, by=cast.secretary, from_day="2026-09"
    )
    assert row_of(journey).judgement.standing == "should_transfer"
    change_place(journey, {"region": region("4406"), "is_fixed": True}, by=cast.secretary, from_day="2026-10")
    assert row_of(journey).judgement.standing == "floating"


def test_the_member_reports_it_himself_and_home_hears(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    journey = away(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        change_place(
            journey, {"region": region("4406")}, by=viewer_of(cast.member), from_day=today().isoformat()
        )
    assert heard_by(cast.secretary) == ["何远山换了地方，现在在广东省佛山市。"]
    assert heard_by(cast.other_secretary) == []


def test_home_is_not_told_what_it_wrote_itself(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    journey = away(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        change_place(journey, {"region": region("4406")}, by=cast.secretary, from_day=today().isoformat())
    assert heard_by(cast.secretary) == []


def test_the_stay_at_a_host_outlasts_the_change_of_place(cast: Cast) -> None:
    check_in = confirmed(cast)
    change_place(
        check_in.journey, {"region": region("4406")}, by=cast.secretary, from_day=today().isoformat()
    )
    assert [stay.org for stay in hosts_of(cast.member, today())] == [cast.floating]


def test_somebody_else_may_not_say_that_he_moved(cast: Cast) -> None:
    journey = away(cast)
    others = [viewer_of(cast.second_member), cast.floating_secretary, cast.county_officer, *cast.outsiders]
    for viewer in others:
        with pytest.raises(NotAllowed):
            change_place(journey, {"region": region("4406")}, by=viewer, from_day=today().isoformat())
    assert Stop.objects.count() == 1


def test_the_member_fills_one_page(cast: Cast) -> None:
    away(cast)
    phone = signed_in(viewer_of(cast.member))
    typed = {
        "from_day": today().isoformat(),
        "province": "44",
        "city": "4406",
        "place_words": "乐从",
        "is_fixed": "",
    }
    assert phone.post(reverse("journeys:own-moves"), typed).status_code == 302
    present = Stop.objects.get(until_day=None)
    assert (present.place_words, present.region_id) == ("广东省佛山市乐从", "4406")
    refused = phone.post(reverse("journeys:own-moves"), {**typed, "from_day": "2026-01"})
    assert refused.status_code == 409
    assert "早于到现在这个地方的时间" in refused.content.decode()


def test_outsiders_and_those_at_home_find_no_page(cast: Cast) -> None:
    journey = away(cast)
    typed = {"from_day": today().isoformat(), "province": "44", "city": "4406"}
    assert (
        signed_in(viewer_of(cast.second_member)).post(reverse("journeys:own-moves"), typed).status_code == 404
    )
    for viewer in cast.outsiders:
        page = reverse("journeys:moves", args=[journey.ref])
        assert signed_in(viewer).post(page, typed).status_code == 404
    assert Journey.objects.get().org == cast.shazhou
    assert Stop.objects.count() == 1


def test_refused_is_a_rule_and_not_a_matter_of_rights(cast: Cast) -> None:
    journey = record_departure(cast.member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    with pytest.raises(Refused) as refusal:
        change_place(journey, {}, by=cast.secretary, from_day=today().isoformat())
    assert refusal.value.reason.code == "not_away"
