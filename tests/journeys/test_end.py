"""The end of a journey: returned, transferred, lost contact, died, entered by mistake (B-11; story.md, States)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import end_journey, record_departure
from banyan.journeys.models import CheckIn, Journey, Stop
from banyan.journeys.rules.departure import why_not_end
from banyan.people.models import Membership, Person
from banyan.people.queries import hosts_of
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, confirmed, heard_by, sent, signed_in

DAY = date(2021, 10, 20)
YESTERDAY = date(2021, 10, 19)


@pytest.mark.parametrize(
    ("status", "ending", "ended_on", "done_on", "code"),
    [
        ("away", "returned", DAY, None, None),
        ("away", "returned", DAY + timedelta(days=1), None, "future_end"),
        ("away", "returned", date(2021, 2, 28), None, "end_before_departure"),
        ("away", "mistake", date(2021, 2, 28), None, None),
        ("away", "transferred", DAY, None, "no_transfer_date"),
        ("away", "transferred", DAY, DAY + timedelta(days=1), "future_end"),
        ("away", "transferred", DAY, YESTERDAY, None),
        ("away", "lost_contact", DAY, None, None),
        ("away", "died", DAY, None, None),
        ("planned", "returned", DAY, None, "not_left_yet"),
        ("planned", "mistake", DAY, None, None),
        ("ended", "returned", DAY, None, "already_ended"),
    ],
)
def test_an_end_is_dated_and_possible(
    status: str, ending: str, ended_on: date, done_on: date | None, code: str | None
) -> None:
    reason = why_not_end(status, ending, ended_on, departed_on="2021-03", transfer_done_on=done_on, day=DAY)
    assert (reason.code if reason else None) == code


def test_coming_home_closes_the_place_and_the_stay_and_moves_no_membership(cast: Cast) -> None:
    journey = confirmed(cast).journey
    end_journey(journey, by=cast.secretary, ending="returned", ended_on=today())
    journey.refresh_from_db()
    assert (journey.status, journey.ending, journey.ended_on) == ("ended", "returned", today())
    assert Stop.objects.get().until_day == today()
    assert list(hosts_of(cast.member, today())) == []
    assert Membership.objects.get(person=cast.member, kind="home").until_day is None
    assert Person.objects.get(pk=cast.member.pk).is_current
    assert Entry.objects.filter(act="journey.ended", object_ref=journey.ref).count() == 1


def test_a_check_in_still_open_falls_away_with_the_journey(cast: Cast) -> None:
    check_in = sent(cast)
    end_journey(check_in.journey, by=cast.secretary, ending="lost_contact", ended_on=today())
    check_in.refresh_from_db()
    assert (check_in.status, check_in.withdrawn_at is not None) == ("withdrawn", True)
    assert Person.objects.get(pk=cast.member.pk).is_current


@pytest.mark.parametrize(("ending", "reason"), [("transferred", "transferred"), ("died", "died")])
def test_a_transfer_done_and_a_death_end_the_membership(cast: Cast, ending: str, reason: str) -> None:
    journey = away(cast)
    done_on = today() - timedelta(days=3) if ending == "transferred" else None
    end_journey(journey, by=cast.secretary, ending=ending, ended_on=today(), transfer_done_on=done_on)
    person = Person.objects.get(pk=cast.member.pk)
    assert (person.end_reason, person.ended_on) == (reason, done_on or today())
    journey.refresh_from_db()
    assert journey.transfer_done_on == done_on


def test_a_plan_is_cancelled_as_a_mistake(cast: Cast) -> None:
    journey = record_departure(cast.member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    end_journey(journey, by=cast.secretary, ending="mistake", ended_on=today())
    assert Journey.objects.get().ending == "mistake"
    away(cast)
    assert Journey.objects.exclude(status="ended").count() == 1


def test_the_host_and_the_member_hear_of_the_end(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    journey = confirmed(cast).journey
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        end_journey(journey, by=cast.secretary, ending="returned", ended_on=today())
    assert heard_by(cast.floating_secretary) == ["何远山（沙洲瑶族村党支部）已离开，不再在贵支部参加活动。"]
    assert heard_by(viewer_of(cast.member)) == ["欢迎回家。您的外出登记已经结束，回执和证件都在“我的”里。"]


def test_nothing_ends_twice(cast: Cast) -> None:
    journey = away(cast)
    end_journey(journey, by=cast.secretary, ending="returned", ended_on=today())
    with pytest.raises(Refused) as refusal:
        end_journey(journey, by=cast.secretary, ending="died", ended_on=today())
    assert refusal.value.reason.code == "already_ended"
    assert Person.objects.get(pk=cast.member.pk).is_current


def test_the_page_says_first_what_the_end_will_touch(cast: Cast) -> None:
    journey = confirmed(cast).journey
    page, desk = reverse("journeys:ending", args=[journey.ref]), signed_in(cast.secretary)
    words = desk.get(page).content.decode()
    assert "结束在汝城县驻广州流动党支部参加活动，对方从这一天起看不到他。" in words
    assert "转出或去世的，同时不再在册；其他情况组织关系不动。" in words
    refused = desk.post(page, {"ending": "transferred", "ended_on": today().isoformat()})
    assert refused.status_code == 409
    assert "只开了介绍信、还没办结的，不算转出。" in refused.content.decode()
    assert desk.post(page, {"ending": "returned", "ended_on": today().isoformat()}).status_code == 302
    assert Journey.objects.get().ending == "returned"


def test_a_plan_offers_nothing_but_to_cancel_it(cast: Cast) -> None:
    journey = record_departure(cast.member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    page, desk = reverse("journeys:ending", args=[journey.ref]), signed_in(cast.secretary)
    words = desk.get(page).content.decode()
    assert "不去了，取消这次计划" in words
    assert "去世" not in words.replace("转出或去世的", "")
    assert desk.post(page, {"ending": "mistake", "ended_on": today().isoformat()}).status_code == 302


def test_only_home_ends_a_journey(cast: Cast) -> None:
    journey = confirmed(cast).journey
    page, typed = reverse("journeys:ending", args=[journey.ref]), {"ending": "returned", "ended_on": today()}
    for viewer in [cast.floating_secretary, viewer_of(cast.member), cast.county_officer, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            end_journey(journey, by=viewer, ending="returned", ended_on=today())
    for viewer in [cast.floating_secretary, cast.baonan_secretary, *cast.outsiders]:
        assert signed_in(viewer).post(page, typed).status_code == 404
    assert CheckIn.objects.get().status == "confirmed"
    assert Journey.objects.get().status == "away"
