"""Cells of one row held against each other: what cannot be is refused, what is strange is asked about.

Dates are ISO and may end at the month or the year: one is surely later than another when it is greater in
the part both have.
"""

from collections.abc import Mapping
from datetime import date

from banyan.intake.reading.id_numbers import birth_in, sex_in
from banyan.intake.reading.results import NOT_COMPUTED, NOTHING, Certainty, Reading, Row, Table, corrected

ADULT_YEARS = 18
PARTY_FOUNDED = "1921-07"
_FUTURE = {
    "birth": "出生日期",
    "joined_on": "入党时间",
    "full_member_on": "转正时间",
    "arrived_on": "流入时间",
}


def check_row(row: Row, today: date) -> None:
    """All rules between cells, in the order a clerk would look."""
    number = row.text("id_number")
    if number:
        _compare(row, "birth", birth_in(number), "出生日期")
        _compare(row, "sex", sex_in(number), "性别")
    _check_order(row)
    _check_stay(row)
    _check_future(row, today.isoformat())


def _compare(row: Row, name: str, told: str, words: str) -> None:
    """What the id number tells fills an empty cell; where they differ, a question (rosters.md 6.3, 4)."""
    written = row.text(name)
    if not written and _is_open(row.values.get(name)):
        raw = row.values[name].raw if name in row.values else ""
        row.values[name] = corrected(raw, told, f"按身份证号码填上{words}")
    elif name == "birth" and _is_october(written, told, row.values[name]):
        row.values[name] = corrected(row.values[name].raw, told[:7], "年月按身份证号码确定")
    elif written and not told.startswith(written):
        row.ask(name, f"与身份证号码里的{words}（{told}）不一致，请核对")


def _is_october(written: str, told: str, reading: Reading) -> bool:
    """1985.1 may be January or October; the id number knows."""
    is_asked = (
        reading.certainty is Certainty.QUESTION and written.endswith("-01") and len(written) == len("1985-01")
    )
    return is_asked and told[:7] in (written, f"{written[:4]}-10")


def _is_open(reading: Reading | None) -> bool:
    """Empty, or a formula over the number that was never computed."""
    if reading is None or reading.why == NOT_COMPUTED:
        return True
    return not reading.is_kept and reading.certainty is Certainty.SURE


def is_later(one: str, other: str) -> bool:
    """Is every day the first can mean after every day the second can mean?"""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]


def _check_order(row: Row) -> None:
    """入党时间不能大于转正时间, and nobody joins before being born; under 18 at joining is asked about."""
    birth, joined, full = row.text("birth"), row.text("joined_on"), row.text("full_member_on")
    if joined and full and is_later(joined, full):
        row.refuse("full_member_on", "转正时间早于入党时间，请核对这两个日期")
    if joined and is_later(PARTY_FOUNDED, joined):
        row.refuse("joined_on", "入党时间早于 1921 年建党，请核对")
    if not (birth and joined):
        return
    if is_later(birth, joined):
        row.refuse("joined_on", "入党时间早于出生日期，请核对这两个日期")
    elif is_later(f"{int(birth[:4]) + ADULT_YEARS}{birth[4:]}", joined):
        row.ask("joined_on", f"入党时不满 {ADULT_YEARS} 周岁，请核对出生日期和入党时间")


def _check_stay(row: Row) -> None:
    """入党时间不能大于流入时间 (rosters.md 6.1); nobody arrives before leaving; a stay without floating is odd."""
    arrived, departed = row.text("arrived_on"), row.text("departed_on")
    if arrived and is_later(row.text("joined_on"), arrived):
        row.ask("arrived_on", "流入时间早于入党时间，请核对")
    if arrived and is_later(departed, arrived):
        row.ask("arrived_on", "流入时间早于外出时间，请核对")
    for name, words in (("departed_on", "外出时间"), ("arrived_on", "流入时间")):
        if row.text(name) and is_later(row.text("birth"), row.text(name)):
            row.ask(name, f"{words}早于出生日期，请核对")
    if departed and row.values.get("floating", NOTHING).value is False:
        row.ask("floating", "写着不是流动党员，却有外出时间，请核对")


def _check_future(row: Row, today: str) -> None:
    for name, words in _FUTURE.items():
        written = row.text(name)
        if written > today and is_later(written, today):
            row.refuse(name, f"{words}在今天之后，请核对")
    departed = row.text("departed_on")
    if departed > today and is_later(departed, today):
        row.ask("departed_on", "外出时间在今天之后，请确认是不是还没有动身")
    elif len(departed) == len("2012"):
        row.ask("departed_on", "只有年份，算不出外出了几个月，请补上月份")


def clashes(facts: Mapping[str, str], today: date) -> dict[str, str]:
    """Days that cannot be, or not beside each other: field -> why."""
    row = Row(Table("", (), ()), 0, {name: Reading(fact, fact) for name, fact in facts.items()})
    _check_order(row)
    _check_future(row, today.isoformat())
    return {name: each.why for name, each in row.values.items() if each.certainty is Certainty.REFUSED}
