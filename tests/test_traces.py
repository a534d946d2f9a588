"""The search for traces finds a planted value in every dress; else its silence would mean nothing."""

import base64
import gzip
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.traces import find_traces

SECRET = "13800138000"
NAME = "文明瑶族乡幸福路八号"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_it_finds_a_value_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "log").write_bytes(f"before {NAME} after".encode(encoding))
    assert find_traces(NAME, tmp_path) == ["log"]


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
@pytest.mark.parametrize("tail", ["", "x", "xy"])
def test_it_finds_a_value_in_base64_wherever_it_starts(tmp_path: Path, offset: int, tail: str) -> None:
    body = ("a" * offset + SECRET + tail).encode()
    (tmp_path / "token").write_bytes(base64.b64encode(body))
    assert find_traces(SECRET, tmp_path) == ["token"]


def test_it_finds_a_value_in_hex(tmp_path: Path) -> None:
    (tmp_path / "dump").write_text(SECRET.encode().hex())
    assert find_traces(SECRET, tmp_path) == ["dump"]


def test_it_looks_inside_archives_and_papers(tmp_path: Path) -> None:
    (tmp_path / "log.gz").write_bytes(gzip.compress(SECRET.encode()))
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", gzip.compress(SECRET.encode()))
    (tmp_path / "paper.pdf").write_bytes(
        b"%PDF-1.7\nstream\n" + zlib.compress(SECRET.encode()) + b"\nendstream"
    )
    assert find_traces(SECRET, tmp_path) == ["book.xlsx", "log.gz", "paper.pdf"]


def test_it_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("13800138001")
    assert find_traces(SECRET, tmp_path) == []
