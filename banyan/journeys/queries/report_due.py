"""Who owes a report for a period, and the reports for it: what the measures and the list of the silent share.

From dated facts alone, so that a past period stays what it was (story.md, What is counted).
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from banyan.journeys.models import Journey, Report
from banyan.journeys.states import Ending, JourneyStatus
from banyan.orgs.models import Organisation
from banyan.orgs.policies import REPORT_CADENCE
from banyan.orgs.queries import policies_of, subtree_of
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import below
from banyan.people.queries import open_memberships
from banyan.people.states import MembershipKind
from banyan.shared.periods import Period


def open_at_end(org: Organisation, period: Period) -> "QuerySet[Journey]":
    """Journeys begun by the period's last day and not ended by then; one entered by mistake never was."""
    return _open_at_end(period).filter(below(org.path))


def due(org: Organisation, period: Period) -> "QuerySet[Journey]":
    """Open journeys whose branch asks for a report at the end of this period."""
    return _asked(open_at_end(org, period), subtree_of(org), period)


def due_from(org: Organisation, period: Period) -> "QuerySet[Journey]":
    """Whose reports the organisation looks after: those due below it; at a floating branch, its host members'."""
    if org.kind != OrganisationKind.FLOATING:
        return due(org, period)
    stays = open_memberships(MembershipKind.HOST, period.last_day).filter(org=org)
    found = _open_at_end(period).filter(Exists(stays.filter(person=OuterRef("person"))))
    return _asked(found, Organisation.objects.filter(pk__in=found.values("org")), period)


def reports_for(period: Period) -> "QuerySet[Report]":
    """Reports *for* a period, whenever received: by month, or for the longer period that ends with it."""
    names = {str(Period.of(period.last_day, cadence)) for cadence, _words in REPORT_CADENCE.choices}
    return Report.objects.filter(period__in=names | {str(period)})


def _open_at_end(period: Period) -> "QuerySet[Journey]":
    last_day = period.last_day
    return (
        Journey.objects.filter(Q(ended_on=None) | Q(ended_on__gt=last_day))
        .filter(departed_on__lte=last_day.isoformat())
        .exclude(ending=Ending.MISTAKE)
        .exclude(status=JourneyStatus.PLANNED)
    )


def _asked(found: "QuerySet[Journey]", orgs: "QuerySet[Organisation]", period: Period) -> "QuerySet[Journey]":
    """Without those whose own cadence has no end in this period; nobody in the common case."""
    cadences = policies_of(orgs.only("pk", "path"), REPORT_CADENCE)
    others = [pk for pk, cadence in cadences.items() if not _ends_within(str(cadence), period)]
    return found.exclude(org__in=others) if others else found


def _ends_within(cadence: str, period: Period) -> bool:
    return Period.of(period.last_day, cadence).last_day == period.last_day
