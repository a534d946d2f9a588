"""A file somebody hands in: read by its content, kept as it is, called what it is (R-F1, R-F2)."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from banyan.shared.children import ask_child

TITLE_CHARACTERS = 60
FILE_MAX_MB = 5
# Suffix -> what a browser is told; none of them is ever shown inside a page.
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "txt": "text/plain",
    "csv": "text/csv",
}
_SAVE_AS = _("这种文件不收。请在 Word 或 WPS 里「另存为」.docx、.xlsx 或 PDF 后再选。")
_ONLY = _("只收 PDF、Word（.docx）、Excel（.xlsx、.xls）和文本文件，请换一个。")
SENTENCES = {
    "active": _("这个文件里带有脚本或嵌着别的文件，不收。请用「打印」做成一份新的 PDF 再选。"),
    "archive": _("这是一个压缩包。请先解压，再选里面的文件。"),
    "binary": _SAVE_AS,
    "broken": _("这个文件不完整或已经损坏，打不开。请打开原来的文件，重新「另存为」一份再选。"),
    "document": _SAVE_AS,
    "empty": _("这个文件是空的，请换一个。"),
    "encoding": _ONLY,
    "foreign": _ONLY,
    "links": _("这个文件打开时会到别处取内容，不收。请「另存为」PDF 后再选。"),
    "macros": _("这个文件里带有宏，不收。请「另存为」不带宏的 .docx、.xlsx 或 PDF 后再选。"),
    "opendocument": _SAVE_AS,
    "password": _("这个文件加了密码。请去掉密码再保存，然后重新选。"),
    "pdf": _("这个 PDF 不完整，打不开。请重新导出一份再选。"),
    "picture": _("这是一张图片，请选在上面的“照片”里。"),
    "too_big": _("这个文件展开后太大，没有收。请删去多余的内容，或「另存为」PDF 后再选。"),
    "too_large": _("这个文件超过5 MB。请压缩里面的图片，或分成几个再选。"),
    "too_long": _("这个文件读得太久，已经停下。请「另存为」PDF 后再选。"),
    "web_page": _("这个文件其实是网页。请用「打印」做成 PDF 后再选。"),
}


class NotTaken(Exception):
    """The file is none we take; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Attachment:
    """A file as it came, found harmless; `kind` is one of KINDS, `title` its name without path and suffix."""

    body: bytes
    kind: str
    title: str


def checked_attachment(body: bytes, name: str) -> Attachment:
    """What a file is by its content, whatever its name says; NotTaken for anything that is none or that acts."""
    if len(body) > FILE_MAX_MB * 2**20:
        raise NotTaken("too_large")
    answer = ask_child("banyan.shared.attachments.child", body)
    if "unreadable" in answer:
        raise NotTaken(str(answer["unreadable"]))
    kind = str(answer["kind"])
    is_table = kind == "txt" and name.lower().endswith(".csv")
    return Attachment(body, "csv" if is_table else kind, title_of(name))


def title_of(name: str) -> str:
    """A name as one line of plain letters: no path, no suffix, nothing that turns the writing round."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip()
    stem = plain.rpartition(".")[0] or plain
    return stem.strip(" .")[:TITLE_CHARACTERS]
