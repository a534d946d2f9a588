"""Heads that alone say too little: what stands below them tells whether 入党 is a day and 类别 is 正式 or 预备."""

import re
from collections.abc import Callable, Mapping

from banyan.intake.reading import labels
from banyan.intake.reading.results import Column, Table
from banyan.intake.reading.text import normal, squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Sheet

_ROWS_LOOKED_AT = 60
_Looks = Callable[[str], object]
_DAY = re.compile(r"(?:19|20)\d{2}(?:[.\-/年]\d.*|\d{2}|\d{4})").fullmatch
_CATEGORY = re.compile("(?:中共)?(?:正式|预备)(?:党员)?").fullmatch
_SIGNS: Mapping[str, tuple[re.Pattern[str], _Looks]] = {
    "joined_on": (re.compile("入党"), _DAY),
    "full_member_on": (re.compile("转正"), _DAY),
    "departed_on": (re.compile("外出|流出|离乡|离家"), _DAY),
    "category": (re.compile("(?:身份)?类别|类型|身份"), _CATEGORY),
}


def told_by_content(sheet: Sheet, table: Table) -> Table:
    """Columns nobody could name, named where every cell below looks as one of the field does."""
    named = {column.at: field for column in table.unread if (field := _field_of(sheet, table, column))}
    if not named:
        return table
    found = tuple(column._replace(field=named[column.at]) for column in table.unread if column.at in named)
    rest = tuple(column for column in table.unread if column.at not in named)
    return table._replace(columns=(*table.columns, *found), unread=rest)


def _field_of(sheet: Sheet, table: Table, column: Column) -> str:
    taken = {each.field.partition(".")[0] for each in table.columns}
    bare = labels.letters(column.label)
    fitting = (name for name, (word, _looks) in _SIGNS.items() if word.fullmatch(bare) and name not in taken)
    field = next(fitting, "")
    return field if field and _all_look(sheet, table, column.at, _SIGNS[field][1]) else ""


def _all_look(sheet: Sheet, table: Table, at: int, looks: _Looks) -> bool:
    """Sums and signatures fill few cells; they are not looked at."""
    first = table.head_rows[-1] + 1
    rows = [row for row in sheet.rows[first : first + _ROWS_LOOKED_AT] if row[at] is not EMPTY]
    texts = [squeezed(normal(row[at].text)) for row in rows]
    return bool(texts) and all(map(looks, texts))
