"""Issuing: rule, number, seal, who may (B-04, B-08, B-09; rules 2.6, 2.7)."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import issue_paper, offer_phone
from banyan.documents.models import Paper, PaperCounter
from banyan.documents.rules import formal_name, last_valid_day, number_words, short_name
from banyan.documents.signing import is_genuine
from banyan.documents.states import PaperKind
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import LETTER_DAYS
from banyan.people.actions import end_person
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.documents.conftest import JOURNEY


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("文明瑶族乡", "文明瑶族乡"),
        ("文明瑶族乡党委", "文明瑶族乡"),
        ("中共汝城县文明瑶族乡委员会", "汝城县文明瑶族乡"),
        ("沙洲瑶族村党支部", "沙洲瑶族村"),
        ("中共沙洲瑶族村支部委员会", "沙洲瑶族村"),
        ("党委", "党委"),
    ],
)
def test_a_number_names_the_organisation_without_its_rank(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_number_is_written_as_offices_write_it() -> None:
    assert number_words("letter", "文明瑶族乡党委", 2026, 12) == "文明瑶族乡党介〔2026〕12号"
    assert number_words("receipt", "沙洲瑶族村党支部", 2026, 1) == "沙洲瑶族村党回〔2026〕1号"


def test_a_committee_signs_with_its_formal_name_and_a_branch_with_its_own() -> None:
    assert formal_name("township", "文明瑶族乡", "") == "中共文明瑶族乡委员会"
    assert formal_name("township", "文明瑶族乡党委", "") == "中共文明瑶族乡委员会"
    assert formal_name("township", "文明瑶族乡", "中共汝城县文明瑶族乡委员会") == "中共汝城县文明瑶族乡委员会"
    assert formal_name("village", "沙洲瑶族村党支部", "") == "沙洲瑶族村党支部"


def test_thirty_days_are_counted_from_the_day_of_issue() -> None:
    assert last_valid_day(date(2026, 3, 1), 30) == date(2026, 3, 31)


def test_the_secretary_issues_a_certificate_and_it_is_signed_and_recorded(cast: Cast, paper: Paper) -> None:
    year = today().year
    assert paper.number == f"文明瑶族乡党证〔{year}〕1号"
    assert (paper.year, paper.serial, paper.status, paper.home) == (year, 1, "issued", cast.shazhou)
    assert paper.issued_by == "朱望舒"
    assert (paper.valid_until - paper.issued_on).days == 180  # type: ignore[operator]
    assert is_genuine(paper.signed())
    entry = Entry.objects.get(act="paper.issued")
    assert (entry.object_ref, entry.subject_ref) == (paper.ref, cast.member.ref)
    assert entry.org_ref == cast.township.ref
    assert "name" in entry.field_names
    assert "何远山" not in json.dumps(entry.details, ensure_ascii=False)


def test_what_the_paper_states_lies_encrypted_in_the_database(cast: Cast, paper: Paper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM documents_paper WHERE id = %s", [paper.pk])
        blob = bytes(cursor.fetchone()[0])
    assert "何远山".encode() not in blob
    stated = Paper.objects.get(pk=paper.pk).stated()
    assert stated["facts"]["name"] == "何远山"
    assert stated["facts"]["destination"] == JOURNEY.destination
    assert stated["issuer"] == "中共文明瑶族乡委员会"
    assert "id_number" not in stated["facts"]


def test_the_introduction_letter_states_the_id_number_and_holds_by_policy(cast: Cast) -> None:
    letter = issue(cast, PaperKind.LETTER)
    assert letter.stated()["facts"]["id_number"] == cast.member.id_number.open()
    assert (letter.valid_until - letter.issued_on).days == 30  # type: ignore[operator]
    set_policy(cast.township, LETTER_DAYS, 10, by=cast.township_officer)
    shorter = issue(cast, PaperKind.LETTER)
    assert (shorter.valid_until - shorter.issued_on).days == 10  # type: ignore[operator]


def test_a_receipt_and_a_slip_hold_without_end(cast: Cast) -> None:
    assert issue(cast, PaperKind.RECEIPT).valid_until is None
    assert issue(cast, PaperKind.FLOATING_SLIP).valid_until is None


def test_numbers_run_without_gaps_by_organisation_and_kind(cast: Cast) -> None:
    first = [issue(cast, PaperKind.RECEIPT).serial for _ in range(3)]
    other_kind = issue(cast, PaperKind.LETTER).serial
    own_series = issue_paper(
        PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.shazhou
    ).serial
    assert (first, other_kind, own_series) == ([1, 2, 3], 1, 1)


def test_a_number_whose_paper_fails_is_given_again(cast: Cast) -> None:
    with pytest.raises(Interruption):
        issue_and_fail(cast)
    assert issue(cast, PaperKind.RECEIPT).serial == 1
    assert PaperCounter.objects.get().last == 1


def test_an_introduction_letter_never_holds_longer_than_ninety_days(cast: Cast) -> None:
    assert issue(cast, PaperKind.LETTER, valid_days=90).valid_until is not None
    with pytest.raises(Refused) as refusal:
        issue(cast, PaperKind.LETTER, valid_days=91)
    assert refusal.value.reason.code == "too_many_days"
    with pytest.raises(Refused) as none:
        issue(cast, PaperKind.CERTIFICATE, valid_days=0)
    assert none.value.reason.code == "no_days"
    assert Paper.objects.count() == 1


def test_an_applicant_or_somebody_off_the_roll_gets_no_paper(cast: Cast) -> None:
    Person.objects.filter(pk=cast.second_member.pk).update(category="applicant")
    cast.second_member.refresh_from_db()
    end_person(cast.third_member, by=cast.secretary, reason="transferred")
    for person, code in ((cast.second_member, "not_a_member"), (cast.third_member, "not_on_roll")):
        with pytest.raises(Refused) as refusal:
            issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=person, org=cast.township)
        assert refusal.value.reason.code == code


def test_only_the_branch_or_a_committee_above_it_numbers_a_paper(cast: Cast) -> None:
    for org in (cast.baonan, cast.other_township, cast.floating):
        with pytest.raises(Refused) as refusal:
            issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=org)
        assert refusal.value.reason.code == "foreign_issuer"


def test_nobody_else_issues_papers(cast: Cast) -> None:
    strangers = [
        cast.baonan_secretary,
        cast.floating_secretary,
        cast.county_officer,
        cast.city_officer,
        cast.auditor,
        *cast.outsiders,
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            issue_paper(PaperKind.RECEIPT, by=stranger, person=cast.member, org=cast.township)
    assert Paper.objects.count() == 0


def test_issuing_takes_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        issue(cast, PaperKind.RECEIPT)
    # Savepoint, counter twice, paper, head of the record, record, release; PostgreSQL has the record in one.
    with django_assert_num_queries(8 - (connection.vendor == "postgresql")):
        issue(cast, PaperKind.RECEIPT)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_officers_issuing_at_once_get_each_number_once(cast: Cast) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: issue_in_thread(cast), range(40)))
    assert sorted(Paper.objects.values_list("serial", flat=True)) == list(range(1, 41))
    assert PaperCounter.objects.get().last == 40


class Interruption(Exception):
    """What stops an act in the middle."""


def issue_and_fail(cast: Cast) -> None:
    with transaction.atomic():
        issue(cast, PaperKind.RECEIPT)
        raise Interruption


def issue_in_thread(cast: Cast) -> None:
    try:
        issue(cast, PaperKind.RECEIPT)
    finally:
        connection.close()


def issue(cast: Cast, kind: str, *, valid_days: int | None = None) -> Paper:
    return issue_paper(
        kind, by=cast.secretary, person=cast.member, org=cast.township, facts=JOURNEY, valid_days=valid_days
    )


def test_a_paper_names_the_secretary_in_office_where_there_is_no_head_and_never_his_number(
    cast: Cast,
) -> None:
    def contact() -> tuple[str, str]:
        paper = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
        facts = json.loads(paper.payload.open())["facts"]
        return facts["home_contact"], facts["home_phone"]

    offer_phone(cast.shazhou, by=cast.secretary, name="朱支书", phone="15400000077", place="")
    assert contact() == ("朱望舒", "")
    cast.member.home.head_name = "何守田"
    assert contact() == ("何守田", "")
