"""Withdrawn, taken back, corrected, revealed: a check-in forgives (story.md, States; trust.md 4.4)."""

import pytest
import time_machine
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import (
    check_in_at,
    check_in_outside,
    confirm_check_in,
    correct_check_in,
    enter_arrival,
    reveal_slip,
    take_back_confirmation,
    withdraw_check_in,
)
from banyan.journeys.actions.receipt import archive_receipts, issue_journey_paper
from banyan.journeys.models import CheckIn, Receipt
from banyan.journeys.queries.journey import row_of
from banyan.journeys.stats import checked_in
from banyan.people.models import Membership
from banyan.people.queries import hosts_of
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from tests.journeys.scenes import SLIP, away, confirmed, heard_by, sent, sent_by_himself, signed_in


def test_a_member_withdraws_and_sends_again_elsewhere(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    check_in, me = sent_by_himself(cast), viewer_of(cast.member)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        withdraw_check_in(check_in, by=me)
    assert (check_in.status, check_in.withdrawn_at is not None) == ("withdrawn", True)
    check_in_at(check_in.journey, SLIP, by=me, host=cast.baonan)
    assert CheckIn.objects.filter(status="sent").get().host == cast.baonan


def test_what_is_taken_back_never_counted(cast: Cast) -> None:
    check_in = confirmed(cast)
    period = Period.of(today())
    assert checked_in(cast.shazhou, period).count() == 1
    take_back_confirmation(check_in, by=cast.floating_secretary, reason="点错了人")
    check_in.refresh_from_db()
    assert (check_in.status, check_in.reason) == ("withdrawn", "点错了人")
    assert check_in.confirmed_at is not None
    assert checked_in(cast.shazhou, period).count() == 0
    assert list(hosts_of(cast.member, today())) == []
    stay = Membership.objects.get(kind="host")
    assert stay.until_day == stay.from_day
    entry = Entry.objects.get(act="check_in.taken_back")
    assert entry.reason == "点错了人"


def test_the_receipt_loses_its_stamp_and_takes_the_next_one(cast: Cast) -> None:
    journey = away(cast)
    issue_journey_paper(journey, "receipt", by=cast.secretary)
    check_in = confirmed(cast, journey)
    take_back_confirmation(check_in, by=cast.floating_secretary, reason="点错了人")
    receipt = Receipt.objects.get()
    assert (receipt.status, receipt.check_in, receipt.stamped_at) == ("carried", None, None)
    assert (receipt.returned_at, receipt.returned_by) == (None, "")
    again = confirmed(cast, journey)
    receipt.refresh_from_db()
    assert (receipt.status, receipt.check_in) == ("returned", again)


def test_what_lies_in_the_archive_stays_there(cast: Cast) -> None:
    check_in = confirmed(cast)
    archive_receipts([Receipt.objects.get()], by=cast.township_officer)
    take_back_confirmation(check_in, by=cast.floating_secretary, reason="点错了人")
    assert Receipt.objects.get().status == "archived"
    confirmed(cast, check_in.journey)
    assert sorted(Receipt.objects.values_list("status", flat=True)) == ["archived", "returned"]


def test_the_former_stay_goes_on(cast: Cast) -> None:
    journey = confirmed(cast).journey
    wrong = check_in_at(journey, SLIP, by=cast.secretary, host=cast.baonan)
    confirm_check_in(wrong, by=cast.township_officer)
    take_back_confirmation(wrong, by=cast.township_officer, reason="他还在广州")
    assert [stay.org for stay in hosts_of(cast.member, today())] == [cast.floating]
    assert row_of(journey).check_in.host == cast.floating  # type: ignore[union-attr]


def test_the_member_and_home_hear_why(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    check_in = confirmed(cast)
    with pytest.raises(Refused) as empty:
        take_back_confirmation(check_in, by=cast.floating_secretary, reason=" ")
    assert empty.value.reason.code == "no_reason"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        take_back_confirmation(check_in, by=cast.floating_secretary, reason="同名的另一个人")
    assert heard_by(viewer_of(cast.member))[0] == (
        "您在汝城县驻广州流动党支部的报到已撤销，原因：同名的另一个人。请重新报到。"
    )
    assert heard_by(cast.secretary)[0] == (
        "何远山在汝城县驻广州流动党支部的报到已撤销，原因：同名的另一个人。"
    )


def test_home_may_undo_what_a_host_entered_unasked_but_not_what_was_asked_for(cast: Cast) -> None:
    asked = confirmed(cast)
    for viewer in (cast.secretary, viewer_of(cast.member)):
        with pytest.raises(NotAllowed):
            take_back_confirmation(asked, by=viewer, reason="他不在那里")
    away(cast, cast.second_member)
    enter_arrival(
        cast.floating, by=cast.floating_secretary, name="朱小满", phone=cast.second_member.phone.open()
    )
    entered = CheckIn.objects.get(journey__person=cast.second_member)
    take_back_confirmation(entered, by=cast.secretary, reason="他不在那里")
    assert list(hosts_of(cast.second_member, today())) == []


def test_facts_are_corrected_by_either_side(cast: Cast) -> None:
    check_in = confirmed(cast)
    changed = correct_check_in(
        check_in, {"phone": "15400000077", "employer": "新禾五金厂"}, by=viewer_of(cast.member)
    )
    check_in.refresh_from_db()
    assert sorted(changed) == ["employer", "phone"]
    assert check_in.phone.open() == "15400000077"
    assert row_of(check_in.journey).stop.employer == "新禾五金厂"  # type: ignore[union-attr]
    entry = Entry.objects.get(act="check_in.corrected")
    assert entry.field_names == ["employer", "phone"]
    assert "15400000077" not in str(entry.details)
    correct_check_in(check_in, {"words": "宿舍换了"}, by=cast.floating_secretary)
    assert CheckIn.objects.get().words == "宿舍换了"


def test_a_correction_leaves_what_is_sealed_alone(cast: Cast) -> None:
    check_in = sent(cast)
    page = reverse("journeys:check-in-corrections", args=[check_in.ref])
    desk = signed_in(cast.secretary)
    assert "15400000001" not in desk.get(page).content.decode()
    assert desk.post(page, {"phone": "", "employer": "百川物流", "words": ""}).status_code == 302
    check_in.refresh_from_db()
    assert check_in.phone.open() == "15400000001"
    assert check_in.stop.employer == "百川物流"  # type: ignore[union-attr]


def test_a_phone_is_masked_until_it_is_asked_for_with_a_reason(cast: Cast) -> None:
    check_in = sent(cast)
    page = reverse("journeys:check-in", args=[check_in.ref])
    for viewer in (cast.floating_secretary, cast.secretary):
        words = signed_in(viewer).get(page).content.decode()
        assert "154****0001" in words
        assert "15400000001" not in words
        assert "棠下东街" not in words
    reveals = reverse("journeys:check-in-reveals", args=[check_in.ref])
    desk = signed_in(cast.floating_secretary)
    assert "查看何远山的完整信息" in desk.get(reveals, {"field": "phone"}).content.decode()
    shown = desk.post(reveals, {"field": "phone", "reason": "电话核实报到"})
    assert "15400000001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = Entry.objects.get(act="check_in.revealed")
    assert (entry.field_names, entry.reason, entry.subject_ref) == (
        ["phone"],
        "电话核实报到",
        cast.member.ref,
    )
    refused = desk.post(reveals, {"field": "address", "reason": "看看"})
    assert refused.status_code == 409
    assert desk.post(reveals, {"field": "id_number", "reason": "看看"}).status_code == 422


def test_who_looked_is_written_down_and_ones_own_look_is_not(cast: Cast) -> None:
    check_in = sent_by_himself(cast)
    looks = Entry.objects.filter(act="person.opened", subject_ref=cast.member.ref)
    signed_in(cast.floating_secretary).get(reverse("journeys:check-in", args=[check_in.ref]))
    signed_in(cast.secretary).get(reverse("journeys:person", args=[cast.member.ref]))
    for page in (
        reverse("journeys:check-in", args=[check_in.ref]),
        reverse("journeys:person", args=[cast.member.ref]),
    ):
        signed_in(viewer_of(cast.member)).get(page)
    assert list(looks.values_list("actor_label", flat=True)) == ["罗行舟", "朱望舒"]


def test_the_address_is_for_home_and_for_himself(cast: Cast) -> None:
    check_in = sent(cast)
    assert reveal_slip(check_in, "address", by=cast.secretary, reason="寄信") == "棠下东街1号"
    words = signed_in(viewer_of(cast.member)).get(reverse("journeys:check-in", args=[check_in.ref]))
    assert "棠下东街1号" in words.content.decode()
    for viewer in (cast.county_officer, cast.floating_secretary):
        with pytest.raises(Refused):
            reveal_slip(check_in, "address", by=viewer, reason="看看")


def test_the_pages_of_withdrawing_and_taking_back(cast: Cast) -> None:
    check_in = sent_by_himself(cast)
    phone = signed_in(viewer_of(cast.member))
    answer = phone.post(reverse("journeys:check-in-withdrawals", args=[check_in.ref]))
    assert answer["Location"] == reverse("journeys:own")
    second = confirmed(cast, check_in.journey)
    desk, page = (
        signed_in(cast.floating_secretary),
        reverse("journeys:check-in-takings-back", args=[second.ref]),
    )
    assert "这次报到不再算数，统计里也不算。" in desk.get(page).content.decode()
    assert desk.post(page, {"reason": ""}).status_code == 422
    assert desk.post(page, {"reason": "点错了"})["Location"] == reverse("journeys:arrivals")
    assert sorted(CheckIn.objects.values_list("status", flat=True)) == ["withdrawn", "withdrawn"]


def test_after_an_outside_confirmation_is_taken_back_home_asks_again(cast: Cast) -> None:
    facts = {"name": "鹤边社区党支部", "region": None, "head_name": "江水长", "head_phone": "020-0"}
    check_in = check_in_outside(away(cast), SLIP, by=cast.secretary, host_facts=facts, how="telephone")
    with time_machine.travel("2027-01-05 09:00+08:00"):
        take_back_confirmation(check_in, by=cast.secretary, reason="电话打错了")
        assert row_of(check_in.journey).may_check_in
    assert Receipt.objects.get().status == "carried"
