"""Two organisations claim one person: no hint to the later one, and the superior decides (T7, R-B4, R-P4)."""

import io
from collections.abc import Callable
from functools import partial

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, build_cast
from banyan.intake.actions import accept_batch, stage_roster, undo_batch
from banyan.intake.actions.transfers import (
    ask_to_check,
    confirm_transfer,
    keep_where_he_was,
    open_check,
    raise_checks,
)
from banyan.intake.models import Batch, TransferCheck
from banyan.intake.queries.batches import counts_of, told_of
from banyan.intake.queries.transfers import checks_to_decide
from banyan.intake.rules import common_path
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.models import Journey
from banyan.journeys.stats import away
from banyan.notify.models import Message
from banyan.orgs.viewers import Viewer
from banyan.people.actions import add_person, correct_person
from banyan.people.models import Membership, Person
from banyan.people.queries import people_at, people_seen_by
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from tests.crowd import all_at_once
from tests.intake.townships import id_number, misread, person, roster

CLAIMED = "盘两地"
Commits = Callable[..., object]


def staged(cast: Cast, *rows: list[str]) -> Batch:
    return stage_roster(roster(rows), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def claimed(cast: Cast, **cells: str) -> list[str]:
    return person(7, CLAIMED, 身份证号=cast.other_member.id_number.open(), **cells)


def taken(cast: Cast) -> Batch:
    batch = staged(cast, claimed(cast))
    assert accept_batch(batch, by=cast.township_officer) == 1
    return batch


def claimant() -> Person:
    return Person.objects.select_related("home").get(name=CLAIMED)


def check_of(cast: Cast) -> TransferCheck:
    taken(cast)
    assert raise_checks() == 1
    return TransferCheck.objects.select_related("claimant__home", "holder__home", "superior").get()


# No hint.


def test_a_number_of_somebody_elsewhere_is_read_and_taken_in_like_any_other(cast: Cast) -> None:
    elsewhere, nobody = staged(cast, claimed(cast)), staged(cast, person(8, "盘无人"))
    told = []
    for batch in (elsewhere, nobody):
        row = batch.rows.get()
        before = (row.verdict, row.person_id, sorted(row.reading()["values"]))
        accept_batch(batch, by=cast.township_officer)
        facts = told_of(batch)["summary"]
        found = Person.objects.get(pk=batch.rows.get().person_id)
        seen = people_seen_by(cast.township_officer).filter(pk=found.pk).exists()
        told.append((before, facts, told_of(batch)["taken"], seen, bool(found.id_number), found.is_current))
    assert told[0] == told[1]
    assert told[0][0][0] == "new"


def test_the_card_of_one_claimed_elsewhere_looks_like_any_other(cast: Cast) -> None:
    taken(cast)
    accept_batch(staged(cast, person(8, "盘无人")), by=cast.township_officer)
    client, pages = Client(), []
    client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
    for found in (claimant(), Person.objects.get(name="盘无人")):
        page = client.get(reverse("people:card", args=[found.ref])).content.decode()
        for own in (found.name, str(found.ref), found.id_number.masked, found.phone.masked):
            page = page.replace(own, "·")
        pages.append([line for line in page.splitlines() if "csrf" not in line and "nonce" not in line])
    assert len(pages[0]) == len(pages[1])


def test_both_are_the_same_work(cast: Cast) -> None:
    counts = []
    for row in (person(8, "盘无人"), claimed(cast)):
        with CaptureQueriesContext(connection) as read:
            batch = staged(cast, row)
        with CaptureQueriesContext(connection) as taken_in:
            accept_batch(batch, by=cast.township_officer)
        counts.append((len(read), len(taken_in)))
    assert counts[0] == counts[1]


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    taken(cast)
    assert counts_of(staged(cast, claimed(cast)))["same"] == 1


def test_undo_takes_him_back_like_any_other_and_nothing_is_left_to_decide(cast: Cast) -> None:
    batch = taken(cast)
    raise_checks()
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert not Person.objects.filter(name=CLAIMED).exists()
    raise_checks()
    assert TransferCheck.objects.get().status == "settled"


def test_added_by_hand_he_is_answered_like_anybody(cast: Cast) -> None:
    number = cast.other_member.id_number.open()
    added = add_person({"name": CLAIMED, "id_number": number}, by=cast.secretary, home=cast.shazhou)
    assert (added.is_contested, added.id_number.open()) == (True, number)
    with pytest.raises(Refused) as refusal:
        add_person({"name": CLAIMED, "id_number": number}, by=cast.secretary, home=cast.shazhou)
    assert refusal.value.reason.code == "already_here"


def test_corrected_to_a_number_elsewhere_he_is_answered_like_anybody(cast: Cast) -> None:
    changed = correct_person(
        cast.third_member, {"id_number": cast.other_member.id_number.open()}, by=cast.secretary
    )
    assert changed == ["id_number"]
    assert Person.objects.get(pk=cast.third_member.pk).is_contested


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_add_one_number_by_hand_at_once_are_both_answered() -> None:
    cast = build_cast()
    facts = {"name": CLAIMED, "id_number": id_number(77)}
    acts: list[Callable[[], Person]] = [
        partial(add_person, facts, by=cast.secretary, home=cast.shazhou),
        partial(add_person, facts, by=cast.other_secretary, home=cast.other_village),
    ]
    answers = all_at_once(acts)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert sorted(Person.objects.filter(name=CLAIMED).values_list("is_contested", flat=True)) == [False, True]
    assert raise_checks() == 1


# The superior.


def test_the_nearest_superior_of_both_is_asked_once(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    taken(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert (raise_checks(), raise_checks()) == (1, 0)
    check = TransferCheck.objects.get()
    assert check.superior == cast.city
    asked = Message.objects.get(kind="transfer_check.raised")
    assert asked.recipient == cast.city_officer.account
    assert CLAIMED not in asked.words
    assert [list(checks_to_decide(each)) for each in (cast.city_officer, cast.county_officer)] == [
        [check],
        [],
    ]


@pytest.mark.parametrize(
    ("one", "other", "above"),
    [
        ("/1/2/3/4/", "/1/2/3/5/", "/1/2/3/"),
        ("/1/2/3/4/", "/1/6/7/8/", "/1/"),
        ("/1/2/3/", "/1/2/3/4/", "/1/2/"),
        ("/1/2/", "/out/9/", "/1/"),
    ],
)
def test_the_nearest_above_both(one: str, other: str, above: str) -> None:
    assert common_path(one, other) == above


def test_two_villages_of_a_township_are_its_own_to_decide(cast: Cast) -> None:
    number = cast.baonan_member.id_number.open()
    add_person({"name": CLAIMED, "id_number": number}, by=cast.secretary, home=cast.shazhou)
    raise_checks()
    assert TransferCheck.objects.get().superior == cast.township
    assert checks_to_decide(cast.township_officer).count() == 1


def test_a_look_by_name_has_a_reason_that_both_records_keep(cast: Cast) -> None:
    check = check_of(cast)
    with pytest.raises(Refused):
        open_check(check, by=cast.city_officer, reason=" ")
    for viewer in (cast.county_officer, cast.township_officer, cast.secretary, cast.other_county_officer):
        with pytest.raises(NotAllowed):
            open_check(check, by=viewer, reason="核对")
    open_check(check, by=cast.city_officer, reason="核对")
    looks = Entry.objects.filter(act="transfer_check.opened")
    assert {look.subject_ref for look in looks} == {cast.other_member.ref, claimant().ref}
    assert {look.reason for look in looks} == {"核对"}


def test_a_transfer_moves_the_home_from_today_and_keeps_the_past(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    record_departure(cast.other_member, {"departed_on": "2020-03"}, by=cast.other_secretary)
    number, account = cast.other_member.id_number.open(), cast.other_member.account
    check = check_of(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        confirm_transfer(check, by=cast.city_officer, reason="已在全国系统办结")
    former, now_here = Person.objects.get(pk=cast.other_member.pk), claimant()
    assert (former.end_reason, former.ended_on, bool(former.id_number)) == ("transferred", today(), False)
    assert (now_here.is_contested, now_here.id_number.open(), now_here.account) == (False, number, account)
    assert not Membership.objects.filter(person=former, until_day=None).exists()
    assert Journey.objects.get(person=former).ending == "transferred"
    assert away(cast.city, Period.of(today())).filter(person__in=[former, now_here]).count() == 1
    told = Message.objects.filter(kind__in=["transfer_check.in", "transfer_check.out"])
    assert {each.recipient for each in told} == {cast.secretary.account, cast.other_secretary.account}


def test_kept_where_he_was_the_later_entry_never_counted_and_comes_no_second_time(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    check = check_of(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        keep_where_he_was(check, by=cast.city_officer, reason="电话核实")
    later = claimant()
    assert (later.end_reason, later.is_current) == ("mistake", False)
    assert not people_at(cast.secretary, cast.shazhou).filter(pk=later.pk).exists()
    assert away(cast.city, Period.of(today())).filter(person=later).count() == 0
    told = Message.objects.get(kind="transfer_check.withdrawn")
    assert told.recipient == cast.secretary.account
    assert cast.other_village.name not in told.words
    assert Person.objects.get(pk=cast.other_member.pk).is_current
    assert staged(cast, claimed(cast)).rows.get().verdict == "question"
    assert raise_checks() == 0


def test_two_people_the_side_asked_corrects_and_it_is_settled(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    check = check_of(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        ask_to_check(check, by=cast.city_officer, reason="两个人", is_claimant=True)
    assert Message.objects.get(kind="transfer_check.asked").recipient == cast.secretary.account
    correct_person(claimant(), {"id_number": id_number(78)}, by=cast.secretary)
    assert not claimant().is_contested
    raise_checks()
    assert TransferCheck.objects.get().status == "settled"


def test_corrected_on_the_other_side_the_number_is_the_later_ones(cast: Cast) -> None:
    check_of(cast)
    correct_person(cast.other_member, {"id_number": id_number(79)}, by=cast.other_secretary)
    raise_checks()
    assert (claimant().is_contested, TransferCheck.objects.get().status) == (False, "settled")
    assert claimant().id_number_index is not None


def test_two_at_once_one_wins(cast: Cast) -> None:
    check = check_of(cast)
    again = TransferCheck.objects.select_related("claimant__home", "holder__home", "superior").get()
    confirm_transfer(check, by=cast.city_officer, reason="已办结")
    with pytest.raises(Refused) as refusal:
        keep_where_he_was(again, by=cast.city_officer, reason="电话核实")
    assert refusal.value.reason.code == "moved_on"


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(viewer.account)  # type: ignore[arg-type]
    return client


def test_the_pages_lead_from_the_list_to_the_decision(cast: Cast) -> None:
    check = check_of(cast)
    client = signed_in(cast.city_officer)
    page = client.get(reverse("intake:transfers")).content.decode()
    assert all(org.name in page for org in (cast.shazhou, cast.other_village))
    assert CLAIMED not in page
    looked = client.post(reverse("intake:look-at-transfer", args=[check.ref]), {"reason": "核对"})
    page = looked.content.decode()
    assert all(words in page for words in (CLAIMED, cast.other_member.name))
    assert cast.other_member.id_number.open() not in page
    address = reverse("intake:decide-transfer", args=[check.ref])
    assert client.post(address, {"reason": "电话核实", "decision": "keep"}).status_code == 302
    assert TransferCheck.objects.get().status == "stayed"


def test_an_outsider_finds_no_check(cast: Cast) -> None:
    check = check_of(cast)
    for viewer in (cast.county_officer, cast.other_county_officer, cast.township_officer):
        answer = signed_in(viewer).post(
            reverse("intake:look-at-transfer", args=[check.ref]), {"reason": "看"}
        )
        assert answer.status_code == 404


LIST_QUERIES = 5


def test_a_long_list_asks_no_more_than_a_short_one(cast: Cast) -> None:
    counts = []
    for rows in (1, 3):
        while TransferCheck.objects.count() < rows:
            at = TransferCheck.objects.count()
            number = (cast.other_member, cast.baonan_member, cast.second_member)[at].id_number.open()
            name = f"{CLAIMED}{'甲乙丙'[at]}"
            home = (cast.shazhou, cast.shazhou, cast.other_village)[at]
            by = (cast.secretary, cast.secretary, cast.other_secretary)[at]
            add_person({"name": name, "id_number": number}, by=by, home=home)
            raise_checks()
        client = signed_in(cast.city_officer)
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("intake:transfers"))
        counts.append(len(found))
    assert counts == [LIST_QUERIES, LIST_QUERIES]


def test_the_refused_workbook_says_nothing_of_him(cast: Cast) -> None:
    batch = staged(cast, claimed(cast), person(8, "盘无人", 身份证号=misread(8)))
    answer = signed_in(cast.township_officer).get(reverse("intake:mending", args=[batch.ref]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert ("盘无人" in cells, CLAIMED in cells) == (True, False)
