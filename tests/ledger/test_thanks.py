"""The poster of a closed period: one page for the wall, one picture for the group, whom the list names (I-04, R-P8)."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from banyan.documents.typesetting import render_pdf, render_png
from banyan.ledger.queries.closings import NAMED_MOST
from banyan.ledger.sheets import thanks_sheet


def lines(count: int) -> list[dict[str, str]]:
    return [
        {"place": str(number), "name": f"欧阳众{number}", "branch": "沙洲瑶族村党支部", "amount": "12.5"}
        for number in range(1, count + 1)
    ]


def text_of(count: int) -> list[str]:
    sheet = thanks_sheet("文明瑶族乡", "2026年上半年", lines(count), is_long=False)
    return [page.extract_text() for page in PdfReader(io.BytesIO(render_pdf([sheet]))).pages]


@pytest.mark.parametrize("count", [1, 14, 15, 48, 49, NAMED_MOST])
def test_a_list_fills_one_page_with_everybody_on_it(count: int) -> None:
    pages = text_of(count)
    assert len(pages) == 1
    assert all(line["name"] in pages[0] for line in lines(count))


def test_without_names_everybody_is_thanked() -> None:
    assert "每一位为家乡出过力的在外党员" in text_of(0)[0]


def test_the_picture_grows_with_the_list() -> None:
    heights = [
        Image.open(
            io.BytesIO(render_png(thanks_sheet("沙洲", "2026年", lines(count), is_long=True), width_px=300))
        ).height
        for count in (2, 40)
    ]
    assert heights[1] > 2 * heights[0]
