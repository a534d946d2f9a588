"""The register: what is listed, how it is narrowed, and at what cost."""

from typing import Any

import pytest
from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import issue_paper, void_paper
from banyan.documents.forms import PaperFilter
from banyan.documents.models import Paper
from banyan.documents.queries import own_papers, papers_matching, papers_of, papers_seen_by
from banyan.documents.states import PaperKind

# Session, account, offices, papers, how many to print and to invite, unread messages.
LIST_QUERIES = 7


def test_each_office_lists_the_papers_of_its_reach(cast: Cast, paper: Paper) -> None:
    foreign = issue_paper(
        PaperKind.RECEIPT, by=cast.baonan_secretary, person=cast.baonan_member, org=cast.township
    )
    assert set(papers_seen_by(cast.secretary)) == {paper}
    assert set(papers_seen_by(cast.baonan_secretary)) == {foreign}
    for wide in (cast.township_officer, cast.county_officer, cast.city_officer):
        assert set(papers_seen_by(wide)) == {paper, foreign}
    assert set(papers_seen_by(viewer_of(cast.member))) == {paper}
    for nobody in [*cast.outsiders, cast.floating_secretary, cast.auditor, viewer_of(cast.second_member)]:
        assert set(papers_seen_by(nobody)) == set()


def test_a_person_card_shows_his_papers_newest_first(cast: Cast, paper: Paper) -> None:
    receipt = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
    assert list(papers_of(cast.secretary, cast.member)) == [receipt, paper]
    assert list(papers_of(cast.secretary, cast.second_member)) == []
    assert list(own_papers(viewer_of(cast.member))) == [receipt, paper]
    assert list(own_papers(cast.secretary)) == []


def test_the_register_is_narrowed_by_kind_status_name_and_number(cast: Cast, paper: Paper) -> None:
    receipt = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.second_member, org=cast.township)
    void_paper(receipt, by=cast.secretary, reason="姓名有误")
    seen = papers_seen_by(cast.secretary)
    assert list(papers_matching(seen, kind="receipt")) == [receipt]
    assert list(papers_matching(seen, status="issued")) == [paper]
    assert list(papers_matching(seen, text="朱")) == [receipt]
    assert list(papers_matching(seen, text="党证〔")) == [paper]
    assert list(papers_matching(seen, text="远山")) == []


def test_the_other_spelling_of_a_paper_finds_its_kind() -> None:
    assert PaperFilter({"text": "流动党员报道回执单"}).wanted() == {
        "kind": "receipt",
        "status": "",
        "text": "",
    }
    assert PaperFilter({"text": "流动党员证明"}).wanted()["kind"] == "certificate"
    assert PaperFilter({"kind": "nonsense"}).wanted() == {"kind": "", "status": "", "text": ""}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
    client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
    client.get("/papers/")
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/papers/")
    assert page.content.decode().count("党回〔") == rows


def test_a_member_sees_his_own_papers_and_is_refused_the_register(
    cast: Cast, paper: Paper, client: Client
) -> None:
    client.force_login(cast.member.account)  # type: ignore[arg-type]
    page = client.get("/papers/own/").content.decode()
    assert paper.number in page
    assert f"/papers/{paper.ref}/paper.png" in page
    assert client.get("/papers/").status_code == 403


def test_the_fragment_of_a_person_card_is_closed_to_strangers(
    cast: Cast, paper: Paper, client: Client
) -> None:
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    assert paper.number in client.get(f"/people/{cast.member.ref}/papers/").content.decode()
    client.force_login(cast.other_secretary.account)  # type: ignore[arg-type]
    assert client.get(f"/people/{cast.member.ref}/papers/").status_code == 404


def test_signed_out_one_is_asked_to_sign_in(paper: Paper, client: Client) -> None:
    for address in ("/papers/", "/papers/own/", f"/papers/{paper.ref}/", f"/papers/{paper.ref}/paper.pdf"):
        assert client.get(address).status_code == 302
