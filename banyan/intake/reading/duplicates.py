"""The same person twice in one file: an equal row changes nothing, a differing one is asked about."""

from collections.abc import Iterator

from banyan.intake.reading.results import Branch, Row, Verdict


def mark_duplicates(rows: list[Row]) -> None:
    """By id number, by telephone and name, by name with birth and branch (story.md, Rosters)."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if row.verdict is Verdict.REFUSED:
            continue
        keys = list(_keys(row))
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            _mark(row, earlier)
        for key in keys:
            seen.setdefault(key, row)


def _keys(row: Row) -> Iterator[tuple[str, ...]]:
    name = row.text("name")
    branch = row.values["branch"].value if "branch" in row.values else None
    if row.ref:
        yield "ref", row.ref
    if number := row.text("id_number"):
        yield "id_number", number
    elif phone := row.text("phone"):
        yield "phone", phone, name
    elif isinstance(branch, Branch):
        yield "name", name, row.text("birth"), branch.key or branch.name


def _mark(row: Row, earlier: Row) -> None:
    same = [reading.value for reading in row.values.values()] == [
        earlier.values[name].value if name in earlier.values else None for name in row.values
    ]
    if same:
        row.verdict = Verdict.SAME
    else:
        place = f"「{earlier.table.sheet}」第 {earlier.number} 行"
        row.ask("name", f"和{place}像是同一个人，内容不一样，请确认以哪一行为准")
        row.verdict = Verdict.QUESTION
