"""Files handed in: known by their content, and nothing in them that acts (R-F1, R-F2, R-F4)."""

from collections.abc import Callable

import pytest

from banyan.shared.attachments.checking import KINDS, SENTENCES, NotTaken, checked_attachment, title_of
from banyan.shared.attachments.child import answer_to
from tests.shared import attachment_files as files
from tests.shared import spreadsheet_files
from tests.shared.bombs import measured

pytestmark = pytest.mark.plain


def told(body: bytes) -> str:
    return next(iter(answer_to(body).values()))


# What is taken.


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (files.pdf(), "pdf"),
        (files.packed(b"9 0 << /Type /Page >>"), "pdf"),
        (files.docx(), "docx"),
        (files.docx(relation=files.relation("hyperlink", "https://gov.example/")), "docx"),
        (files.docx(files.field("HYPERLINK ", "hidden")), "docx"),
        (files.xlsx(), "xlsx"),
        (files.xls(), "xls"),
        ("修好了三盏路灯。\n".encode(), "txt"),
        ("修好了三盏路灯。\n".encode("gb18030"), "txt"),
    ],
)
def test_what_a_file_is_stands_in_its_content(body: bytes, kind: str) -> None:
    assert told(body) == kind
    assert kind in KINDS


def test_a_name_says_only_whether_a_text_is_a_table_and_its_suffix_is_ours() -> None:
    sent = checked_attachment("姓名,路灯\n甲,3\n".encode(), "C:\\表\\路灯.csv")
    assert (sent.kind, sent.title, sent.body[:3]) == ("csv", "路灯", "姓".encode())
    assert checked_attachment("姓名,路灯\n甲,3\n".encode(), "路灯.html").kind == "txt"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../成果.pdf", "成果"),
        ("成果\r\nSet-Cookie: x.pdf", "成果Set-Cookie: x"),
        ("成果\0.exe.pdf", "成果.exe"),
        ("成果\u202efdp.exe", "成果fdp"),
        (".pdf", "pdf"),
        ("..", ""),
        ("长" * 300 + ".pdf", "长" * 60),
    ],
)
def test_a_name_is_one_line_without_path_or_anything_that_turns_it_round(name: str, title: str) -> None:
    assert title_of(name) == title


# What is not.


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" \n", "empty"),
        (b"\xff\xd8\xff\xe0 a picture", "picture"),
        (b"Rar!\x1a\x07", "archive"),
        (spreadsheet_files.zipped({"a.txt": "x"}), "archive"),
        (spreadsheet_files.zipped({"ppt/presentation.xml": "<p/>"}), "document"),
        (b"{\\rtf1 x}", "document"),
        (b"<html><script>x()</script>", "web_page"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "web_page"),
        (b"MZ\x90\0\3\0\0\0", "encoding"),
        (b"#!/bin/sh\0", "foreign"),
        (files.docx()[:400], "broken"),
        (files.docx(word__vbaProject_bin=b"x"), "macros"),
        (files.docx(kind="vnd.ms-word.document.macroEnabled.main"), "macros"),
        (files.docx(word__x_exe=b"MZ"), "active"),
        (files.docx(word__embeddings__book_xlsx=files.xlsx()), "active"),
        (files.docx(word__activeX__activeX1_xml="<x/>"), "active"),
        (files.docx(relation=files.relation("aFChunk", "page.html", "Internal")), "active"),
        (files.docx(relation=files.relation("attachedTemplate", "https://a.example/t.dotm")), "links"),
        (files.docx(relation=files.relation("image", "https://a.example/1.png", "Ex&#116;ernal")), "links"),
        (files.docx(files.field("D", "DEAUTO c:\\\\x")), "active"),
        (files.docx('<w:fldSimple w:instr=" DDE x y"/>'), "active"),
        (files.docx(doctype='<!DOCTYPE x [<!ENTITY a "b">]>'), "broken"),
        (files.macro_sheet(), "macros"),
        (files.xls() + "_VBA_PROJECT_CUR\0".encode("utf-16-le"), "macros"),
        (files.xls() + "MBD0001".encode("utf-16-le"), "active"),
        (files.pdf(action="JavaScript"), "active"),
        (files.pdf(action="JavaScript").replace(b"/JavaScript", b"/J#61vaScr#69pt"), "active"),
        (files.pdf(action="Launch"), "active"),
        (files.pdf(attached=True), "active"),
        (files.pdf(password="secret"), "password"),
        (files.packed(b"9 0 << /S /JavaScript >>"), "active"),
        (files.packed(b"9 0 << /S /JavaScript >>", name=b"Obj#53tm"), "active"),
        (files.packed(b"9 0 << /S /Go >>", b"/Filter [/FlateDecode /ASCIIHexDecode]"), "active"),
        (files.packed(b"9 0 << /S /Go >>", b"/A (stream\n) /Filter /FlateDecode"), "active"),
        (files.pdf() + spreadsheet_files.zipped({"a": "b"}), "broken"),
        (files.pdf() + spreadsheet_files.zipped({"a": "b"}) + b"%%EOF", "active"),
        (files.pdf()[:200], "broken"),
        (b"%PDF-1.7\n%%EOF", "broken"),
    ],
)
def test_whatever_acts_or_cannot_be_told_is_refused_with_what_to_do(body: bytes, code: str) -> None:
    assert told(body) == code
    assert code in SENTENCES


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(NotTaken) as refusal:
        checked_attachment(b"%PDF-" + b"0" * (5 * 2**20), "a.pdf")
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize(
    "bomb",
    [
        files.pdf_bomb,
        lambda: files.packed(b"0" * (60 * 2**20)),
        lambda: files.docx(word__media__big_xml=b"0" * (200 * 2**20)),
        lambda: files.docx("<w:a/>" * 7_000_000),
        spreadsheet_files.shared_string_bomb,
        spreadsheet_files.many_entries,
    ],
    ids=["pdf streams", "pdf objects", "zip", "elements", "strings", "entries"],
)
def test_a_bomb_is_refused_within_two_seconds_and_a_hundred_megabytes(bomb: Callable[[], bytes]) -> None:
    """R-F4: whoever checks is another process."""
    content = bomb()
    with measured() as cost, pytest.raises(NotTaken) as refusal:
        checked_attachment(content, "a")
    assert refusal.value.code in {"too_big", "too_large"}
    assert (cost.seconds < 2, cost.own_seconds < 1, cost.megabytes < 100) == (True, True, True)
