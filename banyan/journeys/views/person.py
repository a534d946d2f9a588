"""One person's journeys: the page behind the tab of his card."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from banyan.documents.permissions import ISSUE_PAPERS
from banyan.journeys.permissions import CHECK_IN_FOR, MANAGE_JOURNEYS
from banyan.journeys.queries.arrival import check_ins_seen_by
from banyan.journeys.queries.journey import journeys_of, rows_of
from banyan.orgs.viewers import ViewerRequest
from banyan.people.actions import look_at
from banyan.people.queries import find_person
from banyan.shared.web import show


@require_safe
@login_required
def person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Home sees his journeys; a host sees, while the stay lasts, the check-in that brought him (T2).

    As with his card, opening it is a look he can read about.
    """
    viewer = request.viewer
    found = find_person(viewer, ref)
    look_at(found, by=viewer)
    rows = rows_of(journeys_of(viewer, found))
    hosted = [] if rows else list(check_ins_seen_by(viewer).filter(journey__person=found).order_by("-pk"))
    return show(
        request,
        "journeys/person.html",
        person=found,
        rows=rows,
        hosted=hosted,
        has_former=any(not row.journey.is_open for row in rows),
        is_away=any(row.journey.is_open for row in rows),
        may_manage=viewer.may(MANAGE_JOURNEYS, found.home) and found.is_current,
        may_check_in=viewer.may(CHECK_IN_FOR, found.home),
        may_issue=viewer.may(ISSUE_PAPERS, found.home),
    )
