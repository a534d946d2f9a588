"""Looking for personal values where they must not be: in every file of a folder, in every dress (R-P1)."""

import base64
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
DEPTH = 3


def find_traces(secret: str, folder: Path) -> list[str]:
    """The files below a folder that hold the value plainly, encoded, or inside an archive."""
    dresses = dresses_of(secret)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [str(path.relative_to(folder)) for path in files if holds(path.read_bytes(), dresses)]


def dresses_of(secret: str) -> set[bytes]:
    """The bytes to look for: each encoding, also as hex and as base64 at each of its three offsets."""
    plain = {secret.encode(encoding) for encoding in ENCODINGS}
    hexes = {text for body in plain for text in (body.hex().encode(), body.hex().upper().encode())}
    return plain | hexes | {part for body in plain for part in base64_parts(body)}


def base64_parts(body: bytes) -> Iterator[bytes]:
    """What of a value's base64 does not depend on the bytes around it, at each of the three offsets."""
    for offset, lost in ((0, 0), (1, 2), (2, 3)):
        text = base64.b64encode(b"\0" * offset + body)[lost:]
        whole = text.rstrip(b"=")
        yield whole[: len(whole) - (1 if len(text) != len(whole) else 0)]


def holds(body: bytes, dresses: set[bytes], depth: int = DEPTH) -> bool:
    if any(dress in body for dress in dresses):
        return True
    return depth > 0 and any(holds(inner, dresses, depth - 1) for inner in unpacked(body))


def unpacked(body: bytes) -> Iterator[bytes]:
    """What is inside gzip, xz and zip (and so .xlsx, .docx), and in the compressed streams of a PDF."""
    if body.startswith(b"\x1f\x8b"):
        yield gzip.decompress(body)
    elif body.startswith(b"\xfd7zXZ"):
        yield lzma.decompress(body)
    elif zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif body.startswith(b"%PDF"):
        yield from pdf_streams(body)


def pdf_streams(body: bytes) -> Iterator[bytes]:
    for part in body.split(b"stream\r\n" if b"stream\r\n" in body else b"stream\n")[1:]:
        stream = zlib.decompressobj()
        try:
            yield stream.decompress(part)
        except zlib.error:
            continue
