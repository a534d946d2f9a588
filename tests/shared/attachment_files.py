"""Files a member might hand in, and files somebody might hand in to do harm. None is stored; all are made here."""

import io
import zlib

import openpyxl
import pypdf
import xlwt
from pypdf.generic import DictionaryObject, NameObject

from tests.shared.spreadsheet_files import saved, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/{kind}+xml"/></Types>'
)
PLAIN = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"


def docx(
    words: str = "<w:p><w:r><w:t>修好了路灯。</w:t></w:r></w:p>",
    *,
    relation: str = "",
    kind: str = PLAIN,
    doctype: str = "",
    **more: str | bytes,
) -> bytes:
    """A document with its words, one relation more and any parts more (`word__x_bin` is word/x.bin)."""
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(kind=kind),
        "_rels/.rels": f'{relations}<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'{doctype}<w:document xmlns:w="w"><w:body>{words}</w:body></w:document>',
        "word/_rels/document.xml.rels": f"{relations}</Relationships>",
    }
    return zipped(parts | {name.replace("__", "/").replace("_", "."): part for name, part in more.items()})


def relation(kind: str, target: str, mode: str = "External") -> str:
    return f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def field(*pieces: str) -> str:
    """An instruction, cut into pieces as a word processor may cut it."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>'


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "修好的路灯"])
    return saved(book)


def xls() -> bytes:
    book, target = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("路灯").write(0, 0, "修好了")
    book.save(target)
    return target.getvalue()


def macro_sheet() -> bytes:
    """The same, but its sheet says that it is one of Excel 4's macros."""
    whole = xls()
    at = whole.index(b"\x85\x00", 512)
    return whole[: at + 9] + b"\x01" + whole[at + 10 :]


def pdf(*, action: str = "", password: str = "", attached: bool = False) -> bytes:
    """One page; perhaps with an action that starts by itself, a password, a file inside."""
    writer, target = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if action:
        does = DictionaryObject({NameObject("/S"): NameObject(f"/{action}")})
        writer._root_object[NameObject("/OpenAction")] = does
    if attached:
        writer.add_attachment("a.exe", b"MZ")
    if password:
        writer.encrypt(password)
    writer.write(target)
    return target.getvalue()


def packed(objects: bytes, head: bytes = b"/Filter /FlateDecode", name: bytes = b"ObjStm") -> bytes:
    """A PDF whose objects lie packed in a stream."""
    body = zlib.compress(objects)
    stream = b"9 0 obj\n<</Type /%s /N 1 /First 4 %s /Length %d>>\nstream\n%s\nendstream\nendobj\n"
    return with_streams(stream % (name, head, len(body), body))


def with_streams(streams: bytes) -> bytes:
    """A PDF with more before its table, which it still finds."""
    plain = pdf()
    at = plain.rindex(b"\nxref") + 1
    tail = plain[at:].replace(b"startxref\n%d" % at, b"startxref\n%d" % (at + len(streams)))
    return plain[:at] + streams + tail


def pdf_bomb() -> bytes:
    """Five streams of 60 MB in a few hundred KB."""
    body = zlib.compress(b"0" * (60 * 2**20), 9)
    streams = b"".join(
        b"%d 0 obj\n<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj\n"
        % (at, len(body), body)
        for at in range(90, 95)
    )
    return with_streams(streams)
