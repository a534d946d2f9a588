"""What calamine does not tell about an .xlsx, read from its parts after the zip directory was found harmless.

Limits of trust.md 0a: an entry at most 50 MB, all 200 MB, ratio at most 100, at most 200 entries.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from banyan.shared.spreadsheets import formats, look
from banyan.shared.spreadsheets.look import attributes

ENTRY_BYTES_MAX = 50 * 2**20
TOTAL_BYTES_MAX = 200 * 2**20
RATIO_MAX = 100
ENTRIES_MAX = 200
_DIRECTORY_ENTRY = b"PK\x01\x02"
_FOREIGN = {
    "word/": "document",
    "ppt/": "document",
    "content.xml": "opendocument",
    "xl/workbook.bin": "binary",
}
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
# A cell's own tag, its attributes in any order; the place is group 1 and 2.
_CELL = rb'<(?:\w+:)?c\s(?=[^>]*\br="([A-Z]{1,3})([1-9]\d{0,6})")'
_WRONG = re.compile(_CELL + rb'[^>]*\bt="e"[^>]*>(?:<f[^>]*>[^<]*</f>)?(?:<v>([^<]*)</v>)?')
# A formula whose result was empty text says t="str"; one that was never computed says nothing.
_UNCOUNTED = re.compile(
    _CELL + rb'(?![^>]*\bt="str")[^>]*[^/]><(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
NOT_COMPUTED = "#"


class Rejected(Exception):
    """The file is refused as a whole; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(slots=True)
class SheetFacts:
    """Of one sheet: (row, column) -> ("f", date format) or ("e", error text); what is hidden, said beside, painted."""

    cells: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    hidden_columns: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    shades: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Facts:
    """Of a workbook: what each sheet has beside its values."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)

    def of(self, sheet: str) -> SheetFacts:
        return self.sheets.get(sheet) or SheetFacts()


def read_facts(content: bytes, cells_max: int, rows_max: int) -> Facts:
    """Check the package against the limits, read what calamine leaves out; Rejected if it is no workbook."""
    with harmless_package(content) as package:
        _refuse_foreign(package.namelist())
        return _facts(package, cells_max, rows_max)


@contextmanager
def harmless_package(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The zip, once its directory is found within the limits; Rejected then, and for what breaks while it is read."""
    if content.count(_DIRECTORY_ENTRY) > ENTRIES_MAX:
        raise Rejected("too_big")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_oversized(package)
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError):
        raise Rejected("broken") from None
    except RuntimeError:  # an entry with a password of its own
        raise Rejected("password") from None


def _refuse_oversized(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    is_oversized = any(
        entry.file_size > ENTRY_BYTES_MAX or entry.file_size > RATIO_MAX * max(entry.compress_size, 1024)
        for entry in entries
    )
    if is_oversized or len(entries) > ENTRIES_MAX or sum(e.file_size for e in entries) > TOTAL_BYTES_MAX:
        raise Rejected("too_big")


def _refuse_foreign(names: list[str]) -> None:
    for start, code in _FOREIGN.items():
        if any(name.startswith(start) for name in names):
            raise Rejected(code)
    if "xl/workbook.xml" not in names:
        raise Rejected("archive")


def _facts(package: zipfile.ZipFile, cells_max: int, rows_max: int) -> Facts:
    workbook = package.read("xl/workbook.xml")
    styles = package.read("xl/styles.xml") if "xl/styles.xml" in package.namelist() else b""
    codes, shaded = _date_formats(styles), look.shaded_styles(styles)
    found = Facts()
    cells = 0
    for name, part in _sheet_parts(package, workbook):
        xml = package.read(part)
        cells += xml.count(b"<c ") + xml.count(b":c ")
        if cells > cells_max or xml.count(b"<row") + xml.count(b":row") > rows_max:
            raise Rejected("too_big")
        found.sheets[name] = facts = _sheet_facts(xml, codes)
        facts.comments, facts.shades = look.comments(package, part), look.shades(xml, shaded)
    if "xl/sharedStrings.xml" in package.namelist():
        package.read("xl/sharedStrings.xml")  # its checksum proves the declared size
    return found


def _sheet_parts(package: zipfile.ZipFile, workbook: bytes) -> Iterator[tuple[str, str]]:
    relations = package.read("xl/_rels/workbook.xml.rels")
    targets = {found["Id"]: found["Target"] for found in map(attributes, _RELATION.findall(relations))}
    for found in map(attributes, _SHEET.findall(workbook)):
        target = targets[found["id"]]
        part = target.lstrip("/") if target.startswith("/") else "xl/" + target
        if "worksheets/" in part:
            yield found["name"], part


def _date_formats(styles: bytes) -> dict[str, str]:
    """Style number -> format, of the styles that show a date."""
    own = {found["numFmtId"]: found["formatCode"] for found in map(attributes, _FORMAT.findall(styles))}
    block = _STYLES.search(styles)
    numbers = [attributes(xf).get("numFmtId", "0") for xf in _STYLE.findall(block[0])] if block else []
    codes = {
        str(at): own.get(number) or formats.BUILTIN.get(int(number), "") for at, number in enumerate(numbers)
    }
    return {at: code for at, code in codes.items() if formats.precision(code)}


def _sheet_facts(xml: bytes, date_formats: dict[str, str]) -> SheetFacts:
    facts = SheetFacts(hidden_columns=look.hidden_columns(xml), hidden_rows=look.hidden_rows(xml))
    if date_formats:
        styles = "|".join(date_formats).encode()
        dated = re.compile(_CELL + rb'(?=[^>]*\bs="(' + styles + rb')")')
        for letters, row, style in dated.findall(xml):
            facts.cells[look.place(letters, row)] = "f", date_formats[style.decode()]
    if b't="e"' in xml:
        for letters, row, text in _WRONG.findall(xml):
            facts.cells[look.place(letters, row)] = "e", html.unescape(text.decode()) or NOT_COMPUTED
    if b"<f" in xml or b":f" in xml:
        for letters, row in _UNCOUNTED.findall(xml):
            facts.cells[look.place(letters, row)] = "e", NOT_COMPUTED
    return facts
