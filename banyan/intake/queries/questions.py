"""The questions of a batch: like cases as one, a page at a time, and whom a row may mean."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.intake.models import Batch, Doubt, Question
from banyan.intake.queries.batches import MASKS, ReviewRow, in_words, review_row
from banyan.intake.queries.matching import ASK_SUPERIOR, candidates_for, known_to
from banyan.intake.queries.surroundings import surroundings_of
from banyan.intake.reading.doubts import (
    choices_of,
    is_about_the_row,
    is_lost_october,
    is_one_or_two,
    suggestions,
)
from banyan.intake.reading.fields import field_readers
from banyan.intake.reading.results import Reading, Row, Table, Verdict
from banyan.intake.rules import ONE_OF_THE_NAME, WHOM
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.paging import Page, page_of
from banyan.shared.spreadsheets.sheets import Cell, Kind

QUESTIONS_A_PAGE = 20
WAITING = Q(doubts__is_open=True, doubts__row__verdict=Verdict.QUESTION)


@dataclass(frozen=True)
class Asked:
    """A question as the review page shows it, masked: how many rows, which first, and what may be said.

    `value`: what was read, empty when nothing was. `is_whole`: is the row as such in doubt, not a cell?
    `is_whom`: which of the people the house knows is it? `is_one`: of whom there is one alone. `is_twice`: is it
    the person of another row? `is_elsewhere`: only a superior can tell.
    """

    question: Question
    rows: int
    waiting: int
    raw: str
    value: str
    why: str
    name: str
    places: list[tuple[str, int]]
    suggestions: list[str]
    choices: Sequence[str]
    is_whole: bool
    is_whom: bool
    is_one: bool
    is_elsewhere: bool
    is_twice: bool
    is_other_month: bool
    how: str = ""
    said: str = ""

    @property
    def key(self) -> str:
        return f"question-{self.question.number}"

    @property
    def more(self) -> int:
        """Rows that are not named here."""
        return max(self.rows - len(self.places), 0)


def open_doubts(question: Question) -> "QuerySet[Doubt]":
    """The rows a question still waits in; one that goes back for another reason waits no more."""
    found = question.doubts.filter(is_open=True, row__verdict=Verdict.QUESTION)
    return found.select_related("row").order_by("row__number")


def questions_page(batch: Batch, *, answered: bool, mark: str = "") -> Page:
    """Questions that wait, or that were answered, in the order in which the file raises them."""
    waits = Exists(Doubt.objects.filter(question=OuterRef("pk"), is_open=True, row__verdict=Verdict.QUESTION))
    settled = Exists(Doubt.objects.filter(question=OuterRef("pk"), is_open=False))
    found = _counted(batch.questions.filter(settled if answered else waits))
    page = page_of(found, ("number",), mark=mark, rows=QUESTIONS_A_PAGE)
    return Page([asked_of(question) for question in page.rows], page.next_mark, page.is_first)


def question_counts(batch: Batch) -> dict[str, int]:
    """How many questions wait, and how many have an answer."""
    doubts = Doubt.objects.filter(question__batch=batch)
    waiting = doubts.filter(is_open=True, row__verdict=Verdict.QUESTION)
    return {
        "waiting": waiting.aggregate(n=Count("question", distinct=True))["n"],
        "answered": doubts.filter(is_open=False).aggregate(n=Count("question", distinct=True))["n"],
    }


def find_question(batch: Batch, number: int) -> Question:
    """One question of a batch already found; Http404 otherwise."""
    found = _counted(batch.questions.filter(number=number)).first()
    if found is None:
        raise Http404
    found.batch = batch
    return found


def _counted(found: "QuerySet[Question]") -> "QuerySet[Question]":
    return found.annotate(rows=Count("doubts"), waiting=Count("doubts", filter=WAITING))


def asked_of(question: Any) -> Asked:
    """A counted question with its words."""
    said: Mapping[str, Any] = question.said()
    answer: Mapping[str, str] = json.loads(question.answer.open() or "{}")
    mask, name, why = MASKS.get(question.field, str), question.field, str(said["why"])
    return Asked(
        question=question,
        rows=question.rows,
        waiting=question.waiting,
        raw=mask(str(said["raw"])),
        value="" if said["value"] is None else mask(in_words(said["value"])),
        why=why,
        name=str(said["name"]),
        places=[(sheet, row) for sheet, row in said["rows"]],
        suggestions=suggestions(name, said),
        choices=choices_of(name),
        is_whole=is_about_the_row(name, why),
        is_whom=why in WHOM,
        is_one=why == ONE_OF_THE_NAME,
        is_elsewhere=why == ASK_SUPERIOR,
        is_twice=is_one_or_two(why),
        is_other_month=is_lost_october(why),
        how=answer.get("how", ""),
        said=mask(answer.get("words", "")),
    )


def doubts_page(question: Question, mark: str = "") -> Page:
    """The rows of one question, those that wait and those that were answered."""
    found = question.doubts.select_related("row__person")
    page = page_of(found, ("row__number",), mark=mark)
    return Page([(doubt, _row(doubt)) for doubt in page.rows], page.next_mark, page.is_first)


def _row(doubt: Doubt) -> ReviewRow:
    return review_row(doubt.row)


def people_meant(question: Question) -> list[Person]:
    """Whom the row of such a question may be, for the officer to choose from: all on the roll he imports for."""
    doubt = open_doubts(question).first()
    if doubt is None or question.said()["why"] not in WHOM:
        return []
    facts = doubt.row.reading()["facts"]
    row = Row(Table(doubt.row.sheet, (), ()), doubt.row.row, {})
    return candidates_for(facts, known_to(question.batch.org, [(row, facts)]))


def reader_at(org: Organisation, name: str) -> Callable[[str], Reading]:
    """How a cell of this field is read in a roster of this organisation."""
    around = surroundings_of(org)
    readers = field_readers(around.today, around.gazetteer, around.home, around.branches)
    return partial(_read, readers[name])


def _read(read: Callable[[Cell], Reading], text: str) -> Reading:
    return read(Cell(Kind.TEXT, text, text))
