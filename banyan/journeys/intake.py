"""The journey's targets for accepted rosters and for chats; intake finds them by name in the settings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from banyan.intake.reading.chats.results import Kind
from banyan.intake.targets import Answer, Guest, Line, Quiet, Stored, Subject, Taken
from banyan.journeys.actions.chat import take_answers, take_back_report
from banyan.journeys.actions.roster import leave_by_decision, put_back, take_lines, welcome_members
from banyan.journeys.queries.chat import people_awaited, period_of, recent_periods
from banyan.journeys.queries.report_silence import longest_first, silences, silent_journeys, tally_of
from banyan.journeys.queries.roster import FIELDS, has_gone_on, journeys_as_told
from banyan.journeys.rules.roster import as_stored, doubt, in_words, news
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.periods import Period


class Departures:
    """The roster's columns of going away, kept as journeys and stops."""

    def known(self, people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
        return journeys_as_told(people)

    def told(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        return as_stored({name: facts[name] for name in (*FIELDS, "lost") if name in facts})

    def news(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
        return news(told, known)

    def doubt(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[str, str] | None:
        return doubt(told, known)

    def words(self, name: str, value: Any) -> Any:
        return in_words(name, value)

    def take(self, lines: Sequence[Line], *, by: Viewer) -> None:
        take_lines(lines, by=by)

    def welcome(self, guests: Sequence[Guest], *, by: Viewer) -> None:
        welcome_members(guests, by=by)

    def leave(self, person: Person, *, by: Viewer, is_mistake: bool) -> None:
        leave_by_decision(person, by=by, is_mistake=is_mistake)

    def has_more(self, person: Person) -> bool:
        return has_gone_on(person)

    def put_back(self, person: Person, before: Mapping[str, Any], *, by: Viewer) -> Sequence[str]:
        return put_back(person, before, by=by)


class Reports:
    """A pasted chat about a period: each answer a report, and who is still silent afterwards (C-02, C-04)."""

    kind = str(Kind.REPORT)

    def subjects(self, by: Viewer, org: Organisation) -> list[Subject]:
        return [Subject(str(period), period.words) for period in recent_periods(org)]

    def awaited(self, org: Organisation, subject: str) -> "QuerySet[Person] | None":
        return people_awaited(org, period_of(org, subject))

    def take(self, answers: Sequence[Answer], subject: str, *, by: Viewer) -> list[Taken]:
        return take_answers(answers, by=by, period=Period.parse(subject))

    def put_back(self, stored: Stored, *, by: Viewer) -> bool:
        return take_back_report(stored.ref, by=by)

    def quiet(self, by: Viewer, org: Organisation, subject: str) -> list[Quiet]:
        period = period_of(org, subject)
        silent = silences(longest_first(silent_journeys(by, org, period)), period)
        return [Quiet(each.person, each.words) for each in silent]

    def public_words(self, by: Viewer, org: Organisation, subject: str) -> str:
        tally = tally_of(by, org, period_of(org, subject))
        return tally.words if tally.missing else ""


DEPARTURES = Departures()
REPORTS = Reports()
