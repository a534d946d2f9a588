"""What calamine does not tell about an old .xls (OLE, BIFF8): date formats, errors, hidden columns, password.

Only records are walked, nothing is computed; a file whose structure surprises is left to calamine.
"""

import struct
from collections.abc import Iterator

from banyan.shared.spreadsheets import formats, look
from banyan.shared.spreadsheets.package import NOT_COMPUTED, Facts, Rejected, SheetFacts

_END_OF_CHAIN = 0xFFFFFFFA
_BOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _COLINFO = 0x0809, 0x002F, 0x0022, 0x0085, 0x007D
_XF, _MULRK, _NUMBER, _BOOLERR, _RK, _FORMAT, _FORMULA = (
    0x00E0,
    0x00BD,
    0x0203,
    0x0205,
    0x027E,
    0x041E,
    0x0006,
)
_EOF, _ROW, _ROW_IS_HIDDEN = 0x000A, 0x0208, 0x0020
_NOTE, _OBJECT, _TEXT_OF_OBJECT, _CONTINUE = 0x001C, 0x005D, 0x01B6, 0x003C
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA_ERROR = 2
_COLUMNS_MAX = 256
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT")
_EMBEDDED = ("\x01Ole10Native", "MBD0")
# Of a BOUNDSHEET record: a sheet of cells and a chart. The others are macro sheets of Excel 4 and modules.
_PLAIN_SHEETS = {0, 2}


def read_facts(content: bytes) -> Facts:
    """Rejected for password protection, documents and files without a workbook inside."""
    if _holds(content, "EncryptedPackage"):
        raise Rejected("password")
    if _holds(content, "WordDocument") or _holds(content, "PowerPoint Document"):
        raise Rejected("document")
    if not (_holds(content, "Workbook") or _holds(content, "Book")):
        raise Rejected("broken")
    try:
        return _facts(_workbook_stream(content))
    except (struct.error, IndexError, ValueError):
        return Facts()


def refuse_active(content: bytes) -> None:
    """Rejected for macros of either kind and for what is embedded, and where that cannot be told."""
    if any(_holds(content, name) for name in _MACROS):
        raise Rejected("macros")
    if any(name.encode("utf-16-le") in content for name in _EMBEDDED):
        raise Rejected("active")
    try:
        sheets = [body[5] for kind, body in _records(_workbook_stream(content), 0) if kind == _BOUNDSHEET]
    except (struct.error, IndexError, ValueError):
        raise Rejected("broken") from None
    if not sheets:
        raise Rejected("broken")
    if not set(sheets) <= _PLAIN_SHEETS:
        raise Rejected("macros")


def _holds(content: bytes, stream: str) -> bool:
    return (stream + "\0").encode("utf-16-le") in content


def _workbook_stream(content: bytes) -> bytes:
    """The stream named Workbook, put together from its sectors; one in the mini stream is left out."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    fat_sectors, first_directory = struct.unpack_from("<II", content, 44)
    (mini_below,) = struct.unpack_from("<I", content, 56)
    listed = struct.unpack_from("<109I", content, 76)[:fat_sectors]
    fat = [entry for at in listed for entry in struct.unpack_from(f"<{size // 4}I", content, (at + 1) * size)]
    directory = _chained(content, fat, size, first_directory)
    for at in range(0, len(directory) - 127, 128):
        (letters,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(letters - 2, 0)].decode("utf-16-le")
        first, length = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and length >= mini_below:
            return _chained(content, fat, size, first)[:length]
    return b""


def _chained(content: bytes, fat: list[int], size: int, first: int) -> bytes:
    sectors: list[bytes] = []
    at = first
    while at < _END_OF_CHAIN and len(sectors) <= len(fat):
        sectors.append(content[(at + 1) * size : (at + 2) * size])
        at = fat[at]
    return b"".join(sectors)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from a beginning to its end mark."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length


def _facts(stream: bytes) -> Facts:
    facts = Facts()
    own: dict[int, str] = {}
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise Rejected("password")
        if kind == _FORMAT:
            (number,) = struct.unpack_from("<H", body)
            own[number] = _text(body[2:], wide_length=True)
        elif kind == _XF:
            styles.append(struct.unpack_from("<2xH", body)[0])
        elif kind == _BOUNDSHEET:
            sheets.append((_text(body[6:], wide_length=False), struct.unpack_from("<I", body)[0]))
    codes = {at: own.get(number) or formats.BUILTIN.get(number, "") for at, number in enumerate(styles)}
    dated = {at: code for at, code in codes.items() if formats.precision(code)}
    for name, start in sheets:
        facts.sheets[name] = _sheet_facts(stream, start, dated)
    return facts


def _text(body: bytes, *, wide_length: bool) -> str:
    """A BIFF8 text: its length, a flag, then one or two bytes a letter."""
    length, flag, start = (*struct.unpack_from("<HB", body), 3) if wide_length else (body[0], body[1], 2)
    if flag & 1:
        return body[start : start + 2 * length].decode("utf-16-le")
    return body[start : start + length].decode("latin-1")


def _sheet_facts(stream: bytes, start: int, dated: dict[int, str]) -> SheetFacts:
    facts = SheetFacts()
    for kind, body in _records(stream, start):
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", body)
            if style in dated:
                facts.cells[row, column] = "f", dated[style]
        elif kind == _MULRK:
            _note_many(facts, body, dated)
        if kind in (_BOOLERR, _FORMULA):
            _note_error(facts, kind, body)
        elif kind == _COLINFO:
            first, last, _width, _style, options = struct.unpack_from("<5H", body)
            if options & 1:
                facts.hidden_columns.extend(range(first, min(last, _COLUMNS_MAX) + 1))
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_IS_HIDDEN:
            facts.hidden_rows.append(struct.unpack_from("<H", body)[0])
    facts.comments = _comments(stream, start)
    return facts


def _comments(stream: bytes, start: int) -> dict[tuple[int, int], str]:
    """A comment names its text box by number; the text follows the box in a record of its own."""
    boxes: dict[int, str] = {}
    found: dict[tuple[int, int], str] = {}
    number, letters = 0, 0
    for kind, body in _records(stream, start):
        if kind == _OBJECT:
            (number,) = struct.unpack_from("<H", body, 6)
        elif kind == _TEXT_OF_OBJECT:
            (letters,) = struct.unpack_from("<H", body, 10)
        elif kind == _CONTINUE and letters:
            boxes[number] = _text(struct.pack("<H", letters) + body, wide_length=True)
            letters = 0
        elif kind == _NOTE:
            row, column, _options, box = struct.unpack_from("<4H", body)
            author = _text(body[8:], wide_length=True)
            found[row, column] = look.said(boxes.get(box, ""), [author])
    return {place: text for place, text in found.items() if text}


def _note_many(facts: SheetFacts, body: bytes, dated: dict[int, str]) -> None:
    """Neighbouring numbers of one row share a record."""
    row, first = struct.unpack_from("<HH", body)
    for at in range((len(body) - 6) // 6):
        (style,) = struct.unpack_from("<H", body, 4 + 6 * at)
        if style in dated:
            facts.cells[row, first + at] = "f", dated[style]


def _note_error(facts: SheetFacts, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    if kind == _BOOLERR and body[7]:
        facts.cells[row, column] = "e", _ERRORS.get(body[6], NOT_COMPUTED)
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _FORMULA_ERROR:
        facts.cells[row, column] = "e", _ERRORS.get(body[8], NOT_COMPUTED)
