"""Is a .docx or .xlsx only words, figures and pictures? Macros, embedded files and links that fetch are refused."""

import re
import zipfile
from collections.abc import Iterable
from xml.parsers import expat

from banyan.shared.spreadsheets.package import Rejected, harmless_package

DOCUMENT, WORKBOOK = "docx", "xlsx"
_MAIN = {"word/document.xml": DOCUMENT, "xl/workbook.xml": WORKBOOK}
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE)
_ACTIVE = re.compile(r"activex|webextension|(^|/)\.\.(/|$)|^/|\\|\0", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\.(xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|wdp|svg|webp|odttf)$|/$|printersettings\d*\.bin$",
    re.IGNORECASE,
)
_RELATIONS = re.compile(r"\.rels$|^\[content_types\]\.xml$", re.IGNORECASE)
_REFUSED_RELATIONS = {
    "aFChunk": "active",
    "control": "active",
    "oleObject": "active",
    "package": "active",
    "externalLink": "links",
    "vbaProject": "macros",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
}
_CHUNK = 2**20
_XML_BYTES_MAX = 20 * 2**20


def checked(content: bytes) -> str:
    """`docx` or `xlsx`; Rejected("macros"), ("active"), ("links"), or as any zip that is too big or broken."""
    with harmless_package(content) as package:
        names = package.namelist()
        kind = next((kind for name, kind in _MAIN.items() if name in names), "")
        if not kind:
            raise Rejected("document" if _is_office(names) else "archive")
        _refuse_active_parts(names)
        for name in names:
            _read_through(package, name)
        _check_xml(package, [name for name in names if _RELATIONS.search(name)])
        if kind == DOCUMENT:
            _check_xml(package, [name for name in names if name.lower().endswith(".xml")])
    return kind


def _is_office(names: Iterable[str]) -> bool:
    """A presentation, a binary workbook, an OpenDocument: a file one can save as something else."""
    return any(name.startswith(("ppt/", "xl/")) or name == "content.xml" for name in names)


def _refuse_active_parts(names: list[str]) -> None:
    if any(_MACROS.search(name) for name in names):
        raise Rejected("macros")
    if len(set(names)) < len(names) or any(_ACTIVE.search(name) for name in names):
        raise Rejected("active")
    if not all(_HARMLESS.search(name) for name in names):
        raise Rejected("active")


def _read_through(package: zipfile.ZipFile, name: str) -> None:
    """To the end: its checksum proves the size the directory declares."""
    with package.open(name) as part:
        while part.read(_CHUNK):
            pass


class _Reader:
    """Walks XML as an office program would read it, whatever its encoding and prefixes."""

    def __init__(self) -> None:
        self.field = ""
        self._is_field = False

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise Rejected("broken") from None

    def _doctype(self, *_given: object) -> None:
        raise Rejected("broken")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "Relationship":
            _check_relation(given)
        elif "macroenabled" in given.get("ContentType", "").lower():
            raise Rejected("macros")
        elif name == "fldSimple":
            _check_field(" ".join(given.values()))
        elif name == "fldChar":
            self.field = ""
        self._is_field = name == "instrText"

    def _end(self, _tag: str) -> None:
        self._is_field = False

    def _text(self, text: str) -> None:
        if self._is_field:
            self.field += text
            _check_field(self.field)


def _check_relation(given: dict[str, str]) -> None:
    """A hyperlink waits for a click; everything else that lies outside is fetched by opening the file."""
    kind = given.get("Type", "").rpartition("/")[2]
    if kind in _REFUSED_RELATIONS:
        raise Rejected(_REFUSED_RELATIONS[kind])
    if given.get("TargetMode", "").strip().lower() == "external" and kind != "hyperlink":
        raise Rejected("links")


def _check_field(words: str) -> None:
    """A field that starts another program."""
    if words.lstrip().upper().startswith(("DDE ", "DDEAUTO")):
        raise Rejected("active")


def _check_xml(package: zipfile.ZipFile, names: list[str]) -> None:
    if sum(package.getinfo(name).file_size for name in names) > _XML_BYTES_MAX:
        raise Rejected("too_big")
    for name in names:
        _Reader().read(package.read(name))
