"""One person on several lines of a file: told once, by the first line; where lines differ, a question."""

from collections.abc import Iterator

from banyan.intake.reading.results import (
    NOTHING,
    Branch,
    Certainty,
    Reading,
    Row,
    Verdict,
    corrected,
    worst,
)

_DAY = len("1985-04-12")
_NOT_COMPARED = ("note", "direction")


def mark_duplicates(rows: list[Row]) -> None:
    """By a name merged over the lines, by id number, by telephone and name (story.md, Rosters).

    Name, birth and branch alone make a question unless the birth is known to the day: two may share a name.
    """
    seen: dict[tuple[str, ...], Row] = {}
    for before, row in zip([None, *rows], rows, strict=False):
        if row.is_continued and before is not None:
            _tell_together(row, before.told_by or before, is_same_cell=True)
        elif row.verdict is not Verdict.REFUSED:
            _mark(row, seen)


def _mark(row: Row, seen: dict[tuple[str, ...], Row]) -> None:
    keys = list(_keys(row))
    earlier = next((seen[key] for key in keys if key in seen and not _are_two(row, seen[key])), None)
    alike = seen.get(_name_key(row))
    if earlier is not None:
        _tell_together(row, earlier, is_same_cell=False)
    elif alike is not None and not _are_two(row, alike):
        row.ask("name", f"和{_place(alike)}同名同支部，请确认是不是同一个人")
        row.verdict = Verdict.QUESTION
    for key in (*keys, _name_key(row)):
        seen.setdefault(key, row)


def _keys(row: Row) -> Iterator[tuple[str, ...]]:
    """What makes sure that two lines are one person."""
    if row.ref:
        yield "ref", row.ref
    if number := row.text("id_number"):
        yield "id_number", number
    if phone := row.text("phone"):
        yield "phone", phone, row.text("name")
    if len(row.text("birth")) == _DAY:
        yield "birth", row.text("birth"), *_name_key(row)


def _name_key(row: Row) -> tuple[str, ...]:
    branch = row.values.get("branch", NOTHING).value
    return "name", row.text("name"), (branch.key or branch.name) if isinstance(branch, Branch) else ""


def _are_two(one: Row, other: Row) -> bool:
    """Two id numbers, or two dates of birth, are two people."""
    births = one.text("birth"), other.text("birth")
    shared = min(map(len, births))
    return _differ(one.text("id_number"), other.text("id_number")) or births[0][:shared] != births[1][:shared]


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _place(row: Row) -> str:
    return f"「{row.table.sheet}」第 {row.number} 行"


def _tell_together(row: Row, first: Row, *, is_same_cell: bool) -> None:
    """The first line tells for both: what it lacks is taken from the other, what differs is asked about."""
    for name, reading in row.values.items():
        _take(first, name, reading, row, is_same_cell=is_same_cell)
    row.verdict, row.told_by = Verdict.SAME, first
    first.verdict = worst(first.values) or Verdict.NEW
    if row.table.sheet == first.table.sheet:
        first.lines.append(row.number)
    else:
        row.told_by = None


def _take(first: Row, name: str, reading: Reading, row: Row, *, is_same_cell: bool) -> None:
    was = first.values.get(name, NOTHING)
    if reading.value is None or reading.value == was.value or reading.is_kept or was.is_kept:
        return
    if name == "branch" and is_same_cell and reading.raw == "":
        return
    if was.value is None and was.certainty in (Certainty.SURE, Certainty.CORRECTED):
        why = reading.why or f"{_place(row)}写着"
        first.values[name] = reading._replace(why=why)
    elif name == "note" or (name == "phone" and is_same_cell):
        _add_to_note(first, name, str(reading.value))
    elif name not in _NOT_COMPARED and not _is_coarser(reading.value, was.value):
        first.ask(name, f"和{_place(row)}写的不一样，请确认以哪个为准")


def _is_coarser(value: object, known: object) -> bool:
    """2012 beside 2012-04 says nothing else."""
    return isinstance(value, str) and isinstance(known, str) and known.startswith(value)


def _add_to_note(first: Row, name: str, words: str) -> None:
    was = first.values.get("note", NOTHING)
    told = f"其他电话：{words}" if name == "phone" else words
    if told not in str(was.value):
        joined = f"{was.value}；{told}" if was.value is not None else told
        first.values["note"] = corrected(was.raw, joined, "补记了别的行里的内容")
