"""The small change of every reader: normal forms, words that mean nothing, ditto marks, masked cells."""

import re
import unicodedata

from banyan.intake.reading.results import Reading
from banyan.shared.spreadsheets.sheets import Cell

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_NORMAL = re.compile("[0-9A-Za-z./\u4e00-\u9fff-]*")
_SPACES = re.compile(r"\s+")
_MASKED = re.compile(r"[^\s*]*\*{2,}[^\s*]*(?:\*+[^\s*]*)*")
_QUOTES = "'’‘`′"
BLANKS = frozenset(
    [
        *(
            "",
            *"-—–_/\\|、。.,·•*~～?？",
            "--",
            "——",
            "---",
            "//",
            "/ /",
            "...",
            "……",
            "??",
            "null",
            "none",
            "n/a",
        ),
        *(
            "无",
            "空",
            "暂无",
            "没有",
            "未填",
            "不详",
            "待定",
            "未知",
            "不清楚",
            "不知道",
            "不明",
            "待查",
            "待核实",
        ),
    ]
)
DITTOS = frozenset(
    (
        "同上",
        "同前",
        "同左上",
        "上同",
        "同",
        "〃",
        "″",
        '"',
        "“",
        "”",
        "“”",
        "““",
        "””",
        "''",
        "’’",
        "〞",
        "‖",
        "↓",
    )
)


def normal(text: str) -> str:
    """Half-width, no invisible characters, single spaces, no quote that only forced a cell to be text."""
    if _NORMAL.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", text).strip().lstrip(_QUOTES)


def squeezed(text: str) -> str:
    """Without any space at all."""
    return _SPACES.sub("", text)


def is_ditto(cell: Cell) -> bool:
    return squeezed(cell.text) in DITTOS


def is_masked(text: str) -> bool:
    """138****0000, 431***********1234, 张** or ***: our own export, made for someone who may not see it."""
    return "**" in text and _MASKED.fullmatch(text) is not None


def kept(cell: Cell) -> Reading:
    return Reading(cell.text, None, why="这一格打了星号，视为不改", is_kept=True)


def read_words(cell: Cell, text: str) -> Reading:
    """Free text: lines joined, spaces single, otherwise as it was written."""
    words = _SPACES.sub(" ", _INVISIBLE.sub("", cell.text)).strip()
    return Reading(cell.text, words or text)
