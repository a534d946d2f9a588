"""Papers set by typst: words in, PDF or picture out. Knows no database and no person, only sheets.

Words reach a template as JSON inside a string alone, so nothing a person is called can become markup
(docs/decisions/0018).
"""

import io
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfWriter

TEMPLATES = Path(__file__).parent / "templates" / "papers"
A4_WIDTH_INCHES = 210 / 25.4
PHONE_WIDTH_PX = 1240
# A page takes about a megabyte of memory while it is set: a pile is set in parts, then put together.
PAGES_AT_ONCE = 200

# A compiler shared between threads fails with "Already borrowed"; a fresh one per paper is 50 times slower.
_of_this_thread = threading.local()


@dataclass(frozen=True)
class Sheet:
    """One page to set: the name of its template and the words in it."""

    template: str
    words: Mapping[str, object]


def render_pdf(sheets: Sequence[Sheet]) -> bytes:
    """One A4 PDF of all the sheets, each on its own page, in one compile (performance.md g)."""
    # Tags let a paper be read aloud; in a pile for the printer they would only double the file.
    return bytes(_compile(sheets, format="pdf", pdf_tags=len(sheets) == 1))


def join_pdfs(parts: Iterable[bytes]) -> bytes:
    """Parts of a pile as one file, in their order."""
    whole, target = PdfWriter(), io.BytesIO()
    for part in parts:
        whole.append(io.BytesIO(part), import_outline=False)
    whole.write(target)
    return target.getvalue()


def render_png(sheet: Sheet, *, width_px: int = PHONE_WIDTH_PX) -> bytes:
    """The sheet as one picture to keep on a phone."""
    return bytes(_compile([sheet], format="png", ppi=width_px / A4_WIDTH_INCHES))


def font_folder() -> Path:
    """Where the bundled Chinese fonts lie; fonts of the machine are never used."""
    return Path(str(files("pylopdf_fonts_zh_cn")))


def source_of(sheets: Sequence[Sheet]) -> bytes:
    """The file that typst is given: it asks the one entry for these sheets, with their words in a string.

    JSON written as JSON is ASCII with a backslash before each quotation mark and backslash, and that is how typst
    writes a string too.
    """
    pages = [{"template": sheet.template, "words": dict(sheet.words)} for sheet in sheets]
    words = json.dumps(json.dumps(pages))
    return f'#import "print.typ": pages\n#pages(json(bytes({words})))'.encode("ascii")


def _compile(sheets: Sequence[Sheet], **output: Any) -> Any:
    return _compiler().compile(input=source_of(sheets), **output)


def _compiler() -> typst.Compiler:
    if not hasattr(_of_this_thread, "compiler"):
        _of_this_thread.compiler = typst.Compiler(
            root=str(TEMPLATES), font_paths=[str(font_folder())], ignore_system_fonts=True
        )
    compiler: typst.Compiler = _of_this_thread.compiler
    return compiler
