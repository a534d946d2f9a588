"""Questions of the review answered by the officer, once for all like rows; and opened again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from banyan.audit.record import act, remember
from banyan.intake.actions.asking import ask_again
from banyan.intake.actions.matching import match_again
from banyan.intake.models import Batch, Doubt, Question, StagedRow
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.queries.batches import is_under_way
from banyan.intake.queries.matching import ASK_SUPERIOR, NOBODY_YET
from banyan.intake.queries.questions import open_doubts, reader_at
from banyan.intake.reading.crosschecks import clashes
from banyan.intake.reading.results import Branch, Certainty, Reading, Verdict, refused
from banyan.intake.rules import (
    WHOM,
    told_facts,
    why_not_accept,
    why_not_answer,
    why_not_decide,
    why_not_reopen,
    why_not_say,
)
from banyan.intake.states import How
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.shared.bulk import update_many
from banyan.shared.clock import now, today
from banyan.shared.errors import Invalid, refuse_if

ANSWERED = "您已核对"
LEFT_OUT = "您选了不导入这一行"
WRITTEN = ["read", "is_corrected", "verdict", "person"]


@dataclass(frozen=True)
class Decision:
    """What the officer says: `text` as a cell would say it, or the branch or the person chosen."""

    how: How
    text: str = ""
    branch: Organisation | None = None
    person: Person | None = None

    @property
    def words(self) -> str:
        """As it is told when the question is looked at again."""
        return self.branch.name if self.branch is not None else self.text


@act
def answer_question(
    question: Question, decision: Decision, *, by: Viewer, rows: Sequence[int] | None = None
) -> int:
    """Settle one question for every row it stands in, or for the rows of these numbers alone.

    What is said is read as the cell would be; Invalid with the reader's sentence when it leaves a doubt. A row
    without any other question is matched anew and goes in, or is asked about again. Returns how many rows were
    settled. Audited as import.answered with the field and the number of rows.
    """
    batch = _locked(question.batch, by=by)
    doubts = open_doubts(question)
    refuse_if(why_not_answer(batch.status, is_open=doubts.exists()))
    needs_telling = question.said()["why"] in {ASK_SUPERIOR, *WHOM}
    refuse_if(why_not_decide(decision.how, question.field, needs_telling=needs_telling))
    told = _told(question, decision, batch.org)
    chosen = list(doubts.filter(row__number__in=rows) if rows is not None else doubts)
    settled = [doubt.row for doubt in chosen]
    for row in settled:
        _settle(row, question.field, decision, told)
    update_many(settled, WRITTEN)
    Doubt.objects.filter(pk__in=[doubt.pk for doubt in chosen]).update(is_open=False)
    _match(batch, [row for row in settled if row.verdict == Verdict.QUESTION])
    _note(question, decision, by=by)
    remember(by, "import.answered", batch, org=batch.org, fields=[question.field], rows=len(settled))
    return len(settled)


@act
def reopen_question(question: Question, *, by: Viewer) -> int:
    """Take the answers to one question back: its rows say what the file says and wait again.

    Returns how many rows. Audited as import.reopened.
    """
    batch = _locked(question.batch, by=by)
    doubts = list(question.doubts.filter(is_open=False).select_related("row"))
    refuse_if(why_not_reopen(batch.status, is_answered=bool(doubts)))
    rows = [doubt.row for doubt in doubts]
    for row in rows:
        _unsettle(row, question.field)
    update_many(rows, WRITTEN)
    question.doubts.update(is_open=True)
    question.answer, question.answered_at, question.answered_by = "", None, ""
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    remember(by, "import.reopened", batch, org=batch.org, fields=[question.field], rows=len(rows))
    return len(rows)


def _locked(batch: Batch, *, by: Viewer) -> Batch:
    """The batch as it stands now, for nobody else to answer or accept until this is done."""
    found = Batch.objects.select_for_update(of=("self",)).select_related("org").get(pk=batch.pk)
    require(by, IMPORT_ROSTERS, at=found.org)
    refuse_if(why_not_accept(found.status, is_under_way=is_under_way(found)))
    return found


def _told(question: Question, decision: Decision, org: Organisation) -> Reading | None:
    """What the officer says, read; None when he says that the reading stands, or that there is none."""
    branch = decision.branch
    if branch is not None:
        return Reading(branch.name, Branch(str(branch.ref), branch.name))
    if decision.how is not How.SAY:
        return None
    reading = reader_at(org, question.field)(decision.text)
    problem = why_not_say(reading)
    if problem is not None:
        raise Invalid({"text": [str(problem)]})
    return reading


def _settle(row: StagedRow, name: str, decision: Decision, told: Reading | None) -> None:
    stored: dict[str, Any] = dict(row.reading())
    asked, facts = stored["values"][name], stored["facts"]
    former = {"facts": dict(facts), "values": {name: dict(asked)}, "ref": stored.get("ref", "")}
    asked.update(certainty=str(Certainty.CORRECTED), why=ANSWERED)
    if told is not None:
        asked["value"] = told.to_json()["value"]
    if told is not None and told.value is not None:
        facts |= told_facts(name, asked["raw"] or told.raw, told.value, facts)
    elif told is not None or decision.how is How.EMPTY:
        asked["value"] = None
        facts.pop(name, None)
    if decision.how is How.OUT:
        asked.update(certainty=str(Certainty.REFUSED), why=LEFT_OUT)
    stored["ref"] = _ref(decision) or former["ref"]
    _send_back_clashes(stored, former["values"])
    stored.setdefault("asked", {})[name] = former
    row.is_corrected, row.verdict = True, _verdict(stored)
    row.write_reading(stored)


def _ref(decision: Decision) -> str:
    """Whom the row is, where that was the question."""
    if decision.how is How.NEW:
        return NOBODY_YET
    return decision.person.ref.hex if decision.person is not None else ""


def _send_back_clashes(stored: dict[str, Any], former: dict[str, Any]) -> None:
    """With nothing left to ask, days that cannot stand beside each other go back, as if the file said them."""
    if _verdict(stored) is Verdict.QUESTION and not _is_asked(stored):
        for field, why in clashes(
            {name: str(fact) for name, fact in stored["facts"].items()}, today()
        ).items():
            former.setdefault(field, stored["values"].get(field))
            raw = (stored["values"].get(field) or {}).get("raw", stored["facts"][field])
            stored["values"][field] = refused(raw, why).to_json()


def _is_asked(stored: dict[str, Any]) -> bool:
    return any(reading["certainty"] == Certainty.QUESTION for reading in stored["values"].values())


def _verdict(stored: dict[str, Any]) -> Verdict:
    found = {reading["certainty"] for reading in stored["values"].values()}
    return Verdict.REFUSED if Certainty.REFUSED in found else Verdict.QUESTION


def _unsettle(row: StagedRow, name: str) -> None:
    """As before the answer; what was answered to other questions of the row since stays."""
    stored: dict[str, Any] = dict(row.reading())
    former = stored.get("asked", {}).pop(name, None)
    if former is None:
        return
    for field, reading in former["values"].items():
        if reading is None:
            stored["values"].pop(field, None)
        else:
            stored["values"][field] = reading
    for field in (name, "note", "household", "loose"):
        stored["facts"].pop(field, None)
        if field in former["facts"]:
            stored["facts"][field] = former["facts"][field]
    stored["ref"] = former["ref"]
    row.verdict, row.person = Verdict.QUESTION, None
    row.write_reading(stored)


def _match(batch: Batch, rows: Iterable[StagedRow]) -> None:
    """Rows without another question are asked of the house; whom it cannot tell stays a question."""
    listed = list(rows)
    doubtful = set(
        Doubt.objects.filter(row__in=[row.pk for row in listed], is_open=True).values_list("row", flat=True)
    )
    ready = [row for row in listed if row.pk not in doubtful]
    match_again(batch, ready)
    ask_again(batch, ready)


def _note(question: Question, decision: Decision, *, by: Viewer) -> None:
    question.answer = json.dumps({"how": str(decision.how), "words": decision.words}, ensure_ascii=False)
    question.answered_at, question.answered_by = now(), by.audit_label[:60]
    question.save(update_fields=["answer", "answered_at", "answered_by"])
