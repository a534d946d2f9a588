"""Keeping the list of what home needs, and saying what one can do."""

from collections.abc import Sequence
from datetime import date

from banyan.audit.lifecycle import MOVED_ON
from banyan.audit.record import act, remember
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import Refused, refuse_if
from banyan.tasks.actions.speaker import speaker_for
from banyan.tasks.models import Need, Readiness, Task
from banyan.tasks.permissions import PUBLISH
from banyan.tasks.rules import why_not_need, why_not_skills


@act
def note_need(org: Organisation, words: str, *, by: Viewer, kind: str = "free") -> Need:
    """Write down what people at home need, before it is a task (D-05)."""
    require(by, PUBLISH, at=org)
    refuse_if(why_not_need(words, kind))
    need = Need(org=org, words=words.strip(), kind=kind, made_at=now(), made_by=by.audit_label[:60])
    need.save(force_insert=True)
    remember(by, "need.noted", need, org=org)
    return need


@act
def end_need(need: Need, *, by: Viewer, task: Task | None = None) -> None:
    """It became a task, or is needed no longer."""
    require(by, PUBLISH, at=need.org)
    if not Need.objects.filter(pk=need.pk, ended_at=None).update(ended_at=now(), task=task):
        raise Refused(MOVED_ON)
    remember(by, "need.ended", need, org=need.org)


@act
def say_ready(person: Person, skills: Sequence[str], quiet_until: date | None, *, by: Viewer) -> Readiness:
    """A member says what he can do, and until when he would rather not be asked."""
    speaker_for(person, by)
    refuse_if(why_not_skills(skills))
    readiness, _is_new = Readiness.objects.update_or_create(
        person=person, defaults={"skills": list(skills), "quiet_until": quiet_until}
    )
    remember(by, "readiness.said", readiness, org=person.home, subject=person.ref)
    return readiness
