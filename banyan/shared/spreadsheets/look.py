"""What an .xlsx says beside its values: hidden rows and columns, comments on cells, rows painted in a colour."""

import html
import posixpath
import re
import zipfile
from collections import Counter

Place = tuple[int, int]
COMMENTS_MAX = 20_000
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_COMMENT = re.compile(
    rb'<(?:\w+:)?comment\s[^>]*?\bref="([A-Z]{1,3})([1-9]\d{0,6})"[^>]*>(.*?)</(?:\w+:)?comment>', re.DOTALL
)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")
_AUTHOR = re.compile(rb"<(?:\w+:)?author>([^<]*)</(?:\w+:)?author>")
# What Excel writes around an answerable comment for programs that only know the old kind.
_THREADED = re.compile(r"^\[[^\]]*\].*?(?:注释|批注|Comment):\s*", re.DOTALL)
_FILLS = re.compile(rb"<(?:\w+:)?fills[\s>].*?</(?:\w+:)?fills>", re.DOTALL)
_FILL = re.compile(rb"<(?:\w+:)?fill>(.*?)</(?:\w+:)?fill>", re.DOTALL)
_SOLID = re.compile(rb'patternType="solid"')
_COLOUR = re.compile(rb'<(?:\w+:)?fgColor\s[^>]*\brgb="[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})"')
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_SHADED_CELLS_LEAST = 2


def attributes(source: bytes) -> dict[str, str]:
    """The attributes of one tag, without their namespaces."""
    return {
        name.rpartition(":")[2]: html.unescape(double or single)
        for name, double, single in _ATTRIBUTE.findall(source.decode())
    }


def place(letters: bytes, row: bytes) -> Place:
    """B3 -> (2, 1)."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1


def hidden_columns(xml: bytes) -> list[int]:
    head = xml[: max(xml.find(b"sheetData"), 0)]
    hidden: list[int] = []
    for found in map(attributes, _COLUMN.findall(head)):
        if found.get("hidden") in ("1", "true"):
            first, last = int(found["min"]), min(int(found["max"]), 400)
            hidden.extend(range(first - 1, last))
    return hidden


def hidden_rows(xml: bytes) -> list[int]:
    return [int(number) - 1 for number in _HIDDEN_ROW.findall(xml)] if b"hidden=" in xml else []


def comments(package: zipfile.ZipFile, sheet_part: str) -> dict[Place, str]:
    """The comments of a sheet, without the author's name that stands over them."""
    folder, _, name = sheet_part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.namelist():
        return {}
    found: dict[Place, str] = {}
    for relation in map(attributes, _RELATION.findall(package.read(relations))):
        if relation["Type"].endswith("/comments"):
            target = posixpath.normpath(posixpath.join("/", folder, relation["Target"])).lstrip("/")
            found |= _comments_in(package.read(target)) if target in package.namelist() else {}
    return found


def _comments_in(xml: bytes) -> dict[Place, str]:
    authors = [html.unescape(name.decode()) for name in _AUTHOR.findall(xml)]
    found = {}
    for letters, row, body in _COMMENT.findall(xml)[:COMMENTS_MAX]:
        text = html.unescape(b"".join(_TEXT.findall(body)).decode())
        found[place(letters, row)] = said(text, authors)
    return found


def said(text: str, authors: list[str]) -> str:
    """A comment without the name of who wrote it, and without what Excel writes around an answer."""
    bare = _THREADED.sub("", text).strip()
    for author in filter(None, authors):
        bare = re.sub(rf"^{re.escape(author)}\s*[:：]\s*", "", bare)
    return bare.strip()


def shaded_styles(styles: bytes) -> dict[str, str]:
    """Style number -> colour, of the styles that paint a cell."""
    fills, block = _FILLS.search(styles), _STYLES.search(styles)
    if fills is None or block is None:
        return {}
    colours = {
        str(at): colour[1].decode().upper()
        for at, fill in enumerate(_FILL.findall(fills[0]))
        if _SOLID.search(fill) and (colour := _COLOUR.search(fill)) is not None
    }
    numbers = [attributes(xf).get("fillId", "0") for xf in _STYLE.findall(block[0])]
    return {
        str(at): colours[fill] for at, fill in enumerate(numbers) if colours.get(fill, "FFFFFF") != "FFFFFF"
    }


def shades(xml: bytes, shaded: dict[str, str]) -> dict[int, str]:
    """Row -> the colour of most of its painted cells; a single painted cell is a mark, not a shade."""
    if not shaded:
        return {}
    styles = "|".join(shaded).encode()
    cell = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\br="[A-Z]{1,3}(\d{1,7})")(?=[^>]*\bs="(' + styles + rb')")')
    rows: dict[int, Counter[str]] = {}
    for row, style in cell.findall(xml):
        rows.setdefault(int(row) - 1, Counter())[shaded[style.decode()]] += 1
    most = {row: counts.most_common(1)[0] for row, counts in rows.items()}
    return {row: colour for row, (colour, count) in most.items() if count >= _SHADED_CELLS_LEAST}
