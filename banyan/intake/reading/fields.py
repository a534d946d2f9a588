"""How the cells of each field are read, and what all of them share: ditto marks, words for nothing, masked cells."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from banyan.intake.reading.boxes import has_boxes, ticked
from banyan.intake.reading.branches import Branches, branch_reader
from banyan.intake.reading.codes import (
    read_category,
    read_direction,
    read_education,
    read_ethnicity,
    read_floating,
    read_lost,
    read_sex,
    read_yes_or_no,
)
from banyan.intake.reading.dates import date_reader
from banyan.intake.reading.id_numbers import read_id_number
from banyan.intake.reading.names import read_name
from banyan.intake.reading.phones import phone_reader
from banyan.intake.reading.places import Gazetteer, origin_reader, place_reader
from banyan.intake.reading.results import (
    FIELDS,
    NOT_COMPUTED,
    NOTHING,
    Certainty,
    Place,
    Reading,
    corrected,
    question,
    refused,
)
from banyan.intake.reading.text import BLANKS, is_ditto, is_masked, kept, normal, read_words
from banyan.shared.spreadsheets.sheets import Cell, Kind

Read = Callable[[Cell, str], Reading]
DITTO_WHY = "同上一行"
NO_DITTO = ("name", "id_number")
_YES_OR_NO = ("has_certificate", "floating", "lost")
_WORDS = ("employer", "occupation", "reason", "note", "host_organisation", "home_organisation")
# A form with a column for each option writes 1 and 0.
_TOLD_IN_WORDS = ("employer", "occupation", "reason", "host_organisation", "home_organisation")
_TICK = re.compile(r"\d{1,2}|[√×✓✔]|[是否有]")
_SAYS_SOMETHING = re.compile(r"\w")
# A form's answers keep the letter of the option, and what separates several of them: B、瑶族, 大专┋其他.
_CHOSEN = ("sex", "ethnicity", "education", "category", "direction", *_YES_OR_NO)
_OPTION = re.compile(r"^\s*(?:[A-Ha-hＡ-Ｈ]\s*[.、．:：]|[①-⑳])\s*(?=[\u4e00-\u9fff])")
_DATES = ("birth", "joined_on", "full_member_on", "departed_on", "arrived_on")


def field_readers(
    today: date, gazetteer: Gazetteer, home: Place | None, branches: Branches | None
) -> Mapping[str, Callable[[Cell], Reading]]:
    """For each field what its cell says."""
    return {
        name: partial(_read_cell, name, read)
        for name, read in _reads(today, gazetteer, home, branches).items()
    }


def _reads(
    today: date, gazetteer: Gazetteer, home: Place | None, branches: Branches | None
) -> Mapping[str, Read]:
    return {
        **dict.fromkeys(FIELDS, read_words),
        **dict.fromkeys(_DATES, date_reader(today)),
        **dict.fromkeys(_YES_OR_NO, read_yes_or_no),
        "name": read_name,
        "sex": read_sex,
        "id_number": read_id_number,
        "phone": phone_reader(),
        "host_phone": phone_reader(takes_land_lines=True),
        "ethnicity": read_ethnicity,
        "education": read_education,
        "category": read_category,
        "floating": read_floating,
        "lost": read_lost,
        "direction": read_direction,
        "branch": branch_reader(branches),
        "destination": place_reader(gazetteer, home),
        "origin": origin_reader(gazetteer, home),
    }


def _read_cell(field_name: str, read: Read, cell: Cell) -> Reading:
    """What every field shares: errors, ditto marks, words for nothing, masked cells."""
    if cell.kind is Kind.ERROR:
        return (
            question(cell.text, None, NOT_COMPUTED)
            if field_name in _WORDS
            else refused(cell.text, NOT_COMPUTED)
        )
    if is_ditto(cell):
        return Reading(cell.text, None, why=DITTO_WHY)
    if has_boxes(cell.text):
        return _of_boxes(field_name, read, cell)
    text = normal(cell.text).rstrip("。;")
    if text.lower() in BLANKS:
        said_no = field_name in _YES_OR_NO and text in ("无", "没有")
        return Reading(cell.text, False) if said_no else Reading(cell.text, None)
    if set(text) == {"*"} or (is_masked(text) and field_name == "branch"):
        return kept(cell)
    if field_name in _WORDS and not _SAYS_SOMETHING.search(text):
        return question(cell.text, None, "只有符号，看不出写的是什么，请补上或清空")
    if field_name in _TOLD_IN_WORDS and _TICK.fullmatch(text):
        return question(cell.text, None, "只有数字或记号，看不出写的是什么，请补上或清空")
    if field_name in _CHOSEN:
        text = normal(_OPTION.sub("", cell.text)).rstrip("。;")
        if "┋" in text:
            return question(cell.text, None, "选了不止一项，请选定一项")
    return read(cell, text)


def _of_boxes(field_name: str, read: Read, cell: Cell) -> Reading:
    """What is ticked is read as if it stood there alone."""
    chosen = ticked(cell.text)
    if chosen is None:
        return question(cell.text, None, "看不出勾的是哪一项，请写明")
    if len(chosen) > 1 and field_name not in _WORDS:
        return question(cell.text, None, "选了不止一项，请选定一项")
    words = "、".join(chosen)
    found = _read_cell(field_name, read, Cell(Kind.TEXT, words, words))._replace(raw=cell.text)
    is_new = found.certainty is Certainty.SURE and found.value is not None
    return corrected(found.raw, found.value, "按打了勾的填写", found.aside) if is_new else found


def from_above(name: str, raw: str, above: Mapping[str, Reading]) -> Reading:
    """What 同上 stands for; a name or an id number cannot be written so."""
    was = above.get(name, NOTHING)
    if name in NO_DITTO:
        return refused(raw, "这一格不能写「同上」，请填完整")
    if was.certainty is Certainty.QUESTION:
        return question(raw, was.value, "写的是「同上」，上一行也要确认", was.aside)
    if was.value is None:
        return question(raw, None, "写的是「同上」，上一行却没有内容，请补上")
    return corrected(raw, was.value, DITTO_WHY, was.aside)
