"""Printing many at once (B-04; performance.md g; trust.md 4.4)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import (
    ask_for_print,
    forget_old_prints,
    issue_paper,
    set_print,
    take_print,
    void_paper,
)
from banyan.documents.models import Paper, PrintRun
from banyan.documents.queries import job_of_print, papers_to_print
from banyan.documents.rules import MOST_IN_A_PRINT, PRINT_AT_ONCE, why_not_print_many
from banyan.documents.states import PaperKind
from banyan.orgs.models import Office
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused
from tests.documents.test_sheets import pages_in


def test_one_pile_holds_something_and_not_too_much() -> None:
    assert why_not_print_many(0).code == "nothing_to_print"  # type: ignore[union-attr]
    assert why_not_print_many(MOST_IN_A_PRINT) is None
    assert why_not_print_many(MOST_IN_A_PRINT + 1).code == "too_many_to_print"  # type: ignore[union-attr]


def test_the_pile_is_ordered_by_branch_and_name_and_leaves_out_what_is_void(cast: Cast) -> None:
    papers = issue_some(cast)
    void_paper(papers[0], by=cast.secretary, reason="姓名有误")
    names = [paper.person.name for paper in papers_to_print(cast.township_officer)]
    assert names == ["邓青", "朱小满", "叶知秋"]
    assert list(papers_to_print(cast.secretary)) == []
    assert list(papers_to_print(cast.other_township_officer)) == []


def test_a_few_are_printed_while_one_waits(cast: Cast, client: Client) -> None:
    issue_some(cast)
    client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
    response = client.post("/papers/prints/", {"kind": "receipt"})
    assert pages_in(response.content) == 4
    assert Entry.objects.filter(act="paper.opened").count() == 4
    assert client.post("/papers/prints/", {"kind": "letter"}).status_code == 409


def test_many_are_left_to_the_worker_who_shows_how_far_he_is(cast: Cast, client: Client) -> None:
    issue_many(cast)
    client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
    response = client.post("/papers/prints/", {"kind": "receipt"})
    run = PrintRun.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/papers/prints/{run.ref}/")
    assert "正在排版" in client.get(f"/papers/prints/{run.ref}/").content.decode()
    assert client.get(f"/papers/prints/{run.ref}/file/").status_code == 404
    job = job_of_print(run)
    assert job is not None
    assert (job.args, job.link) == ([run.pk], f"/papers/prints/{run.ref}/")

    set_print(run.pk)
    page = client.get(f"/papers/prints/{run.ref}/", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<section class="card" id="progress"')
    assert f"/papers/prints/{run.ref}/file/" in page
    pdf = client.get(f"/papers/prints/{run.ref}/file/")
    assert pages_in(pdf.content) == PRINT_AT_ONCE + 1
    acts = Entry.objects.filter(act__startswith="print.").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["print.asked", "print.taken"]


def test_the_file_lies_encrypted_and_is_set_once(cast: Cast) -> None:
    run = asked(cast)
    set_print(run.pk)
    with default_storage.open(run.file_name) as file:
        assert b"%PDF" not in file.read()
    ready_at = PrintRun.objects.get().ready_at
    set_print(run.pk)
    assert PrintRun.objects.get().ready_at == ready_at
    assert Entry.objects.filter(act="paper.opened").count() == 4


def test_what_became_void_while_it_waited_is_left_out(cast: Cast) -> None:
    run = asked(cast)
    void_paper(Paper.objects.get(person=cast.member), by=cast.secretary, reason="姓名有误")
    set_print(run.pk)
    assert pages_in(take_print(PrintRun.objects.get(), by=cast.township_officer)) == 3


def test_an_officer_who_has_left_gets_nothing_set(cast: Cast) -> None:
    run = asked(cast)
    Office.objects.filter(account=run.account).update(until_day=today())
    with pytest.raises(NotAllowed):
        set_print(run.pk)
    assert not PrintRun.objects.get().is_ready


def test_only_a_township_prints_in_piles(cast: Cast, client: Client) -> None:
    issue_some(cast)
    for stranger in (cast.secretary, cast.county_officer, cast.floating_secretary):
        with pytest.raises(NotAllowed):
            ask_for_print(papers_to_print(cast.township_officer), by=stranger)
        client.force_login(stranger.account)  # type: ignore[arg-type]
        assert client.post("/papers/prints/", {}).status_code == 403
    with pytest.raises(Refused):
        ask_for_print(papers_to_print(cast.other_township_officer), by=cast.other_township_officer)


def test_the_print_of_one_officer_is_unknown_to_another(cast: Cast, client: Client) -> None:
    run = asked(cast)
    set_print(run.pk)
    for other in [cast.county_officer, cast.secretary, *cast.outsiders]:
        client.force_login(other.account)  # type: ignore[arg-type]
        for address in ("", "file/"):
            assert client.get(f"/papers/prints/{run.ref}/{address}").status_code == 404


def test_a_print_is_kept_for_a_day(cast: Cast, client: Client) -> None:
    run = asked(cast)
    set_print(run.pk)
    client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
    with time_machine.travel(now() + timedelta(hours=23, minutes=59)):
        assert forget_old_prints() == 0
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
        assert client.get(f"/papers/prints/{run.ref}/").status_code == 404
        assert forget_old_prints() == 1
    assert PrintRun.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_setting_many_takes_as_many_questions_as_setting_one(
    cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    members = [cast.member, cast.second_member, cast.third_member][:people]
    for person in members:
        issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=person, org=cast.township)
    run = ask_for_print(papers_to_print(cast.township_officer), by=cast.township_officer)
    # PostgreSQL links one act to the record in one statement, several in three.
    record = 0 if connection.vendor != "postgresql" else -1 if people == 1 else 1
    with django_assert_num_queries(9 + record):
        set_print(run.pk)


def issue_some(cast: Cast) -> list[Paper]:
    homes = [
        (cast.member, cast.secretary),
        (cast.second_member, cast.secretary),
        (cast.third_member, cast.secretary),
        (cast.baonan_member, cast.baonan_secretary),
    ]
    return [
        issue_paper(PaperKind.RECEIPT, by=secretary, person=person, org=cast.township)
        for person, secretary in homes
    ]


def issue_many(cast: Cast) -> None:
    for _ in range(PRINT_AT_ONCE + 1):
        issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)


def asked(cast: Cast) -> PrintRun:
    issue_some(cast)
    return ask_for_print(papers_to_print(cast.township_officer), by=cast.township_officer)
