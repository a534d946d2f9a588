"""年度查验: recorded once a year as an act, printed on the 活动证 (rules 2.7)."""

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import check_paper, issue_paper, void_paper
from banyan.documents.models import AnnualCheck, Paper
from banyan.documents.rules import why_not_check
from banyan.documents.states import PaperKind
from banyan.documents.typesetting import render_pdf, render_png
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.documents.test_sharing import words_in
from tests.documents.test_sheets import pages_in

CHECK = {"year": today().year, "grade": "good", "unit": "中共汝城县驻广州流动党支部"}


@pytest.fixture
def slip(cast: Cast) -> Paper:
    return issue_paper(PaperKind.FLOATING_SLIP, by=cast.secretary, person=cast.member, org=cast.township)


@pytest.mark.parametrize(
    ("kind", "status", "year", "code"),
    [
        ("floating_slip", "issued", 2026, None), ("floating_slip", "issued", 2024, None),
        ("letter", "issued", 2026, "no_annual_check"), ("floating_slip", "void", 2026, "paper_void"),
        ("floating_slip", "issued", 2023, "other_year"), ("floating_slip", "issued", 2027, "other_year"),
    ],
)  # fmt: skip
def test_a_slip_that_holds_is_checked_for_the_years_since_its_issue(
    kind: str, status: str, year: int, code: str | None
) -> None:
    reason = why_not_check(kind, status, year=year, first_year=2024, this_year=2026)
    assert (reason.code if reason else None) == code


def test_who_checked_when_and_for_which_unit_is_kept_and_printed(cast: Cast, slip: Paper) -> None:
    assert [sheet.template for sheet in slip.sheets()] == ["floating_slip"]
    check_paper(slip, by=cast.secretary, **CHECK)
    check = AnnualCheck.objects.get()
    assert (check.year, check.checked_by) == (today().year, "朱望舒")
    assert Entry.objects.get(act="paper.checked").details["year"] == today().year
    pdf = render_pdf(slip.sheets())
    assert pages_in(pdf) == 2
    shown = words_in(pdf)
    assert shown.count("中共汝城县驻") == 2
    for words in ("年度查验页", "合格", "朱望舒", f"{today().year}年{today().month}月{today().day}日"):
        assert words in shown
    assert render_png(slip.sheet()).startswith(b"\x89PNG")


def test_a_year_is_checked_once(cast: Cast, slip: Paper) -> None:
    check_paper(slip, by=cast.secretary, **CHECK)
    with pytest.raises(Refused) as refusal:
        check_paper(slip, by=cast.township_officer, **CHECK)
    assert refusal.value.reason.code == "checked_already"
    assert AnnualCheck.objects.count() == 1


def test_many_years_still_fill_two_pages(cast: Cast, slip: Paper) -> None:
    for year in range(2010, 2024):
        AnnualCheck.objects.create(
            paper=slip, year=year, grade="excellent", unit="中共库尔勒市经济技术开发区汝城籍流动党员支部委员会",
            checked_at=slip.issued_at, checked_by="阿卜杜热合曼·艾尔肯江",
        )  # fmt: skip
    assert pages_in(render_pdf(slip.sheets())) == 2


def test_nobody_else_checks_and_a_void_slip_is_not_checked(cast: Cast, slip: Paper) -> None:
    for stranger in (cast.baonan_secretary, cast.floating_secretary, cast.county_officer, *cast.outsiders):
        with pytest.raises(NotAllowed):
            check_paper(slip, by=stranger, **CHECK)
    void_paper(slip, by=cast.secretary, reason="写错")
    with pytest.raises(Refused):
        check_paper(slip, by=cast.secretary, **CHECK)


def test_the_page_of_the_paper_records_it(cast: Cast, slip: Paper) -> None:
    desk = Client()
    desk.force_login(cast.secretary.account)  # type: ignore[arg-type]
    page = f"/papers/{slip.ref}/"
    assert "还没有登记过查验" in desk.get(page).content.decode()
    assert desk.post(f"{page}checks/", CHECK)["Location"] == page
    assert "合格 · 中共汝城县驻广州流动党支部" in desk.get(page).content.decode()
    assert desk.post(f"{page}checks/", CHECK).status_code == 409
    assert desk.post(f"{page}checks/", {**CHECK, "year": 1999}).status_code == 422
