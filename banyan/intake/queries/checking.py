"""A roster checked against the house without writing anything: what the preview and `roster check` show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from banyan.intake.queries.matching import Known, holds, known_to, match_row
from banyan.intake.queries.surroundings import surroundings_of
from banyan.intake.reading.results import Roster, Row, Verdict, worst
from banyan.intake.reading.roster import read_roster
from banyan.intake.rules import facts_of
from banyan.jobs.progress import tell_progress
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.spreadsheets.reading import read_sheets

STEPS = 4  # opened, read, matched, set down


@dataclass(frozen=True)
class Checked:
    """A row with its facts and, where it is somebody known, who."""

    row: Row
    facts: Mapping[str, Any]
    person: Person | None


def check_roster(content: bytes, file_name: str, org: Organisation) -> tuple[Roster, list[Checked]]:
    """Read and match a file for an organisation; Unreadable when it is refused as a whole."""
    tell_progress(0, STEPS, _("正在打开文件"))
    sheets = read_sheets(content, file_name)
    tell_progress(1, STEPS, _("正在逐行读表"))
    roster = read_roster(sheets, surroundings_of(org))
    del sheets
    tell_progress(2, STEPS, _("正在和名单对照"))
    checked = match_rows(roster, org)
    tell_progress(3, STEPS, _("正在写下读到的内容"))
    return roster, checked


def match_rows(roster: Roster, org: Organisation) -> list[Checked]:
    """Give every row that could be taken in its verdict against the people known."""
    facts: list[tuple[Row, Mapping[str, Any]]] = [(row, facts_of(row)) for row in roster.rows]
    known = known_to(org, [each for each in facts if each[0].verdict is Verdict.NEW or _is_ours(each[0])])
    checked = []
    for row, told in facts:
        person = None
        if _is_ours(row):
            _trust_what_is_held(row, told, known)
        if row.verdict is Verdict.NEW:
            found = match_row(row, told, known)
            row.verdict, person, told = found.verdict, found.person, found.facts
            if found.verdict is Verdict.QUESTION:
                row.ask(found.field, found.why)
        checked.append(Checked(row, told, person))
    return checked


def _is_ours(row: Row) -> bool:
    """Does a question wait on a row of a list of our own?"""
    return row.verdict is Verdict.QUESTION and row.ref != ""


def _trust_what_is_held(row: Row, facts: Mapping[str, Any], known: Known) -> None:
    for name in holds(row, facts, known):
        row.trust(name)
    row.verdict = worst(row.values) or Verdict.NEW
