"""What is doubtful of a batch set down as questions, like cases together."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Max

from banyan.intake.models import Batch, Doubt, Question, StagedRow
from banyan.intake.reading.doubts import is_as_above, likeness
from banyan.intake.reading.results import Certainty, Verdict
from banyan.shared.bulk import insert_many

ROWS_SHOWN = 10


class Case(NamedTuple):
    """One cell that is asked about."""

    row: StagedRow
    field: str
    reading: Mapping[str, Any]


def ask_about(batch: Batch, rows: Iterable[StagedRow]) -> None:
    """Set down what is asked of stored rows, none of which was asked about before."""
    _set_down(batch, [case for row in rows for case in cases_of(row)])


def ask_again(batch: Batch, rows: Iterable[StagedRow]) -> None:
    """The same for rows matched anew: what was asked of a row before is open once more, the rest is new."""
    cases = [case for row in rows for case in cases_of(row)]
    if not cases:
        return
    stored = Doubt.objects.filter(row__in={case.row.pk for case in cases}).select_related("question")
    standing = {
        (doubt.row_id, doubt.question.field, doubt.question.said()["why"]): doubt.pk for doubt in stored
    }
    again = [pk for case in cases if (pk := standing.get(_known_by(case)))]
    Doubt.objects.filter(pk__in=again).update(is_open=True)
    _set_down(batch, [case for case in cases if _known_by(case) not in standing])


def _known_by(case: Case) -> tuple[int, str, str]:
    return case.row.pk, case.field, case.reading["why"]


def cases_of(row: StagedRow) -> list[Case]:
    """What is asked of a row that waits for an answer; nothing of one that goes in or back."""
    if row.verdict != Verdict.QUESTION:
        return []
    readings = row.reading()["values"].items()
    return [Case(row, name, each) for name, each in readings if each["certainty"] == Certainty.QUESTION]


def _set_down(batch: Batch, cases: Sequence[Case]) -> None:
    if not cases:
        return
    alike = _alike(cases)
    last = batch.questions.aggregate(last=Max("number"))["last"] or 0
    questions = [_question(batch, number, group) for number, group in enumerate(alike.values(), last + 1)]
    insert_many(questions)
    pairs = zip(questions, alike.values(), strict=True)
    insert_many([Doubt(question=question, row=case.row) for question, group in pairs for case in group])


def _alike(cases: Sequence[Case]) -> dict[tuple[str, ...], list[Case]]:
    """Like cases together, in the order of the rows; 同上 goes with the doubt above it."""
    alike: dict[tuple[str, ...], list[Case]] = {}
    above: dict[str, tuple[str, ...]] = {}
    for case in cases:
        own = likeness(case.field, case.reading, str(case.row.number))
        if not is_as_above(case.reading["why"]):
            above[case.field] = own
        alike.setdefault(above.get(case.field, own), []).append(case)
    return alike


def _question(batch: Batch, number: int, cases: Sequence[Case]) -> Question:
    first = cases[0]
    question = Question(batch=batch, number=number, field=first.field)
    asked = {part: first.reading[part] for part in ("raw", "value", "why")}
    asked["name"] = _name_in(first.row) if len(cases) == 1 else ""
    asked["rows"] = [[case.row.sheet, case.row.row] for case in cases[:ROWS_SHOWN]]
    question.asked = json.dumps(asked, ensure_ascii=False)
    return question


def _name_in(row: StagedRow) -> str:
    told = row.reading()["values"].get("name", {})
    return str(told.get("value") or told.get("raw") or "")
