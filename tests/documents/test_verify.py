"""Anybody with a paper in hand may ask whether it is genuine (trust.md T16; R-Q1, R-Q2, R-Q3)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from banyan.demo.cast import Cast
from banyan.documents.actions import void_paper
from banyan.documents.models import Paper
from banyan.documents.queries import checked
from banyan.documents.signing import new_code, sign
from banyan.documents.states import Verdict
from banyan.shared.clock import now, today
from banyan.shared.keys import rotate_key
from tests.environment import IS_LONG

GUESSES = 10_000 if IS_LONG else 500


def test_the_code_on_the_paper_leads_to_the_official_site_whoever_asks(paper: Paper) -> None:
    assert paper.address == f"{settings.BASE_URL}/v/{paper.code}?s={paper.signature}"


def test_the_page_shows_the_masked_name_the_title_the_date_the_status_and_no_more(
    cast: Cast, paper: Paper, client: Client
) -> None:
    response = client.get(f"/v/{paper.code}", {"s": paper.signature})
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    for shown in ("何**", "党员证明信", "有效", f"{paper.issued_on.year}"):
        assert shown in main[0]
    facts = paper.stated()["facts"]
    hidden = {facts[name] for name in facts if facts[name] and len(facts[name]) > 1} - {"full"}
    assert [each for each in hidden | {paper.number, str(paper.ref)} if each in main[0]] == []
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Cache-Control"] == "no-store"
    assert 'content="noindex' in response.content.decode()


def test_a_voided_paper_says_so_at_once(cast: Cast, paper: Paper, client: Client) -> None:
    void_paper(paper, by=cast.secretary, reason="姓名有误")
    page = client.get(f"/v/{paper.code}").content.decode()
    assert "已作废" in page
    assert "姓名有误" not in page


def test_an_expired_paper_is_genuine_but_over(paper: Paper) -> None:
    last = paper.valid_until
    assert last is not None
    assert checked(paper.code, "", last).verdict == Verdict.VALID
    assert checked(paper.code, "", last + timedelta(days=1)).verdict == Verdict.EXPIRED


def test_a_void_paper_stays_void_after_its_last_day(cast: Cast, paper: Paper) -> None:
    void_paper(paper, by=cast.secretary, reason="姓名有误")
    with time_machine.travel(now() + timedelta(days=1000)):
        assert checked(paper.code, paper.signature, today()).verdict == Verdict.VOID


def test_a_code_typed_from_the_paper_is_found(paper: Paper) -> None:
    assert checked(paper.code.upper(), "", today()).verdict == Verdict.VALID
    assert checked(f" {paper.code[:13]}-{paper.code[13:]}", "", today()).verdict == Verdict.VALID


def test_another_signature_in_the_code_is_refused_and_tells_nothing(paper: Paper, client: Client) -> None:
    for signature in ("A" * 86, paper.signature[::-1], paper.signature.lower(), "é"):
        check = checked(paper.code, signature, today())
        assert (check.verdict, check.name, check.title) == (Verdict.ALTERED, "", "")
    assert "与登记不符" in client.get(f"/v/{paper.code}", {"s": "A" * 86}).content.decode()


def test_a_register_changed_behind_our_back_is_seen(paper: Paper) -> None:
    stated = paper.stated()
    forged = sign({**stated, "facts": {**stated["facts"], "name": "何近水"}})
    paper.payload = forged.text
    paper.save(update_fields=["payload"])
    assert checked(paper.code, "", today()).verdict == Verdict.ALTERED


def test_papers_of_a_former_key_still_verify(paper: Paper) -> None:
    rotate_key(settings.HOME / "keys", "sign.paper")
    settings.KEYRING.forget()
    assert checked(paper.code, paper.signature, today()).verdict == Verdict.VALID


@pytest.mark.django_db
def test_guessing_finds_nothing(paper: Paper) -> None:
    found = [code for code in (new_code() for _ in range(GUESSES)) if checked(code, "", today()).title]
    assert found == []


@pytest.mark.parametrize("code", ["0" * 26, "x", "0" * 25 + "u", "张三", "0" * 300])
def test_a_code_that_is_none_is_not_found(db: None, client: Client, code: str) -> None:
    response = client.get(f"/v/{code}")
    assert response.status_code == 404
    assert "没有这份证件" in response.content.decode()


def test_one_address_asks_thirty_times_and_then_waits(paper: Paper, client: Client) -> None:
    answers = [client.get(f"/v/{new_code()}").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
    other = client.get(f"/v/{paper.code}", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
