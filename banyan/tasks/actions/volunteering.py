"""Volunteer service where a member lives: he writes it down, the host confirms (D-08)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import make_aware

from banyan.audit.record import act, remember
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.errors import refuse_if
from banyan.tasks import messages
from banyan.tasks.actions.question import mark_of_session, mark_of_words
from banyan.tasks.actions.speaker import speaker_for
from banyan.tasks.kinds import SERVICE, SERVICE_HOURS
from banyan.tasks.models import Claim, Outcome, Task
from banyan.tasks.rules import why_not_service
from banyan.tasks.states import ClaimStatus, TaskStatus


@act
def record_service(
    person: Person, host: Organisation | None, facts: Mapping[str, Any], *, by: Viewer
) -> Claim:
    """What he did, on which `day`, for how many `hundredths` of an hour; whoever reviews at the host is asked, or at
    home when no host of ours knows of it. It stands as work handed in, and counts once confirmed.
    """
    entered_by = speaker_for(person, by)
    refuse_if(why_not_service(facts["title"], facts["day"], today(), facts["hundredths"]))
    at = now()
    task = Task(org=host or person.home, kind=SERVICE.id, title=facts["title"].strip(), quota=1, claimed=1)
    task.status, task.deadline = TaskStatus.CLOSED, _end_of(facts["day"])
    task.made_at, task.made_by, task.closed_at = at, by.audit_label[:60], at
    task.save(force_insert=True)
    claim = Claim(task=task, person=person, org=person.home, claimed_at=at, entered_by=entered_by)
    claim.status, claim.submitted_at, claim.is_recorded = ClaimStatus.SUBMITTED, at, True
    claim.result = facts.get("words", "").strip() or task.title
    claim.words_mark, claim.session_mark = mark_of_words(claim.result), mark_of_session(by)
    claim.save(force_insert=True)
    Outcome(claim=claim, unit=SERVICE_HOURS.id, hundredths=facts["hundredths"]).save(force_insert=True)
    remember(by, "service.recorded", claim, org=task.org, subject=person.ref)
    transaction.on_commit(partial(messages.claim_submitted, claim.pk))
    return claim


def _end_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(23, 59)))
