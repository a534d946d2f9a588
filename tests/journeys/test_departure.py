"""Departure: planned or at once, one at a time (A-02, A-10, B-06)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import depart, record_departure
from banyan.journeys.actions.receipt import issue_journey_paper
from banyan.journeys.models import Journey, Receipt, Stop
from banyan.journeys.rules.departure import why_not_dates
from banyan.people.actions import end_person
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, heard_by, region, signed_in

OCTOBER = date(2021, 10, 20)


@pytest.mark.parametrize(
    ("departed_on", "until", "is_planned", "code"),
    [
        ("2021-10", None, False, None),
        ("2021-10-20", None, False, None),
        ("2021-10-21", None, False, "future_departure"),
        ("2021-11", None, False, "future_departure"),
        ("2021-11", None, True, None),
        ("", None, False, "no_departure"),
        ("2021-13", None, False, "no_departure"),
        ("2021-10", date(2021, 9, 30), False, "return_before_departure"),
        ("2021-10", date(2021, 10, 1), False, None),
    ],
)
def test_a_departure_is_a_known_time_that_has_come(
    departed_on: str, until: date | None, is_planned: bool, code: str | None
) -> None:
    reason = why_not_dates(departed_on, until, OCTOBER, is_planned=is_planned)
    assert (reason.code if reason else None) == code


def test_a_departure_at_once_is_away_with_its_place_and_is_recorded(cast: Cast) -> None:
    journey = away(cast, occupation="工厂务工", is_fixed=True, address="棠下东街1号")
    stop = Stop.objects.get(journey=journey)
    assert (journey.status, journey.org, journey.started_by) == ("away", cast.shazhou, "朱望舒")
    assert (stop.from_day, stop.until_day, stop.city_code) == ("2026-09", None, "4401")
    assert stop.place_words == "广东省广州市天河区"
    assert stop.address.open() == "棠下东街1号"
    acts = list(Entry.objects.filter(object_ref=journey.ref).values_list("act", flat=True))
    assert acts == ["journey.planned", "journey.departed"]


def test_the_member_hears_of_his_departure_and_where_it_leads(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        away(cast)
    assert heard_by(viewer_of(cast.member)) == [
        "您的外出已登记。到了之后请到流入地党组织报到，一两分钟就好。"
    ]


def test_somebody_away_cannot_leave_a_second_time(cast: Cast) -> None:
    away(cast)
    with pytest.raises(Refused) as refusal:
        away(cast)
    assert refusal.value.reason.code == "already_away"
    assert Journey.objects.count() == 1


def test_somebody_off_the_roll_cannot_leave(cast: Cast) -> None:
    end_person(cast.third_member, by=cast.secretary, reason="transferred")
    with pytest.raises(Refused) as refusal:
        away(cast, cast.third_member)
    assert refusal.value.reason.code == "not_on_roll"


def test_who_prepares_to_leave_departs_later_with_the_receipt_in_his_hands(cast: Cast) -> None:
    next_month = (today().replace(day=1) + timedelta(days=40)).isoformat()[:7]
    journey = record_departure(cast.member, {"departed_on": next_month}, by=cast.secretary, is_planned=True)
    issue_journey_paper(journey, "receipt", by=cast.secretary)
    assert (journey.status, Receipt.objects.get().status) == ("planned", "issued")
    depart(journey, by=cast.secretary, departed_on=today().isoformat())
    receipt = Receipt.objects.get()
    assert (journey.status, receipt.status) == ("away", "carried")
    assert receipt.carried_at is not None
    assert Stop.objects.get().from_day == today().isoformat()


def test_nobody_departs_twice_or_in_the_future(cast: Cast) -> None:
    journey = record_departure(cast.member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    with pytest.raises(Refused) as future:
        depart(journey, by=cast.secretary, departed_on=tomorrow)
    assert future.value.reason.code == "future_departure"
    depart(journey, by=cast.secretary, departed_on=today().isoformat())
    with pytest.raises(Refused) as again:
        depart(journey, by=cast.secretary, departed_on=today().isoformat())
    assert again.value.reason.code == "not_planned"


def test_only_the_home_branch_and_its_township_record_a_departure(cast: Cast) -> None:
    others = [cast.baonan_secretary, cast.floating_secretary, cast.county_officer, viewer_of(cast.member)]
    for viewer in [*others, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            record_departure(cast.member, {"departed_on": "2026-09"}, by=viewer)
    record_departure(cast.member, {"departed_on": "2026-09"}, by=cast.township_officer)
    assert Journey.objects.get().started_by == "谭见山"


def test_the_secretary_chooses_who_leaves_and_fills_one_page(cast: Cast) -> None:
    desk = signed_in(cast.secretary)
    names = desk.get(reverse("journeys:leavers"), {"text": "hys"}).content.decode()
    assert "何远山" in names
    assert "朱小满" not in names
    page = reverse("journeys:departure", args=[cast.member.ref])
    typed = {
        "is_planned": "no", "departed_on": "2026年3月", "province": "44", "city": "4401", "place_words": "天河区棠下",
        "employer": "远成电子厂", "occupation": "工厂务工", "leave_reason": "务工", "is_fixed": "yes",
        "expected_until": "", "address": "",
    }  # fmt: skip
    answer = desk.post(page, typed)
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("journeys:person", args=[cast.member.ref]),
    )
    journey, stop = Journey.objects.get(), Stop.objects.get()
    assert (journey.departed_on, journey.leave_reason, journey.status) == ("2026-03", "务工", "away")
    assert (stop.place_words, stop.is_fixed, stop.region) == ("广东省广州市天河区棠下", True, region("4401"))
    assert page not in desk.get(reverse("journeys:leavers")).content.decode()


def test_the_next_select_is_asked_for_without_script(cast: Cast) -> None:
    page = reverse("journeys:departure", args=[cast.member.ref])
    desk = signed_in(cast.secretary)
    assert 'name="city"' not in desk.get(page).content.decode()
    step = desk.post(page, {"province": "44", "employer": "远成电子厂", "choose": "1"})
    words = step.content.decode()
    assert step.status_code == 200
    assert "佛山市" in words
    assert 'value="远成电子厂"' in words
    assert "请填写时间" not in words
    assert Journey.objects.count() == 0


def test_a_place_may_be_unknown(cast: Cast) -> None:
    page = reverse("journeys:departure", args=[cast.member.ref])
    typed = {"is_planned": "no", "departed_on": "2026-09", "province": "", "place_words": ""}
    assert signed_in(cast.secretary).post(page, typed).status_code == 302
    assert (Stop.objects.get().region, Stop.objects.get().place_words) == (None, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("明年", "请写成 2026-03 或 2026-03-15，月份也行。"),
        ("2099-01", "外出时间在今天之后。"),
        ("", "请填写时间，写到月就行。"),
    ],
)
def test_a_date_that_cannot_be_is_shown_again_with_what_to_do(cast: Cast, typed: str, sentence: str) -> None:
    page = reverse("journeys:departure", args=[cast.member.ref])
    answer = signed_in(cast.secretary).post(
        page, {"is_planned": "no", "departed_on": typed, "employer": "顺水家具厂"}
    )
    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert "顺水家具厂" in answer.content.decode()
    assert Journey.objects.count() == 0


def test_a_return_before_the_departure_is_said_at_its_field(cast: Cast) -> None:
    page = reverse("journeys:departure", args=[cast.member.ref])
    typed = {"is_planned": "no", "departed_on": "2026-09", "expected_until": "2026-08-01"}
    answer = signed_in(cast.secretary).post(page, typed)
    assert answer.status_code == 409
    assert list(answer.context["form"].errors) == ["expected_until"]


def test_a_plan_becomes_a_departure_on_its_page(cast: Cast) -> None:
    journey = record_departure(cast.member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    desk = signed_in(cast.secretary)
    assert "已经动身" in desk.get(reverse("journeys:person", args=[cast.member.ref])).content.decode()
    desk.post(reverse("journeys:departed", args=[journey.ref]), {"departed_on": today().isoformat()})
    journey.refresh_from_db()
    assert (journey.status, journey.departed_on) == ("away", today().isoformat())


def test_outsiders_find_no_such_person_and_the_host_may_not(cast: Cast) -> None:
    page = reverse("journeys:departure", args=[cast.member.ref])
    for viewer in [*cast.outsiders, cast.floating_secretary, cast.baonan_secretary]:
        assert signed_in(viewer).post(page, {"is_planned": "no", "departed_on": "2026-09"}).status_code == 404
    assert signed_in(cast.county_officer).get(page).status_code == 403
    assert signed_in(viewer_of(cast.member)).get(page).status_code == 403
    assert Journey.objects.count() == 0
