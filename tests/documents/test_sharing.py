"""What goes to the door and the group: notices, household cards, and the one number by consent (T35, R-P14)."""

from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import make_card, make_notice, offer_phone, withdraw_phone
from banyan.documents.models import PublicPhone
from banyan.documents.queries import public_phone_of
from banyan.documents.rules import carries_private
from banyan.documents.sheets import poster_sheet
from banyan.documents.typesetting import render_pdf
from banyan.orgs.models import Office
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused

NOTICE = {
    "title": "七月份主题党日",
    "when": "7月1日（星期三）晚上8点",
    "place": "汝城商会三楼会议室",
    "bring": "党徽、笔记本",
    "words": "在外地的可以线上参加。",
}
PHONE = {"name": "村支书 朱书记", "phone": "19900000077", "place": "村部一楼"}


def browser(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(viewer.account)  # type: ignore[arg-type]
    return client


def words_in(pdf: bytes) -> str:
    import io

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        ("请打13812345678", True), ("138 1234 5678", True), ("138-1234-5678", True), ("１３８１２３４５６７８", True),
        ("99999919850307002X", True), ("999999850307002", True), ("0735-8221234", True),
        ("7月1日晚上8点，三楼305室", False), ("2026年第12号文件", False), ("", False),
    ],
)  # fmt: skip
def test_a_number_of_anybody_is_seen_however_its_figures_are_set_apart(text: str, is_private: bool) -> None:
    assert carries_private(text) is is_private


def test_a_notice_says_place_time_and_what_to_bring_and_names_nobody(cast: Cast) -> None:
    sheet = make_notice(cast.shazhou, NOTICE, by=cast.secretary)
    shown = words_in(render_pdf([sheet]))
    for words in (*NOTICE.values(), "沙洲瑶族村党支部"):
        assert words in shown
    assert cast.secretary.account is not None
    for hidden in (cast.member.name, cast.shazhou.head_name, cast.shazhou.head_phone.open() or "—"):
        assert not hidden or hidden not in shown
    assert sheet.words["phone"] == ""


@pytest.mark.parametrize("field", ["title", "when", "place", "bring", "words"])
def test_a_notice_with_a_number_in_its_text_is_refused(cast: Cast, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        make_notice(cast.shazhou, {**NOTICE, field: "联系138 1234 5678"}, by=cast.secretary)
    assert refusal.value.reason.code == "private_number"
    assert not Entry.objects.filter(act="notice.made").exists()


def test_the_public_phone_stands_there_by_consent_and_is_gone_once_withdrawn(cast: Cast) -> None:
    offered = offer_phone(cast.shazhou, by=cast.secretary, **PHONE)
    assert "19900000077" in words_in(
        render_pdf([make_notice(cast.shazhou, NOTICE, by=cast.secretary, with_phone=True)])
    )
    assert "19900000077" not in str(make_notice(cast.shazhou, NOTICE, by=cast.secretary).words)
    card = words_in(render_pdf([make_card(cast.shazhou, by=cast.secretary)]))
    assert card.count("19900000077") == 2
    withdraw_phone(offered, by=cast.secretary)
    assert "19900000077" not in words_in(render_pdf([make_card(cast.shazhou, by=cast.secretary)]))
    acts = list(Entry.objects.filter(act__startswith="phone.").order_by("seq").values_list("act", flat=True))
    assert acts == ["phone.offered", "phone.withdrawn"]
    assert "19900000077" not in str([vars(entry) for entry in Entry.objects.all()])


def test_a_card_names_branch_and_committee_above_and_nobody_of_the_family(cast: Cast) -> None:
    offer_phone(cast.shazhou, by=cast.secretary, **PHONE)
    offer_phone(cast.township, by=cast.township_officer, name="乡组织办", phone="0735-8000001")
    sheet = make_card(cast.shazhou, by=cast.secretary)
    shown = words_in(render_pdf([sheet]))
    for words in ("沙洲瑶族村党支部", "村支书 朱书记", "0735-8000001", "村部一楼"):
        assert words in shown
    assert cast.member.name not in shown


def test_nobody_agrees_for_somebody_else_and_an_office_that_ended_shows_nothing(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        offer_phone(cast.shazhou, by=cast.township_officer, **PHONE)
    assert refusal.value.reason.code == "not_your_phone"
    for stranger in (cast.baonan_secretary, cast.county_officer, *cast.outsiders):
        with pytest.raises(NotAllowed):
            offer_phone(cast.shazhou, by=stranger, **PHONE)
    offer_phone(cast.shazhou, by=cast.secretary, **PHONE)
    assert public_phone_of(cast.shazhou) is not None
    Office.objects.filter(account=cast.secretary.account).update(until_day=today())
    assert public_phone_of(cast.shazhou) is None


def test_a_later_number_takes_the_place_of_the_former(cast: Cast) -> None:
    offer_phone(cast.shazhou, by=cast.secretary, **PHONE)
    offer_phone(cast.shazhou, by=cast.secretary, **{**PHONE, "phone": "19900000078"})
    assert [each.phone.open() for each in PublicPhone.objects.all()] == ["19900000078"]


def test_the_page_shows_what_will_be_printed_before_it_is(cast: Cast) -> None:
    desk = browser(cast.secretary)
    typed = {**NOTICE, "org": str(cast.shazhou.ref)}
    assert "会印出这些" not in desk.get("/papers/notices/").content.decode()
    preview = desk.post("/papers/notices/", {**typed, "as": "preview"})
    assert "会印出这些" in preview.content.decode()
    assert "不印" in preview.content.decode()
    assert desk.post("/papers/notices/", {**typed, "as": "pdf"})["Content-Type"] == "application/pdf"
    assert desk.post("/papers/notices/", {**typed, "as": "png"})["Content-Type"] == "image/png"
    assert desk.post("/papers/notices/", {**typed, "words": "打13812345678"}).status_code == 409
    assert desk.post("/papers/notices/", {**typed, "place": ""}).status_code == 422
    foreign = {**typed, "org": str(cast.baonan.ref)}
    assert desk.post("/papers/notices/", foreign).status_code == 422


def test_consent_is_given_and_taken_back_on_the_page(cast: Cast) -> None:
    desk = browser(cast.secretary)
    address = f"/papers/phones/{cast.shazhou.ref}/"
    asked = desk.post(address, PHONE)
    page = asked.content.decode()
    assert (asked.status_code, "要印上电话，请先勾选同意。" in page, PHONE["phone"] in page) == (
        422,
        True,
        True,
    )
    assert desk.post(address, {**PHONE, "agrees": "on"}).status_code == 302
    offered = PublicPhone.objects.get()
    assert "19900000077" in desk.get("/papers/sharing/").content.decode()
    assert desk.get(f"/papers/cards/{cast.shazhou.ref}/card.pdf")["Content-Type"] == "application/pdf"
    assert desk.get(f"/papers/cards/{cast.shazhou.ref}/card.png")["Content-Type"] == "image/png"
    for stranger in (cast.baonan_secretary, cast.other_secretary):
        assert browser(stranger).post(f"/papers/phones/{offered.ref}/withdrawals/").status_code == 404
        assert browser(stranger).get(f"/papers/cards/{cast.shazhou.ref}/card.pdf").status_code == 404
    desk.post(f"/papers/phones/{offered.ref}/withdrawals/")
    assert not PublicPhone.objects.exists()


@pytest.mark.parametrize("orgs", [1, 3])
def test_the_page_costs_the_same_for_one_organisation_and_for_three(
    cast: Cast, django_assert_num_queries: Any, orgs: int
) -> None:
    for org in [cast.baonan, cast.floating][: orgs - 1]:
        Office.objects.create(
            account=cast.secretary.account, org=org, name="branch_secretary", from_day=today()
        )
    desk = browser(cast.secretary)
    with django_assert_num_queries(6):
        assert desk.get("/papers/sharing/").status_code == 200


def test_every_shareable_sheet_holds_no_canary_of_a_person(cast: Cast) -> None:
    """R-P14: id, phone, address and family of the people there stand on nothing that leaves the house."""
    member = cast.member
    canaries = [member.name, member.id_number.open(), member.phone.open(), cast.shazhou.head_phone.open()]
    sheets = [
        make_notice(cast.shazhou, NOTICE, by=cast.secretary, with_phone=True),
        make_card(cast.shazhou, by=cast.secretary),
        poster_sheet(cast.floating.name, "https://banyan.example.cn/j/x/"),
    ]
    for sheet in sheets:
        shown = words_in(render_pdf([sheet])) + str(sheet.words)
        assert [canary for canary in canaries if canary and canary in shown] == []
