"""Points and credits are booked once and undone once, by somebody else (I-01, I-02, T13)."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from banyan.audit.models import Entry as Act
from banyan.demo.cast import Cast, viewer_of
from banyan.ledger.actions.booking import award, book_deed, reverse_entry
from banyan.ledger.models import Balance, Entry
from banyan.ledger.queries.entries import balances_of
from banyan.ledger.rules import WorthFact, is_past_age, why_not_deed, within_ceiling, worth_of
from banyan.ledger.states import Activity, EntryKind, Grade
from banyan.notify.queries import messages_of
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import accept_work, claim_task, submit_claim
from tests.guards import guards_aside
from tests.ledger.worths import county_worth, earned, worth_at
from tests.tasks.work import village_task

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda problem: problem.reason.code == code)


def fact(org: int, amount: int, grade: str = "plain", *, since: int = 1, until: int = 0) -> WorthFact:
    """From one day of March 2026 until before another."""
    return WorthFact(
        org, "task", grade, amount, None, date(2026, 3, since), date(2026, 3, until) if until else None
    )


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ([], None),
        ([fact(1, 100)], 100),
        ([fact(1, 100), fact(3, 300)], 300),
        ([fact(1, 100), fact(2, 200), fact(2, 250, "good")], 250),
        ([fact(1, 150, "good"), fact(3, 300)], 300),
        ([fact(3, 300, since=6), fact(1, 100)], 100),
        ([fact(3, 300, until=5), fact(1, 100)], 100),
        ([fact(3, 300, until=6), fact(1, 100)], 300),
        ([fact(9, 900)], None),
    ],
)
def test_the_nearest_word_that_holds_that_day_decides(rows: list[WorthFact], amount: int | None) -> None:
    found = worth_of(rows, [3, 2, 1], activity="task", grade="good", day=DAY)
    assert (found.amount if found else None) == amount


@pytest.mark.parametrize(
    ("amount", "booked", "ceiling", "left"),
    [(200, 0, None, 200), (200, 0, 500, 200), (200, 400, 500, 100), (200, 500, 500, 0), (200, 700, 500, 0)],
)
def test_a_ceiling_leaves_what_is_left(amount: int, booked: int, ceiling: int | None, left: int) -> None:
    assert within_ceiling(amount, booked, ceiling) == left


@pytest.mark.parametrize(
    ("birth", "is_past"), [("1956-03-05", True), ("1956-03-06", False), ("1956", True), ("", False)]
)
def test_seventy_is_reached_on_the_day(birth: str, is_past: bool) -> None:
    assert is_past_age(birth, DAY) is is_past


def test_a_deed_is_done_already_has_a_word_and_is_no_assigned_work() -> None:
    assert why_not_deed("charity", DAY, DAY, "给敬老院送菜") is None
    assert why_not_deed("charity", DAY + timedelta(days=1), DAY, "给敬老院送菜") is not None
    assert why_not_deed("charity", DAY, DAY, " ") is not None
    assert why_not_deed("task", DAY, DAY, "卖橙") is not None


def test_accepted_work_is_thanked_for_once(cast: Cast) -> None:
    county_worth(cast, 250)
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    assert balances_of(cast.member) == {"points": 0, "credit": 0}
    accept_work(claim, by=cast.secretary)
    entry = Entry.objects.get()
    assert (entry.amount, entry.source, entry.org) == (250, f"claim:{claim.ref}", cast.shazhou)
    assert balances_of(cast.member) == {"points": 250, "credit": 0}
    assert Act.objects.filter(act="points.booked", subject_ref=cast.member.ref).count() == 1


def test_without_a_word_about_worth_nothing_is_booked(cast: Cast) -> None:
    assert award(cast.member, Activity.TASK, source="claim:1", day=today(), by=cast.secretary) is None
    assert (Entry.objects.count(), Balance.objects.count()) == (0, 0)


def test_the_same_source_is_booked_once(cast: Cast) -> None:
    county_worth(cast)
    assert earned(cast, cast.member, "claim:1").pk == earned(cast, cast.member, "claim:1").pk
    assert earned(cast, cast.second_member, "claim:1").person == cast.second_member
    assert balances_of(cast.member)["points"] == 200


def test_a_later_word_changes_nothing_that_was_booked(cast: Cast) -> None:
    """R-L4: running it again under a new word finds what was booked."""
    county_worth(cast, 200)
    first = earned(cast, cast.member, "claim:1")
    worth_at(cast.county, 900, from_day=today(), by=cast.county_officer)
    for _again in range(10):
        assert earned(cast, cast.member, "claim:1") == first
    assert balances_of(cast.member)["points"] == 200


def test_the_months_ceiling_leaves_a_line_of_nought(cast: Cast) -> None:
    county_worth(cast, 200, ceiling=300)
    day = today().replace(day=1) - timedelta(days=1)
    amounts = [earned(cast, cast.member, f"claim:{number}", day=day).amount for number in range(3)]
    assert amounts == [200, 100, 0]
    assert earned(cast, cast.member, "claim:9", day=today().replace(day=1)).amount == 200


def test_nobody_thanks_himself(cast: Cast) -> None:
    county_worth(cast)
    with refused("own_award"):
        earned(cast, cast.member, "claim:1", by=viewer_of(cast.member))


def test_an_entry_is_undone_once_and_exactly(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    county_worth(cast)
    entry = earned(cast, cast.member, "claim:1")
    with django_capture_on_commit_callbacks(execute=True):
        counter = reverse_entry(entry, "记错了人", by=cast.secretary)
    assert (counter.amount, counter.reverses, counter.period) == (-200, entry, entry.period)
    assert balances_of(cast.member)["points"] == 0
    with refused("reversed"):
        reverse_entry(entry, "再来一次", by=cast.secretary)
    with refused("is_reversal"):
        reverse_entry(counter, "冲回冲回", by=cast.secretary)
    assert [message.link for message in messages_of(viewer_of(cast.member))] == ["/points/mine/"]


def test_undoing_needs_a_reason_and_somebody_else(cast: Cast) -> None:
    county_worth(cast)
    entry = earned(cast, cast.member, "claim:1")
    with refused("no_reason"):
        reverse_entry(entry, " ", by=cast.secretary)
    for outsider in (*cast.outsiders, cast.baonan_secretary, viewer_of(cast.member), cast.county_officer):
        with pytest.raises(NotAllowed):
            reverse_entry(entry, "不服", by=outsider)


def test_an_officer_enters_a_deed_twice_and_it_stands_once(cast: Cast) -> None:
    worth_at(cast.township, 300, activity=Activity.CHARITY, by=cast.township_officer)
    for _tap in range(2):
        book_deed(
            cast.member,
            Activity.CHARITY,
            day=today(),
            grade=Grade.PLAIN,
            words="给敬老院送菜",
            source="deed:1",
            by=cast.secretary,
        )
    entry = Entry.objects.get()
    assert (entry.amount, entry.words.open()) == (300, "给敬老院送菜")
    with pytest.raises(NotAllowed):
        book_deed(
            cast.member,
            Activity.CHARITY,
            day=today(),
            grade=Grade.PLAIN,
            words="送菜",
            source="deed:2",
            by=cast.baonan_secretary,
        )


def test_study_earns_credit_beside_points(cast: Cast) -> None:
    worth_at(cast.county, 150, activity=Activity.STUDY, by=cast.county_officer)
    award(cast.member, Activity.STUDY, source="class:1", day=today(), by=cast.secretary)
    assert balances_of(cast.member) == {"points": 0, "credit": 150}


def test_the_database_refuses_to_change_the_ledger(cast: Cast) -> None:
    """R-L2, by SQL and by the models."""
    county_worth(cast)
    entry = earned(cast, cast.member, "claim:1")
    statements = ["UPDATE ledger_entry SET amount = 900", "DELETE FROM ledger_entry"]
    statements.append(
        "TRUNCATE ledger_entry CASCADE" if connection.vendor == "postgresql" else _replaced(entry)
    )
    connection.check_constraints()  # none may wait for the commit when a table is emptied
    for sql in statements:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)
    entry.amount = 900
    for change in (entry.save, entry.delete, lambda: Entry.objects.update(amount=900)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Entry.objects.get().amount == 200


def _replaced(entry: Entry) -> str:
    names = [str(field.column) for field in Entry._meta.concrete_fields]
    columns = ", ".join(names)
    return f"REPLACE INTO ledger_entry ({columns}) SELECT {columns} FROM ledger_entry WHERE id = {entry.pk}"


def test_the_recount_finds_one_hundredth(cast: Cast) -> None:
    """R-L5."""
    county_worth(cast)
    earned(cast, cast.member, "claim:1")
    call_command("verify")
    Balance.objects.filter(person=cast.member, kind=EntryKind.POINTS).update(amount=201)
    with pytest.raises(CommandError):
        call_command("verify")


def test_the_recount_finds_a_reversal_that_is_not_exact(cast: Cast) -> None:
    county_worth(cast)
    counter = reverse_entry(earned(cast, cast.member, "claim:1"), "记错了", by=cast.secretary)
    connection.check_constraints()
    with guards_aside():
        Entry.objects.filter(pk=counter.pk).update(amount=-199)
        connection.check_constraints()
    Balance.objects.update(amount=1)
    with pytest.raises(CommandError):
        call_command("verify")


def test_the_same_deed_from_another_form_is_asked_about(cast: Cast, client: Client) -> None:
    worth_at(cast.township, 300, activity=Activity.CHARITY, by=cast.township_officer)
    assert cast.secretary.account is not None
    client.force_login(cast.secretary.account)
    address = f"/people/{cast.member.ref}/points/deeds/"

    def sent(words: str) -> HttpResponse:
        typed = {"activity": "charity", "day": str(today()), "grade": "plain", "words": words}
        return client.post(address, {**typed, "source": str(uuid.uuid4())})

    assert sent("给敬老院送菜").status_code == 302
    again = sent(" 给敬老院送菜")
    assert again.status_code == 409
    assert "同样的一件这个月已经登记过了" in again.content.decode()
    assert sent("第二次给敬老院送菜").status_code == 302
    reverse_entry(Entry.objects.order_by("pk")[0], "记错了", by=cast.secretary)
    assert sent("给敬老院送菜").status_code == 302
    assert balances_of(cast.member)["points"] == 600
