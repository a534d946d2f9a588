"""Which doubts of a roster are one question, and what may be answered to it (rosters.md 6.3; story.md, Rosters)."""

import re
from collections.abc import Mapping
from typing import Any

from banyan.intake.reading.codes import EDUCATIONS
from banyan.intake.reading.text import normal

# About one person alone, whatever is written: a number, a telephone, a name, a birth.
PERSONAL = frozenset(("id_number", "phone", "name", "birth"))
_ABOUT_THE_ROW = re.compile(r"要不要(?:按外出)?导入|是什么意思")
_ABOUT_OTHER_CELLS = re.compile(r"不一致|不满|早于|第 \d+ 行|以哪个为准|批注")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEAR_AND_DIGIT = re.compile(r"可能是 (\d{4}) 年 (\d) 月")
_NAMED = re.compile(r"（([^（）]+、[^（）]+)）")
_SEVERAL_LEVELS = re.compile(r"写了(.+)几种学历")
_FEW: Mapping[str, tuple[str, ...]] = {
    "sex": ("男", "女"),
    "category": ("正式", "预备"),
    "direction": ("流出", "流入"),
    "floating": ("是", "否"),
    "lost": ("是", "否"),
    "has_certificate": ("是", "否"),
}


def likeness(name: str, reading: Mapping[str, Any], at: str) -> tuple[str, ...]:
    """Doubts with the same likeness are one question; `at` names the row, for what is asked person by person.

    A row painted red or hidden is asked about by its reason alone: what is written in it does not matter.
    """
    why = str(reading["why"])
    if _ABOUT_THE_ROW.search(why) and name == "name":
        return (name, why)
    if name in PERSONAL or _ABOUT_OTHER_CELLS.search(why):
        return (name, why, at)
    return (name, why, normal(str(reading["raw"])))


def is_as_above(why: str) -> bool:
    """Does the cell say 同上, below one that is in doubt itself? Then it is that doubt once more."""
    return "上一行也要确认" in why


def is_about_the_row(name: str, why: str) -> bool:
    """Is it asked whether the row is to be taken in at all, rather than what a cell means?"""
    return name == "name" and bool(_ABOUT_THE_ROW.search(why))


def is_one_or_two(why: str) -> bool:
    """Is it asked whether two rows are one person?"""
    return "是不是同一个人" in why


def suggestions(name: str, reading: Mapping[str, Any]) -> list[str]:
    """What the cell may mean, as texts the reader takes without asking; the reading itself is not among them."""
    raw, why = str(reading["raw"]), str(reading["why"])
    if found := _YEAR_AND_DIGIT.search(why):
        return [f"{found[1]}年{found[2]}月"]
    if is_lost_october(why) and (year := _YEAR.search(raw)):
        return [f"{year[0]}年1月", f"{year[0]}年10月"]
    if name in ("destination", "origin") and (found := _NAMED.search(why)):
        return found[1].split("、")
    if name == "education" and (found := _SEVERAL_LEVELS.search(why)):
        return found[1].split("、")
    return list(_FEW.get(name, ()))


def is_lost_october(why: str) -> bool:
    """Excel makes 2012.1 of 2012.10: then what was read is no better than the other month."""
    return "10 月" in why


def choices_of(name: str) -> tuple[str, ...]:
    """The fixed list of a field, for a field with suggestions while typing."""
    return EDUCATIONS if name == "education" else ()
