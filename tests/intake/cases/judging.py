"""What a case expects, held against what was read: counted value by value and row by row.

Expected values are written by hand: `1985-07` read and taken in, `ask` or `ask 2012-01` a question (with what it
proposes), `mend` refused, `~` nothing. A field not named must stay empty; only the note is looked at where named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.intake.cases.building import with_ids

Found = Mapping[str, Any]
TAKEN = ("sure", "corrected")


@dataclass
class Score:
    """Counts over rows and values; `wrong` tells each miss in words, `surely_wrong` the worst of them."""

    values: int = 0
    values_right: int = 0
    rows: int = 0
    rows_right: int = 0
    wrong: list[str] = field(default_factory=list)
    surely_wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"花名册读取：值 {self.values_right}/{self.values}，行 {self.rows_right}/{self.rows}，"
            f"错而说确定 {len(self.surely_wrong)}"
        )

    def __iadd__(self, other: "Score") -> "Score":
        for name in ("values", "values_right", "rows", "rows_right", "wrong", "surely_wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def value(self, where: str, told: Found, expected: object) -> None:
        self.values += 1
        if _is_right(told, expected):
            self.values_right += 1
            return
        words = f"{where}: {expected!r} 读成 {_plain(told.get('value'))!r} ({told.get('certainty', 'none')})"
        self.wrong.append(words)
        if told.get("certainty") in TAKEN and told.get("value") is not None:
            self.surely_wrong.append(words)

    def row(self, where: str, told: object, expected: object) -> None:
        self.rows += 1
        self.rows_right += told == expected
        if told != expected:
            self.wrong.append(f"{where}: {expected!r} 判成 {told!r}")


def _plain(value: object) -> object:
    """A place as one text: 广东省 广州市 番禺区."""
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part) or None
    return value


def _is_right(told: Found, expected: object) -> bool:
    value, certainty = _plain(told.get("value")), told.get("certainty", "sure")
    if expected is None or isinstance(expected, bool):
        return value is expected and certainty in TAKEN
    words = with_ids(str(expected))
    if words == "mend":
        return bool(certainty == "refused")
    if words.startswith("ask"):
        return certainty == "question" and (str(value) if value is not None else "") == words[4:]
    return certainty in TAKEN and str(value) == words


def expected_rows(sheet: str, plan: Found) -> Iterator[tuple[Any, Found]]:
    """Each row with what is expected of every row of the sheet; a person of several rows by the first."""
    for number, expected in plan.get("rows", {}).items():
        yield (sheet, str(number)), {**plan.get("all", {}), **expected}


def judged(found: Found, expected: Found) -> Score:
    """A file's JSON against its case."""
    score = Score()
    rows = {(row["sheet"], _row_key(row["row"])): row for row in _numbered(found["rows"])}
    wanted = dict(pair for sheet, plan in expected.items() for pair in expected_rows(sheet, plan))
    for at, plan in wanted.items():
        where = f"{at[0]} 第{at[1]}行"
        told = rows.get(at, {"verdict": "没有读到", "values": {}})
        score.row(where, told["verdict"], plan["verdict"])
        _judge_values(score, where, told["values"], plan)
    for at in rows.keys() - wanted.keys():
        score.row(f"{at[0]} 第{at[1]}行", rows[at]["verdict"], "不该有这一行")
    _judge_ignored(score, found, expected)
    return score


def _numbered(rows: list[Any]) -> Iterator[Any]:
    """Two people beside each other on one row: the second is 3b."""
    seen: dict[Any, int] = {}
    for row in rows:
        key = (row["sheet"], _row_key(row["row"]))
        seen[key] = seen.get(key, 0) + 1
        yield {**row, "row": _row_key(row["row"]) + ("" if seen[key] == 1 else " abcdef"[seen[key]])}


def _row_key(row: object) -> str:
    return "+".join(map(str, row)) if isinstance(row, list) else str(row)


def _judge_values(score: Score, where: str, told: Found, plan: Found) -> None:
    for name in sorted({*told, *plan} - {"verdict"}):
        reading = told.get(name, {})
        is_silent = reading.get("value") is None and reading.get("certainty", "sure") in TAKEN
        if name in plan or not (is_silent or name == "note"):
            score.value(f"{where} {name}", reading, plan.get(name))


def _judge_ignored(score: Score, found: Found, expected: Found) -> None:
    told = {(each["sheet"], each["row"]): each["why"] for each in found["ignored"]}
    for sheet, plan in expected.items():
        for number, word in plan.get("ignored", {}).items():
            why = told.pop((sheet, number), "没有忽略")
            score.row(f"{sheet} 第{number}行", word if word in why else why, word)
    for at, why in told.items():
        score.row(f"{at[0]} 第{at[1]}行", f"忽略：{why}", "不该忽略")
