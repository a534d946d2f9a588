"""Points for the finished claims of a layout, through the ledger's own rules, written in bulk (I-01, I-02)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localtime

from banyan.demo.laying import store_rows
from banyan.ledger.models import Balance, Entry, Worth
from banyan.ledger.rules import within_ceiling
from banyan.ledger.states import KIND_OF, Activity, Grade
from banyan.orgs.models import Organisation
from banyan.shared.periods import Period, midnight
from banyan.tasks.models import Claim
from banyan.tasks.states import ClaimStatus

AMOUNT, CEILING = 200, 1000


def lay_points(claims: Sequence[Claim], root: Organisation, *, since: date) -> None:
    """The prefecture's word since the year began, and what every finished claim earned under it."""
    worth = Worth(org=root, activity=Activity.TASK, grade=Grade.PLAIN, amount=AMOUNT, ceiling=CEILING)
    worth.from_day, worth.made_at, worth.made_by = since, midnight(since), root.name
    worth.save(force_insert=True)
    finished = [claim for claim in claims if claim.status == ClaimStatus.ACCEPTED]
    entries = _entries(sorted(finished, key=lambda claim: (claim.accepted_at, claim.task_id)), worth)
    store_rows(entries)
    totals = Counter[int]()
    for entry in entries:
        totals[entry.person_id] += entry.amount
    kind = KIND_OF[Activity.TASK]
    store_rows([Balance(person_id=person, kind=kind, amount=amount) for person, amount in totals.items()])


def _entries(claims: Sequence[Claim], worth: Worth) -> list[Entry]:
    """In the order of acceptance, so that the month's ceiling falls where it would have fallen."""
    booked, found = Counter[tuple[int, str]](), []
    for claim in claims:
        assert claim.submitted_at is not None
        assert claim.accepted_at is not None
        month = str(Period.of(localtime(claim.submitted_at).date()))
        entry = Entry(person=claim.person, org=claim.org, kind=KIND_OF[Activity.TASK], period=month)
        entry.activity, entry.grade, entry.worth = Activity.TASK, Grade.PLAIN, worth
        entry.amount = within_ceiling(worth.amount, booked[claim.person_id, month], worth.ceiling)
        entry.source, entry.words = f"claim:{claim.ref}", ""
        entry.booked_at, entry.booked_by = claim.accepted_at, claim.task.org.name[:60]
        booked[claim.person_id, month] += entry.amount
        found.append(entry)
    return found
