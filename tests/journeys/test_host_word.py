"""A host without our system says by the receipt's code that a member arrived; home asks back and decides (B-03)."""

import pytest
from django.test import Client
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import void_paper
from banyan.documents.models import Paper
from banyan.journeys.actions.arrival import confirm_check_in
from banyan.journeys.actions.receipt import issue_journey_paper
from banyan.journeys.models import CheckIn, Receipt
from banyan.journeys.states import ConfirmedHow
from banyan.notify.queries import messages_of
from tests.journeys.scenes import away, confirmed

pytestmark = pytest.mark.django_db
WORD = {"name": "顺德家具城党支部", "head_name": "梁安", "head_phone": "0757-00000001"}


def receipt_of(cast: Cast) -> Paper:
    return issue_journey_paper(away(cast), "receipt", by=cast.secretary)


def page_of(paper: Paper) -> str:
    return reverse("journeys:host-word", args=[paper.code])


@pytest.mark.django_db(transaction=True)
def test_the_host_says_it_and_home_decides(cast: Cast, client: Client) -> None:
    paper = receipt_of(cast)
    assert page_of(paper) in client.get(f"/v/{paper.code}").content.decode()
    form = client.get(page_of(paper)).content.decode()
    assert cast.member.name not in form
    assert cast.shazhou.name in form
    assert client.post(page_of(paper), WORD)["Location"] == page_of(paper)
    assert "<form" not in client.get(page_of(paper)).content.decode().split("<main", 1)[1].split("</main>")[0]
    check_in = CheckIn.objects.get()
    assert (check_in.status, check_in.host.name, check_in.entered_by) == (
        "sent",
        "顺德家具城党支部",
        "梁安（扫回执）",
    )
    assert check_in.host.head_phone.open() == "0757-00000001"
    assert Receipt.objects.get().status == "carried"
    assert any("请您电话核实" in message.words for message in messages_of(cast.secretary))
    confirm_check_in(check_in, by=cast.secretary, how=ConfirmedHow.TELEPHONE)
    assert Receipt.objects.get().status == "stamped"
    settled = client.get(page_of(paper))
    assert "已经确认他报到了" in settled.content.decode()
    assert "<form" not in settled.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_the_act_is_in_the_record_as_nobody_s_and_says_nothing_of_the_phone(
    cast: Cast, client: Client
) -> None:
    client.post(page_of(receipt_of(cast)), WORD)
    entry = Entry.objects.get(act="check_in.sent")
    assert (entry.actor_ref, entry.actor_label, entry.subject_ref) == (None, "未登录", cast.member.ref)
    # Not 0757 alone: four figures stand in a hash by chance.
    assert "00000001" not in str(vars(entry))


def test_said_twice_it_waits_once(cast: Cast, client: Client) -> None:
    paper = receipt_of(cast)
    client.post(page_of(paper), WORD)
    answer = client.post(page_of(paper), WORD)
    assert answer.status_code == 409
    assert CheckIn.objects.count() == 1
    # Whoever scans it again is told before he types anything.
    assert "已经收到他的报到，正在核实" in client.get(page_of(paper)).content.decode()


def test_only_a_receipt_that_holds_and_waits_opens_the_page(cast: Cast, client: Client) -> None:
    journey = away(cast)
    certificate = issue_journey_paper(journey, "certificate", by=cast.secretary)
    receipt = issue_journey_paper(journey, "receipt", by=cast.secretary)
    assert client.get(page_of(certificate)).status_code == 404
    assert client.get(reverse("journeys:host-word", args=["0" * len(receipt.code)])).status_code == 404
    assert client.get(page_of(receipt)).status_code == 200
    void_paper(receipt, by=cast.secretary, reason="写错了")
    answer = client.get(page_of(receipt))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/v/{receipt.code}")


def test_a_stamped_receipt_asks_nobody_again(cast: Cast, client: Client) -> None:
    journey = away(cast)
    paper = issue_journey_paper(journey, "receipt", by=cast.secretary)
    confirmed(cast, journey)
    assert "不用再填" in client.get(page_of(paper)).content.decode()
    assert client.post(page_of(paper), WORD).status_code == 409
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("phone", ["12345", "0757", "电话", "1540000000"])
def test_a_phone_home_cannot_call_is_asked_for_again(cast: Cast, client: Client, phone: str) -> None:
    answer = client.post(page_of(receipt_of(cast)), {**WORD, "head_phone": phone})
    assert answer.status_code == 422
    assert "请写完整的手机号" in answer.content.decode()
    assert not CheckIn.objects.exists()
