"""Printing again says so on the paper (补打)."""

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import open_papers, reprint_paper, void_paper
from banyan.documents.models import Paper
from banyan.shared.clock import today
from banyan.shared.dates import words_of
from banyan.shared.errors import NotAllowed, Refused


def test_a_reprint_is_counted_marked_and_recorded(cast: Cast, paper: Paper) -> None:
    assert open_papers([paper], by=cast.secretary)[0].sheet().words["reprint"] == ""
    reprint_paper(paper, by=cast.secretary)
    reprint_paper(paper, by=cast.township_officer)
    day = words_of(today().isoformat())
    assert open_papers([paper], by=cast.secretary)[0].sheet().words["reprint"] == f"补打 第2次 {day}"
    times = [entry.details["times"] for entry in Entry.objects.filter(act="paper.reprinted").order_by("seq")]
    assert times == [1, 2]


def test_a_void_paper_is_not_printed_again(cast: Cast, paper: Paper) -> None:
    void_paper(paper, by=cast.secretary, reason="姓名有误")
    for attempt in (reprint_paper, lambda each, by: open_papers([each], by=by)):
        with pytest.raises(Refused) as refusal:
            attempt(paper, by=cast.secretary)
        assert refusal.value.reason.code == "paper_void"


def test_the_holder_and_strangers_may_not_register_a_reprint(cast: Cast, paper: Paper) -> None:
    for stranger in [viewer_of(cast.member), cast.county_officer, cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            reprint_paper(paper, by=stranger)
    assert Paper.objects.get().reprints == 0


def test_the_button_leads_back_to_the_paper(cast: Cast, paper: Paper, client: Client) -> None:
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    response = client.post(f"/papers/{paper.ref}/reprints/")
    assert (response.status_code, response["Location"]) == (302, f"/papers/{paper.ref}/")
    fragment = client.post(f"/papers/{paper.ref}/reprints/", headers={"HX-Request": "true"})
    assert fragment.content.decode().lstrip().startswith('<section class="card" id="state">')
    assert "2次" in fragment.content.decode()
