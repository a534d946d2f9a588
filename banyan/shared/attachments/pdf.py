"""Is a PDF only pages? Scripts, attached files, forms that send and passwords are refused (R-F2).

What an action is called is looked for in the bytes themselves and in the packed object streams, the only two places
where a reader finds objects; a packed stream that cannot be read here for certain is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

import pypdf
from pypdf.errors import PyPdfError

from banyan.shared.spreadsheets.package import Rejected

MARK = b"%PDF-"
PAGES_MAX = 2000
STREAMS_MAX = 20_000
OBJECTS_BYTES_MAX = 20 * 2**20
UNPACKED_BYTES_MAX = 200 * 2**20
_CHUNK, _PACKED_CHUNK = 2**20, 2**14
_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_NAMES = re.compile(rb"/([^\s/<>\[\]()%{}\0]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_TWICE = re.compile(rb"/Filter\s*\[[^\]]*/Fl\w*\s*/Fl[^\]]*\]")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_OF_OBJECT_STREAM = {b"Type", b"ObjStm", b"N", b"First", b"Length", b"Extends", b"Filter", b"FlateDecode"}


def _named(*words: str) -> re.Pattern[bytes]:
    """A name however it is written: any letter of it may stand as #4a."""
    spelt = ["".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word) for word in words]
    return re.compile(f"/(?:{'|'.join(spelt)})(?![A-Za-z0-9])".encode())


_ACTIVE = _named(
    "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "Rendition", "SubmitForm",
    "ImportData", "GoToE",
)  # fmt: skip
_ENCRYPTED = _named("Encrypt")
_OBJECT_STREAM = _named("ObjStm")


def checked(content: bytes) -> str:
    """`pdf`; Rejected("active"), ("password"), ("too_big"), or ("broken") for what is no whole PDF and nothing else."""
    _refuse_more_than_a_pdf(content)
    if _ENCRYPTED.search(content):
        raise Rejected("password")
    _refuse_active(content)
    for objects in _packed_objects(content):
        _refuse_active(objects)
    _refuse_bomb(content)
    _open(content)
    return "pdf"


def _refuse_more_than_a_pdf(content: bytes) -> None:
    """It ends where a PDF ends, and is no zip besides."""
    last = content.rfind(b"%%EOF")
    if last < 0 or content[last + 5 :].strip(b"\0\t\n\f\r \x1a"):
        raise Rejected("broken")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Rejected("active")


def _refuse_active(objects: bytes) -> None:
    if _ACTIVE.search(objects):
        raise Rejected("active")


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The object streams, unpacked. Each must say plainly, and nothing but, how it is packed."""
    for found in _OBJECT_STREAM.finditer(content):
        heads = list(_OBJECT.finditer(content, max(found.start() - 2000, 0), found.start()))
        stream = re.compile(rb"stream\r?\n").search(content, found.end(), found.end() + 2000)
        if not heads or not stream:
            raise Rejected("active")
        head = content[heads[-1].end() : stream.start()]
        names = [_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), name) for name in _NAMES.findall(head)]
        if not set(names) <= _OF_OBJECT_STREAM or re.search(rb"[()%]", head) or names.count(b"Filter") > 1:
            raise Rejected("active")
        if b"Filter" in names:
            yield _unpacked(content, stream.end())


def _unpacked(content: bytes, start: int) -> bytes:
    """Whole, or Rejected."""
    objects = bytearray()
    for part in _parts(content, start):
        objects += part
        if len(objects) > OBJECTS_BYTES_MAX:
            raise Rejected("too_big")
    return bytes(objects)


def _parts(content: bytes, start: int) -> Iterator[bytes]:
    """What is packed there, piece by piece to its end; Rejected where it breaks off."""
    unpacker = zlib.decompressobj()
    try:
        for at in range(start, len(content), _PACKED_CHUNK):
            packed = content[at : at + _PACKED_CHUNK]
            while packed and not unpacker.eof:
                yield unpacker.decompress(packed, _CHUNK)
                packed = unpacker.unconsumed_tail
            if unpacker.eof:
                return
    except zlib.error:
        pass
    raise Rejected("broken")


def _refuse_bomb(content: bytes) -> None:
    """Unpacked, all its streams together stay below a limit; none is packed twice."""
    streams = [found.end() for found in _STREAM.finditer(content)]
    if _PACKED_TWICE.search(content) or len(streams) > STREAMS_MAX:
        raise Rejected("too_big")
    total = 0
    for length in _lengths(content, streams):
        total += length
        if total > UNPACKED_BYTES_MAX:
            raise Rejected("too_big")


def _lengths(content: bytes, streams: list[int]) -> Iterator[int]:
    for start in streams:
        with suppress(Rejected):
            yield from (len(part) for part in _parts(content, start))


def _open(content: bytes) -> None:
    """A reader finds its pages; whatever else it says of a broken one ends the child."""
    try:
        pages = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    except PyPdfError:
        raise Rejected("broken") from None
    if not 0 < pages <= PAGES_MAX:
        raise Rejected("broken" if not pages else "too_big")
