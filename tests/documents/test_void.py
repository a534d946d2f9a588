"""Voiding: the number stays, with its reason."""

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import issue_paper, void_paper
from banyan.documents.models import Paper
from banyan.documents.rules import why_not_void
from banyan.documents.states import PaperKind
from banyan.shared.errors import NotAllowed, Refused


def test_a_reason_is_needed_and_a_void_paper_stays_void() -> None:
    assert why_not_void("issued", "姓名有误") is None
    assert why_not_void("issued", "  ").code == "no_reason"  # type: ignore[union-attr]
    assert why_not_void("void", "姓名有误").code == "already_void"  # type: ignore[union-attr]


def test_a_voided_paper_keeps_its_number_and_the_next_goes_on(cast: Cast, paper: Paper) -> None:
    void_paper(paper, by=cast.secretary, reason=" 姓名有误，已重开 ")
    kept = Paper.objects.get(pk=paper.pk)
    assert (kept.status, kept.serial, kept.void_reason) == ("void", 1, "姓名有误，已重开")
    assert kept.voided_at is not None
    again = issue_paper(PaperKind.CERTIFICATE, by=cast.secretary, person=cast.member, org=cast.township)
    assert again.serial == 2
    entry = Entry.objects.get(act="paper.voided")
    assert (entry.details, entry.subject_ref) == ({"before": "issued", "after": "void"}, cast.member.ref)


def test_two_who_void_at_once_leave_one_void(cast: Cast, paper: Paper) -> None:
    same = Paper.objects.get(pk=paper.pk)
    void_paper(paper, by=cast.secretary, reason="姓名有误")
    with pytest.raises(Refused) as refusal:
        void_paper(same, by=cast.township_officer, reason="重复开具")
    assert refusal.value.reason.code == "moved_on"
    assert Paper.objects.get().void_reason == "姓名有误"


def test_others_may_not_void(cast: Cast, paper: Paper) -> None:
    for stranger in [viewer_of(cast.member), cast.county_officer, cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            void_paper(paper, by=stranger, reason="姓名有误")
    assert Paper.objects.get().status == "issued"


def test_the_screen_asks_for_the_reason_and_then_offers_no_print(
    cast: Cast, paper: Paper, client: Client
) -> None:
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    asked = client.post(f"/papers/{paper.ref}/voids/", {"reason": ""})
    assert (asked.status_code, "请写明作废原因。" in asked.content.decode()) == (422, True)
    assert paper.number in asked.content.decode()
    assert client.post(f"/papers/{paper.ref}/voids/", {"reason": "姓名有误"}).status_code == 302
    page = client.get(f"/papers/{paper.ref}/").content.decode()
    assert "已作废" in page
    assert "姓名有误" in page
    assert "paper.pdf" not in page
    assert f"/journeys/person/{cast.member.ref}/" in page
    assert client.get(f"/papers/{paper.ref}/paper.pdf").status_code == 409


def test_a_stranger_finds_nothing_to_void(cast: Cast, paper: Paper, client: Client) -> None:
    client.force_login(cast.other_secretary.account)  # type: ignore[arg-type]
    assert client.post(f"/papers/{paper.ref}/voids/", {"reason": "姓名有误"}).status_code == 404
