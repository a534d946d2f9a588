"""The auditor reads the record and nothing else; his reading is in the record too (R-G3)."""

import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.audit.queries import check_chain
from banyan.demo.cast import Cast, viewer_of
from banyan.people.actions import look_at, reveal
from banyan.privacy.queries import Wanted, entries_wanted
from banyan.shared.clock import now, today
from tests.privacy.test_looks import client_of

RECORD, EXPORTS = "privacy:record", "privacy:record-exports"
# Reading is remembered, and the chain's lock is a query of its own on PostgreSQL.
RECORD_QUERIES = {"sqlite": 9, "postgresql": 8}


@pytest.fixture
def auditor(cast: Cast) -> Client:
    return client_of(cast.auditor)


def acts_shown(client: Client, **query: str) -> list[str]:
    return [row.act for row in client.get(reverse(RECORD), query).context["found"].rows]


def test_the_auditor_reads_every_act_in_plain_words(cast: Cast, auditor: Client) -> None:
    reveal(cast.member, "phone", by=cast.secretary, reason="电话通知开会")
    text = auditor.get(reverse(RECORD)).content.decode()
    for words in ("朱望舒", "查看了完整信息", "联系电话", "电话通知开会", "沙洲瑶族村党支部"):
        assert words in text
    assert cast.member.phone.open() not in text


def test_a_refusal_is_told_in_the_sentence_of_its_rule(cast: Cast, auditor: Client) -> None:
    reveal_page = reverse("people:reveal", args=[cast.member.ref])
    client_of(cast.county_officer).post(reveal_page, {"field": "address", "reason": "电话"})
    assert Entry.objects.filter(act="web.refused", reason="not_revealable").exists()
    shown = auditor.get(reverse(RECORD), {"act": "web.refused"}).content.decode()
    assert ("您的职务不能查看这一项" in shown, "not_revealable" in shown) == (True, False)
    sheet = auditor.post(reverse(EXPORTS) + "?act=web.refused")
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).worksheets[0].iter_rows(values_only=True))
    assert "您的职务不能查看这一项" in str(rows[1][11])


def test_nobody_but_the_auditor_reads_it(cast: Cast) -> None:
    viewers = [cast.secretary, cast.township_officer, cast.county_officer, cast.city_officer]
    for viewer in [*viewers, viewer_of(cast.member), *cast.outsiders]:
        client = client_of(viewer)
        assert client.get(reverse(RECORD)).status_code == 403
        assert client.post(reverse(EXPORTS)).status_code == 403
        assert not entries_wanted(viewer, Wanted()).exists()


def test_the_auditor_sees_nothing_else(cast: Cast, auditor: Client) -> None:
    for name in ("people:list", "web:jobs"):
        assert auditor.get(reverse(name)).status_code == 403
    assert auditor.get(reverse("people:card", args=[cast.member.ref])).status_code == 404


def test_reading_and_exporting_are_in_the_record(cast: Cast, auditor: Client) -> None:
    auditor.get(reverse(RECORD), {"act": "person.revealed", "org": "汝城县"})
    read = Entry.objects.latest("seq")
    assert (read.act, read.actor_ref, read.details["filters"]) == (
        "record.read",
        cast.auditor.audit_ref,
        ["act", "org"],
    )
    auditor.post(reverse(EXPORTS))
    assert Entry.objects.latest("seq").act == "record.exported"


def test_it_is_narrowed_by_act(cast: Cast, auditor: Client) -> None:
    look_at(cast.member, by=cast.secretary)
    assert acts_shown(auditor, act="person.opened") == ["person.opened"]


def test_it_is_narrowed_by_organisation_with_all_below_it(cast: Cast, auditor: Client) -> None:
    look_at(cast.member, by=cast.secretary)
    look_at(cast.other_member, by=cast.other_secretary)
    for name, count in (("汝城县", 1), ("431026217", 1), ("永兴县", 1), ("郴州市", 2), ("没有这个组织", 0)):
        assert acts_shown(auditor, act="person.opened", org=name) == ["person.opened"] * count


def test_it_is_narrowed_by_days_in_shanghai_both_counted(cast: Cast, auditor: Client) -> None:
    with time_machine.travel("2026-03-01T00:00:00+08:00", tick=False):
        look_at(cast.member, by=cast.secretary)
    with time_machine.travel("2026-03-01T23:59:59+08:00", tick=False):
        look_at(cast.member, by=cast.secretary)
    for start, end, count in (
        ("2026-03-01", "2026-03-01", 2),
        ("2026-02-28", "2026-02-28", 0),
        ("2026-03-02", "2026-03-03", 0),
    ):
        shown = acts_shown(auditor, act="person.opened", from_day=start, until_day=end)
        assert len(shown) == count


def test_a_filter_that_cannot_be_read_says_so_and_is_left_out(auditor: Client) -> None:
    answer = auditor.get(reverse(RECORD), {"from_day": "去年", "act": "no.such"})
    assert answer.status_code == 200
    assert {"from_day", "act"} <= set(answer.context["form"].errors)


def test_the_newest_stand_first_and_the_pages_meet(cast: Cast, auditor: Client) -> None:
    for _look in range(60):
        look_at(cast.member, by=cast.secretary)
    first = auditor.get(reverse(RECORD), {"act": "person.opened"}).context["found"]
    second = auditor.get(reverse(RECORD), {"act": "person.opened", "mark": first.next_mark}).context["found"]
    seqs = [row.seq for row in [*first.rows, *second.rows]]
    assert seqs == sorted(seqs, reverse=True)
    assert len(set(seqs)) == 60


def test_the_workbook_holds_the_rows_and_no_formula(cast: Cast, auditor: Client) -> None:
    reveal(cast.member, "phone", by=cast.secretary, reason="=1+1")
    answer = auditor.post(reverse(EXPORTS) + "?act=person.revealed")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][5] == "查看了完整信息"
    assert "=1+1" in rows[1][11]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert cast.member.phone.open() not in str(rows)
    assert str(today()) in answer["Content-Disposition"]


def test_an_export_that_no_table_would_hold_is_refused(
    cast: Cast, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("banyan.privacy.actions.EXPORT_ROWS", 1)
    assert auditor.post(reverse(EXPORTS)).status_code == 409


@pytest.mark.parametrize("rows", [1, 3])
def test_the_record_asks_the_database_as_often_for_three_rows_as_for_one(
    cast: Cast, auditor: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _look in range(rows):
        look_at(cast.member, by=cast.secretary)
    with django_assert_num_queries(RECORD_QUERIES[connection.vendor]):
        assert len(acts_shown(auditor, act="person.opened")) == rows


def test_the_chain_holds_while_it_is_read(cast: Cast, auditor: Client) -> None:
    auditor.get(reverse(RECORD))
    assert check_chain().first_bad is None
    assert Entry.objects.latest("seq").at <= now() + timedelta(seconds=1)
