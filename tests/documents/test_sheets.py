"""Facts become words, and words a page (stack.md 6)."""

import json
import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
import typst
import zxingcpp
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from banyan.documents.facts import PRINTED, JourneyFacts, facts_for
from banyan.documents.sheets import Invitation, invitation_sheets, paper_sheet, poster_sheet
from banyan.documents.states import PaperKind
from banyan.documents.typesetting import TEMPLATES, Sheet, font_folder, render_pdf, render_png, source_of
from tests.documents.samples import LONGEST, LONGEST_JOURNEY, longest, shortest, stamp

pytestmark = pytest.mark.plain

RARE = "䶮㛃𬭎𫟹"


def test_a_letter_states_dues_and_validity_in_capital_numerals() -> None:
    words = longest(PaperKind.LETTER).words
    assert (words["dues_year"], words["dues_month"]) == ("贰零贰陆", "贰")
    assert (words["valid_days"], words["valid_until"]) == ("叁拾", "2026年3月22日")
    assert (words["age"], words["sex"], words["membership_short"]) == ("40", "女", "预备")
    assert words["id_number"] == "999999198503070024"


def test_dates_stand_in_chinese_as_far_as_they_are_known() -> None:
    words = longest(PaperKind.CERTIFICATE).words
    assert words["birth"] == "1985年3月"
    assert words["joined_on"] == "2012年4月15日"
    assert words["expected_return_on"] == "2026年6月"
    assert words["issued_on"] == "2026年2月20日"


def test_a_paper_stays_chinese_when_the_screen_is_not() -> None:
    with translation.override("en"):
        words = longest(PaperKind.LETTER).words

    assert words == longest(PaperKind.LETTER).words


def test_a_reprint_says_so_and_a_first_print_does_not() -> None:
    assert longest(PaperKind.RECEIPT).words["reprint"] == "补打 第12次 2026年3月1日"
    assert shortest(PaperKind.RECEIPT).words["reprint"] == ""


def test_the_official_site_stands_on_the_paper() -> None:
    assert longest(PaperKind.RECEIPT).words["site"] == "banyan.rucheng.example.cn"


@pytest.mark.parametrize("kind", [PaperKind.CERTIFICATE, PaperKind.FLOATING_SLIP, PaperKind.RECEIPT])
def test_only_the_introduction_letter_carries_the_id_number(kind: str) -> None:
    assert "id_number" not in facts_for(kind, LONGEST, LONGEST_JOURNEY)
    assert LONGEST.id_number not in str(longest(kind).words)


def test_the_receipt_carries_the_six_facts_for_home_and_the_name_of_the_host() -> None:
    asked = {"inflow_place", "employer", "address", "phone", "host_head", "host_phone", "host_organisation"}
    assert asked <= set(PRINTED[PaperKind.RECEIPT])


@pytest.mark.parametrize("kind", PaperKind.values)
@pytest.mark.parametrize("sample", [longest, shortest])
def test_a_paper_fills_one_page_and_its_code_is_read_whatever_is_written_on_it(
    kind: str, sample: object
) -> None:
    picture = Image.open(BytesIO(render_png(longest(kind) if sample is longest else shortest(kind))))
    assert picture.size == (1240, 1754)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == stamp().address


@pytest.mark.parametrize("kind", PaperKind.values)
def test_typst_has_no_complaint(kind: str) -> None:
    assert warnings_of([longest(kind), shortest(kind)]) == []


def test_a_batch_is_one_file_with_a_page_for_each() -> None:
    papers = [longest(kind) for kind in PaperKind.values] * 3
    assert pages_in(render_pdf(papers)) == 12


def test_invitations_stand_four_to_a_page_and_a_poster_alone() -> None:
    slip = Invitation(
        name="何苗",
        organisation="沙洲瑶族村党支部",
        address="https://banyan.example.cn/i/" + "k" * 26,
        valid_until=date(2026, 2, 27),
    )
    assert [len(sheet.words["slips"]) for sheet in invitation_sheets([slip] * 9)] == [4, 4, 1]  # type: ignore[arg-type]
    poster = poster_sheet(LONGEST_JOURNEY.host_organisation, "https://banyan.example.cn/a/" + "p" * 26)
    sheets = [*invitation_sheets([slip] * 9), poster]
    assert pages_in(render_pdf(sheets)) == 4
    assert warnings_of(sheets) == []


HOSTILE = [
    "甲#pagebreak()$*_`@<i",
    '")))#pagebreak()',
    '\\")))#pagebreak()',
    "\\u{22})))#pagebreak()",
    '\x01\x7f")))#pagebreak()',
    "\\",
    '"',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_person_is_called_is_never_markup(name: str) -> None:
    facts = facts_for(PaperKind.RECEIPT, LONGEST, JourneyFacts())
    sheet = paper_sheet(PaperKind.RECEIPT, {**facts, "name": name}, stamp())
    assert struct.unpack(">II", render_png(sheet)[16:24]) == (1240, 1754)
    assert pages_in(render_pdf([sheet])) == 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_words_are_read_as_they_were_given(words: str) -> None:
    asked = source_of([Sheet("x", {"name": words})]).split(b"#pages", 1)[1]
    compiler = typst.Compiler(input=b"#metadata" + asked + b"<told>", ignore_system_fonts=True)
    assert json.loads(compiler.query("<told>", field="value", one=True))[0]["words"] == {"name": words}


def test_rare_characters_are_drawn_and_not_boxes() -> None:
    drawn = {render_png(name_sheet(character), width_px=300) for character in RARE}
    box = render_png(name_sheet("\U000323af"), width_px=300)
    assert len(drawn) == 4
    assert box not in drawn


def test_threads_set_papers_side_by_side() -> None:
    kinds = PaperKind.values * 4
    with ThreadPoolExecutor(4) as threads:
        sizes = list(threads.map(lambda kind: pages_in(render_pdf([longest(kind)])), kinds))
    assert sizes == [1] * 16


def name_sheet(name: str) -> Sheet:
    return Sheet(PaperKind.RECEIPT, {**shortest(PaperKind.RECEIPT).words, "name": name})


def pages_in(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF")
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") + pdf.count(b"/Type /Page ")


def warnings_of(sheets: list[Sheet]) -> list[str]:
    compiler = typst.Compiler(root=str(TEMPLATES), font_paths=[str(font_folder())], ignore_system_fonts=True)
    _pdf, warnings = compiler.compile_with_warnings(input=source_of(sheets))
    return [str(warning) for warning in warnings]
