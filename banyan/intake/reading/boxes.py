"""A form's boxes inside one cell, of which some are ticked: ☑男 □女, 是□ 否√."""

import re

_OPEN, _TICKED = "□☐▢◻", "☑✓✔√■"
_BOX = re.compile("[□☐▢◻☑☒]")
_MARKS = re.compile(f"([{_OPEN}{_TICKED}☒]+)")
# □其他：照顾孙子 was filled in, though nobody ticked it.
_FILLED_IN = re.compile(r"[:：]\s*[^\s_＿/\\—-]")
_EDGES = " 　、，,；;。_＿"


def has_boxes(text: str) -> bool:
    return _BOX.search(text) is not None


def ticked(text: str) -> list[str] | None:
    """The words beside the boxes that are ticked; None when that cannot be told."""
    parts = [part for part in _MARKS.split(text) if part.strip(_EDGES)]
    if not _MARKS.fullmatch(parts[0]):
        parts = [parts[at ^ 1] if at ^ 1 < len(parts) else "" for at in range(len(parts))]
    marks, words = parts[::2], [part.strip(_EDGES) for part in parts[1::2]]
    is_paired = len(marks) == len(words) and all(map(_MARKS.fullmatch, marks)) and all(words)
    if not is_paired or "☒" in text:
        return None
    chosen = [set(mark) & set(_TICKED) != set() for mark in marks]
    left_open = [word for word, is_chosen in zip(words, chosen, strict=True) if not is_chosen]
    if any(map(_FILLED_IN.search, left_open)):
        return None
    return [word for word, is_chosen in zip(words, chosen, strict=True) if is_chosen]
