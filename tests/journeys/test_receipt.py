"""The receipt's way home: who holds it since when, taken in, archived, overdue (B-05; story.md, States)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_outside
from banyan.journeys.actions.departure import end_journey
from banyan.journeys.actions.receipt import archive_receipts, issue_journey_paper, return_receipts
from banyan.journeys.models import Journey, Receipt
from banyan.journeys.queries.receipt import receipts_listed, receipts_overdue, timeline_of
from banyan.journeys.rules.receipt import Parcel, is_overdue, receipt_deadline, steps_of
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import RECEIPT_DAYS
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.paging import page_of
from tests.journeys.scenes import SLIP, away, confirmed, signed_in

SHANGHAI = ZoneInfo("Asia/Shanghai")
OUTSIDE = {"name": "白云区鹤边社区党支部", "region": None, "head_name": "江水长", "head_phone": "020-0"}
RECEIPTS_QUERIES = 5


def stamped(cast: Cast, person: Person | None = None) -> Receipt:
    """A host outside the tree has stamped it; the paper is on its way."""
    journey = away(cast, person)
    check_in_outside(journey, SLIP, by=cast.secretary, host_facts=OUTSIDE, how="stamped_paper")
    return Receipt.objects.get(journey=journey)


@pytest.mark.parametrize(
    ("status", "states", "holder"),
    [
        ("issued", ["now", "next", "next", "next", "next"], "现在在沙洲村支部"),
        ("carried", ["done", "now", "next", "next", "next"], "现在在党员本人手里"),
        ("stamped", ["done", "done", "now", "next", "next"], "广州支部已盖章，等待送回乡镇"),
        ("returned", ["done", "done", "done", "now", "next"], "现在在文明瑶族乡，等待归档"),
        ("archived", ["done", "done", "done", "done", "done"], "保存在文明瑶族乡"),
    ],
)
def test_the_timeline_says_who_holds_it(status: str, states: list[str], holder: str) -> None:
    at = datetime(2021, 10, 20, 0, 30, tzinfo=SHANGHAI)
    parcel = Parcel(
        status=status, times={status: at}, branch="沙洲村支部", host="广州支部", township="文明瑶族乡"
    )
    steps = steps_of(parcel)
    assert [step.state for step in steps] == states
    now = next(step for step in steps if step.text)
    assert (now.text, now.at) == (holder, "2021年10月20日")


def test_a_receipt_that_is_void_is_in_nobodys_hands() -> None:
    held: Any = {"times": {}, "branch": "沙洲村支部", "host": "", "township": "文明瑶族乡", "is_void": True}
    texts = {status: [step.text for step in steps_of(Parcel(status=status, **held)) if step.text]
             for status in ("carried", "returned")}  # fmt: skip
    assert texts["carried"] == ["这张回执单已作废，请老家支部重新开具"]
    assert texts["returned"] == ["现在在文明瑶族乡，等待归档"]


def test_the_last_day_is_counted_from_the_day_it_was_carried_off() -> None:
    since = datetime(2021, 8, 21, 23, 59, tzinfo=SHANGHAI)
    assert receipt_deadline(since, 60) == date(2021, 10, 20)
    assert not is_overdue("carried", since, 60, date(2021, 10, 20))
    assert is_overdue("carried", since, 60, date(2021, 10, 21))
    assert not is_overdue("returned", since, 60, date(2022, 1, 1))


def test_printed_for_somebody_away_it_is_in_his_hands(cast: Cast) -> None:
    issue_journey_paper(away(cast), "receipt", by=cast.secretary)
    receipt = Receipt.objects.get()
    assert (receipt.status, receipt.issued_at is not None, receipt.carried_at is not None) == (
        "carried",
        True,
        True,
    )
    assert [step.state for step in timeline_of(receipt)] == ["done", "now", "next", "next", "next"]


def test_a_host_with_an_account_sends_it_home_by_itself(cast: Cast) -> None:
    issue_journey_paper(journey := away(cast), "receipt", by=cast.secretary)
    confirmed(cast, journey)
    receipt = Receipt.objects.get()
    assert (receipt.status, receipt.returned_by) == ("returned", "汝城县驻广州流动党支部")
    acts = list(Entry.objects.filter(object_ref=receipt.ref).values_list("act", flat=True))
    assert acts == ["receipt.carried", "receipt.stamped", "receipt.returned"]


def test_a_paper_stamped_elsewhere_waits_for_the_township(cast: Cast) -> None:
    receipt = stamped(cast)
    assert (receipt.status, receipt.returned_at) == ("stamped", None)
    return_receipts([receipt], by=cast.township_officer)
    receipt.refresh_from_db()
    assert (receipt.status, receipt.returned_by) == ("returned", "谭见山")
    archive_receipts([receipt], by=cast.township_officer)
    receipt.refresh_from_db()
    assert receipt.status == "archived"


def test_steps_cannot_be_jumped_or_taken_twice(cast: Cast) -> None:
    issue_journey_paper(away(cast), "receipt", by=cast.secretary)
    carried = Receipt.objects.get()
    for act, code in ((return_receipts, "not_stamped"), (archive_receipts, "not_returned")):
        with pytest.raises(Refused) as refusal:
            act([carried], by=cast.township_officer)
        assert refusal.value.reason.code == code
    receipt = stamped(cast, cast.second_member)
    return_receipts([receipt], by=cast.township_officer)
    with pytest.raises(Refused) as again:
        return_receipts([receipt], by=cast.township_officer)
    assert again.value.reason.code == "already_returned"


def test_many_are_returned_together_or_not_at_all(cast: Cast) -> None:
    first, second = stamped(cast), stamped(cast, cast.second_member)
    return_receipts([second], by=cast.township_officer)
    with pytest.raises(Refused):
        return_receipts([first, second], by=cast.township_officer)
    first.refresh_from_db()
    assert first.status == "stamped"


def test_only_the_township_takes_receipts_in(cast: Cast) -> None:
    receipt = stamped(cast)
    others = [cast.secretary, cast.floating_secretary, cast.county_officer, viewer_of(cast.member)]
    for viewer in [*others, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            return_receipts([receipt], by=viewer)
    receipt.refresh_from_db()
    assert receipt.status == "stamped"


def test_overdue_is_what_the_branch_policy_says(cast: Cast) -> None:
    with time_machine.travel("2026-08-01 12:00+08:00"):
        issue_journey_paper(away(cast, departed_on="2026-07"), "receipt", by=cast.secretary)
    with time_machine.travel("2026-09-30 23:00+08:00"):
        assert list(receipts_overdue(cast.township_officer)) == []
        set_policy(cast.shazhou, RECEIPT_DAYS, 59, by=cast.township_officer)
        assert [each.journey.person for each in receipts_overdue(cast.township_officer)] == [cast.member]
        set_policy(cast.shazhou, RECEIPT_DAYS, 60, by=cast.township_officer)
        assert list(receipts_overdue(cast.township_officer)) == []
    with time_machine.travel("2026-10-01 00:00+08:00"):
        assert receipts_overdue(cast.township_officer).count() == 1
        assert receipts_overdue(cast.other_township_officer).count() == 0
        end_journey(Journey.objects.get(), by=cast.secretary, ending="returned", ended_on=date(2026, 9, 30))
        assert receipts_overdue(cast.township_officer).count() == 0


def test_the_township_ticks_what_arrived(cast: Cast) -> None:
    receipt = stamped(cast)
    desk, page = signed_in(cast.township_officer), reverse("journeys:receipts")
    assert str(receipt.ref) in desk.get(page, {"shelf": "stamped"}).content.decode()
    assert desk.post(reverse("journeys:receipt-returns")).status_code == 422
    answer = desk.post(reverse("journeys:receipt-returns"), {"receipt": [str(receipt.ref)]})
    assert answer["Location"] == f"{page}?shelf=stamped"
    assert "何远山" in desk.get(page, {"shelf": "returned"}).content.decode()
    desk.post(reverse("journeys:receipt-archives"), {"receipt": [str(receipt.ref)]})
    assert "何远山" in desk.get(page, {"shelf": "archived"}).content.decode()
    assert Receipt.objects.get().status == "archived"


def test_a_list_with_one_receipt_of_others_changes_nothing(cast: Cast) -> None:
    """R-A9: mixed own and foreign refs are 404 and no row changes."""
    own = stamped(cast)
    typed = {"receipt": [str(own.ref), "00000000-0000-0000-0000-000000000000"]}
    assert (
        signed_in(cast.township_officer).post(reverse("journeys:receipt-returns"), typed).status_code == 404
    )
    for viewer in cast.outsiders:
        answer = signed_in(viewer).post(reverse("journeys:receipt-returns"), {"receipt": [str(own.ref)]})
        assert answer.status_code == 404
    own.refresh_from_db()
    assert own.status == "stamped"
    assert signed_in(cast.secretary).get(reverse("journeys:receipts")).status_code == 403


@pytest.mark.parametrize("shelf", ["stamped", "overdue"])
def test_a_shelf_goes_on_after_the_time_the_last_page_ended_with(cast: Cast, shelf: str) -> None:
    with time_machine.travel("2026-09-10 12:00+08:00"):
        for person in (cast.member, cast.second_member, cast.third_member):
            stamped(cast, person)
    with time_machine.travel("2027-01-10 12:00+08:00"):
        listed = receipts_listed(cast.township_officer, shelf)
        first = page_of(listed.rows, listed.order, rows=2)
        second = page_of(listed.rows, listed.order, rows=2, mark=first.next_mark)
    names = [receipt.journey.person.name for receipt in [*first.rows, *second.rows]]
    assert names == ["何远山", "朱小满", "邓青"]


@pytest.mark.parametrize("people", [1, 3])
def test_a_shelf_costs_the_same_for_one_and_for_three(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.third_member][:people]:
        stamped(cast, person)
    Receipt.objects.update(stamped_at=datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(days=1))
    desk = signed_in(cast.township_officer)
    with django_assert_num_queries(RECEIPTS_QUERIES):
        words = desk.get(reverse("journeys:receipts"), {"shelf": "stamped"}).content.decode()
    assert words.count('name="receipt"') == people
