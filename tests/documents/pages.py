"""A finished PDF as somebody at the printer sees it: the words of each page, and each page as a picture."""

import io
from pathlib import Path

import typst
from PIL import Image
from pypdf import PdfReader

DPI = 60
WHITE = 245
ONE_PAGE = '#set page(paper: "a4", margin: 0mm)\n#image("whole.pdf", page: int(sys.inputs.page))'


def words_of_pages(pdf: bytes) -> list[str]:
    """Page by page, without the spaces between characters."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def pictures_of_pages(pdf: bytes, folder: Path) -> list[Image.Image]:
    """Every page of the file itself (not of what it was set from), in grey, at 60 dots an inch."""
    (folder / "whole.pdf").write_bytes(pdf)
    (folder / "page.typ").write_text(ONE_PAGE)
    compiler = typst.Compiler(root=str(folder))
    pages = range(1, len(PdfReader(io.BytesIO(pdf)).pages) + 1)
    made = [
        compiler.compile(
            input=str(folder / "page.typ"), format="png", ppi=DPI, sys_inputs={"page": str(page)}
        )
        for page in pages
    ]
    return [Image.open(io.BytesIO(bytes(png))).convert("L") for png in made]  # type: ignore[arg-type]


def margins_mm(picture: Image.Image) -> tuple[float, float, float, float]:
    """What stays white at the left, the top, the right and the bottom; the whole page where nothing stands."""
    ink = picture.point(lambda shade: 255 if shade < WHITE else 0).getbbox()
    left, top, right, bottom = ink or (picture.width, picture.height, 0, 0)
    inches = (left / DPI, top / DPI, (picture.width - right) / DPI, (picture.height - bottom) / DPI)
    return tuple(round(inch * 25.4, 1) for inch in inches)  # type: ignore[return-value]


def ink_share(picture: Image.Image) -> float:
    """Which part of the page is not white, 0 to 1."""
    return sum(picture.histogram()[:WHITE]) / (picture.width * picture.height)
