"""A paper whole: PDF and picture, for its holder and for who issues papers at his branch (B-04, R-A1)."""

import struct
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import issue_paper, open_papers
from banyan.documents.models import Paper
from banyan.documents.queries import papers_seen_by
from banyan.documents.states import PaperKind
from banyan.orgs.viewers import Viewer
from banyan.shared.errors import NotAllowed


def test_the_holder_the_secretary_and_the_township_open_it_and_it_is_remembered(
    cast: Cast, paper: Paper
) -> None:
    for viewer in (viewer_of(cast.member), cast.secretary, cast.township_officer):
        assert open_papers([paper], by=viewer)[0].sheet().words["name"] == "何远山"
    looks = Entry.objects.filter(act="paper.opened", subject_ref=cast.member.ref)
    assert list(looks.values_list("actor_label", flat=True).order_by("seq")) == ["何远山", "朱望舒", "谭见山"]
    assert all("home_branch" in look.field_names for look in looks)


def test_nobody_else_opens_it(cast: Cast, paper: Paper) -> None:
    second = viewer_of(cast.second_member)
    strangers = [second, cast.baonan_secretary, cast.floating_secretary, cast.county_officer, cast.auditor]
    for stranger in [*strangers, *cast.outsiders, Viewer()]:
        with pytest.raises(NotAllowed):
            open_papers([paper], by=stranger)
    assert not Entry.objects.filter(act="paper.opened").exists()


def test_one_paper_out_of_reach_stops_the_whole_print(cast: Cast, paper: Paper) -> None:
    foreign = issue_paper(
        PaperKind.RECEIPT, by=cast.baonan_secretary, person=cast.baonan_member, org=cast.township
    )
    with pytest.raises(NotAllowed):
        open_papers([paper, foreign], by=cast.secretary)
    assert not Entry.objects.filter(act="paper.opened").exists()


def test_opening_many_asks_the_database_no_more_than_opening_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
    found = papers_seen_by(cast.township_officer)
    # PostgreSQL links one act alone in one statement, several in three.
    for count, record in ((1, -1), (3, 1)):
        with django_assert_num_queries(5 + record * is_postgres()):
            open_papers(found[:count], by=cast.township_officer)


def test_the_pdf_is_named_by_number_and_kept_nowhere(cast: Cast, paper: Paper, client: Client) -> None:
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    response = client.get(f"/papers/{paper.ref}/paper.pdf")
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert "%E4%BD%95" not in response["Content-Disposition"]


def test_the_member_gets_his_paper_as_a_picture(cast: Cast, paper: Paper, client: Client) -> None:
    client.force_login(cast.member.account)  # type: ignore[arg-type]
    response = client.get(f"/papers/{paper.ref}/paper.png")
    assert response["Content-Type"] == "image/png"
    assert struct.unpack(">II", response.content[16:24]) == (1240, 1754)


@pytest.mark.parametrize("address", ["", "paper.pdf", "paper.png"])
def test_a_stranger_is_told_that_there_is_no_such_paper(
    cast: Cast, paper: Paper, client: Client, address: str
) -> None:
    for stranger in [*cast.outsiders, cast.baonan_secretary, viewer_of(cast.second_member)]:
        client.force_login(stranger.account)  # type: ignore[arg-type]
        assert client.get(f"/papers/{paper.ref}/{address}").status_code == 404


def test_the_county_sees_the_entry_but_not_the_paper(cast: Cast, paper: Paper, client: Client) -> None:
    client.force_login(cast.county_officer.account)  # type: ignore[arg-type]
    page = client.get(f"/papers/{paper.ref}/")
    assert paper.number in page.content.decode()
    assert "paper.pdf" not in page.content.decode()
    assert client.get(f"/papers/{paper.ref}/paper.pdf").status_code == 403


def is_postgres() -> bool:
    return connection.vendor == "postgresql"
