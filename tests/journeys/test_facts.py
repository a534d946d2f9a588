"""Correcting a departure: named fields, both versions when somebody was quicker (R-C5)."""

from datetime import date

import pytest
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.journeys.actions.departure import change_place, correct_departure, end_journey
from banyan.journeys.models import Journey, Stop
from banyan.journeys.queries.arrival import present_stop_of
from banyan.journeys.queries.journey import fingerprint, region_words
from banyan.orgs.models import Region
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, region, signed_in

TYPED = {
    "departed_on": "2026-08", "expected_until": "2027-01-15", "leave_reason": "经商", "province": "44", "city": "4401",
    "place_words": "", "employer": "金穗商行", "occupation": "经商", "is_fixed": "no",
    "has_certificate": "yes", "address": "",
}  # fmt: skip


def seen(journey: Journey) -> str:
    return fingerprint(journey, present_stop_of(journey))


def test_correcting_changes_what_differs_and_remembers_only_the_names_of_the_fields(cast: Cast) -> None:
    journey = away(cast, address="棠下东街1号")
    changed = correct_departure(
        journey,
        {"departed_on": "2026-08-15", "employer": "金穗商行", "leave_reason": ""},
        by=cast.secretary,
        seen=seen(journey),
    )
    stop = Stop.objects.get()
    assert sorted(changed) == ["departed_on", "employer"]
    assert (stop.from_day, stop.employer, stop.address.open()) == ("2026-08-15", "金穗商行", "棠下东街1号")
    entry = Entry.objects.get(act="journey.corrected")
    assert entry.field_names == ["departed_on", "employer"]
    assert "金穗" not in str(entry.details)


def test_correcting_nothing_leaves_no_trace(cast: Cast) -> None:
    journey = away(cast)
    assert correct_departure(journey, {"employer": "顺水家具厂"}, by=cast.secretary) == []
    assert not Entry.objects.filter(act="journey.corrected").exists()


def test_a_departure_stays_before_the_second_place(cast: Cast) -> None:
    journey = away(cast, departed_on="2026-03")
    change_place(journey, {"region": region("4406")}, by=cast.secretary, from_day="2026-06")
    with pytest.raises(Refused) as refusal:
        correct_departure(journey, {"departed_on": "2026-07"}, by=cast.secretary)
    assert refusal.value.reason.code == "departure_after_place"
    correct_departure(journey, {"departed_on": "2026-04"}, by=cast.secretary)
    assert list(Stop.objects.order_by("from_day").values_list("from_day", flat=True)) == [
        "2026-04",
        "2026-06",
    ]


def test_what_has_ended_is_corrected_no_more(cast: Cast) -> None:
    journey = away(cast)
    end_journey(journey, by=cast.secretary, ending="returned", ended_on=today())
    with pytest.raises(Refused) as refusal:
        correct_departure(journey, {"employer": "金穗商行"}, by=cast.secretary)
    assert refusal.value.reason.code == "ended"


def test_a_stale_correction_is_refused_by_the_action(cast: Cast) -> None:
    journey = away(cast)
    old = seen(journey)
    correct_departure(journey, {"employer": "金穗商行"}, by=cast.township_officer)
    with pytest.raises(Refused) as refusal:
        correct_departure(journey, {"employer": "长桥物流"}, by=cast.secretary, seen=old)
    assert refusal.value.reason.code == "stale"
    assert Stop.objects.get().employer == "金穗商行"


def test_a_stale_page_shows_both_versions_and_then_takes_the_second(cast: Cast) -> None:
    journey = away(cast)
    page, desk = reverse("journeys:facts", args=[journey.ref]), signed_in(cast.secretary)
    old = seen(journey)
    correct_departure(journey, {"employer": "长桥物流"}, by=cast.township_officer)
    answer = desk.post(page, {**TYPED, "seen": old})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "长桥物流" in words
    assert "金穗商行" in words
    assert Stop.objects.get().employer == "长桥物流"
    renewed = seen(Journey.objects.get())
    assert f'value="{renewed}"' in words
    assert desk.post(page, {**TYPED, "seen": renewed}).status_code == 302
    assert Stop.objects.get().employer == "金穗商行"


def test_the_page_keeps_the_district_when_only_the_city_is_offered(cast: Cast) -> None:
    journey = away(cast)
    page = reverse("journeys:facts", args=[journey.ref])
    signed_in(cast.secretary).post(page, {**TYPED, "seen": seen(journey)})
    journey.refresh_from_db()
    stop = Stop.objects.get()
    assert (journey.departed_on, journey.expected_until) == ("2026-08", date(2027, 1, 15))
    assert (journey.leave_reason, journey.has_certificate) == ("经商", True)
    assert (stop.region_id, stop.place_words) == ("440106", "广东省广州市天河区")
    assert (stop.employer, stop.occupation, stop.is_fixed) == ("金穗商行", "经商", False)


def test_another_city_brings_its_own_name(cast: Cast) -> None:
    journey = away(cast)
    page = reverse("journeys:facts", args=[journey.ref])
    signed_in(cast.secretary).post(page, {**TYPED, "province": "44", "city": "4406", "seen": seen(journey)})
    assert (Stop.objects.get().region_id, Stop.objects.get().place_words) == ("4406", "广东省佛山市")


def test_an_ended_correction_shows_the_form_again_with_the_reason(cast: Cast) -> None:
    journey = away(cast)
    page = reverse("journeys:facts", args=[journey.ref])
    answer = signed_in(cast.secretary).post(page, {**TYPED, "departed_on": "2099-01", "seen": seen(journey)})
    assert answer.status_code == 409
    assert "金穗商行" in answer.content.decode()
    assert Entry.objects.filter(act="web.refused", reason="future_departure").count() == 1


def test_others_may_not_correct(cast: Cast) -> None:
    journey = away(cast)
    page = reverse("journeys:facts", args=[journey.ref])
    for viewer in [cast.county_officer, cast.floating_secretary, cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            correct_departure(journey, {"employer": "金穗商行"}, by=viewer)
    for viewer in [cast.floating_secretary, cast.baonan_secretary, *cast.outsiders]:
        assert signed_in(viewer).get(page).status_code == 404
    assert signed_in(cast.county_officer).post(page, TYPED).status_code == 403


def test_a_city_without_districts_is_named_once(cast: Cast) -> None:
    for code, level, above in (("4419", "city", "44"), ("441900", "district", "4419")):
        Region.objects.create(code=code, name="东莞市", level=level, parent_id=above)
    assert region_words(region("441900")) == "广东省东莞市"
    assert region_words(region("440106")) == "广东省广州市天河区"


def test_a_village_once_written_stays_when_the_district_is_put_right(cast: Cast) -> None:
    journey = away(cast)
    page = reverse("journeys:facts", args=[journey.ref])
    desk = signed_in(cast.secretary)
    desk.post(page, {**TYPED, "place_words": "棠下", "district": "440106", "seen": seen(journey)})
    assert Stop.objects.get().place_words == "广东省广州市天河区棠下"
    assert desk.get(page).context["form"]["place_words"].value() == "棠下"
    moved = {**TYPED, "city": "4406", "district": "", "place_words": "棠下"}
    desk.post(page, {**moved, "seen": seen(Journey.objects.get())})
    assert Stop.objects.get().place_words == "广东省佛山市棠下"
