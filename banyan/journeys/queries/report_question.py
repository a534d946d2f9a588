"""Words a member sent that another of his branch had sent: asked of his secretary alone (ideas 19)."""

from collections.abc import Iterable
from datetime import timedelta

from banyan.journeys.models import Report
from banyan.journeys.permissions import ANSWER_REPORTS
from banyan.journeys.states import ReportStatus
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.tasks.rules import LOOK_BACK_DAYS


def likenesses(viewer: Viewer, reports: Iterable[Report]) -> dict[int, Report]:
    """Report -> the first of another member that said the same before, in one query; reading puts it aside.

    Only for whoever holds an office at the branch itself, of reports nobody has read and not of his own. Compared
    is what members of that branch wrote themselves in the last 400 days, never what an officer entered for them.
    """
    asked = [each for each in reports if each.words_mark and _is_to_be_asked(viewer, each)]
    if not asked:
        return {}
    known = Report.objects.filter(
        org__in={each.org_id for each in asked},
        words_mark__in={each.words_mark for each in asked},
        received_at__gte=now() - timedelta(days=LOOK_BACK_DAYS),
    )
    before = list(known.select_related("person").order_by("received_at", "pk"))
    found = {each.pk: next((one for one in before if _is_like(one, each)), None) for each in asked}
    return {pk: one for pk, one in found.items() if one is not None}


def _is_to_be_asked(viewer: Viewer, report: Report) -> bool:
    is_here = any(held.org.pk == report.org_id for held in viewer.holding(ANSWER_REPORTS))
    is_own = viewer.account is not None and report.person.account_id == viewer.account.pk
    return is_here and not is_own and report.status == ReportStatus.RECEIVED


def _is_like(one: Report, report: Report) -> bool:
    """Another's, of the same branch, received earlier."""
    is_earlier = (one.received_at, one.pk) < (report.received_at, report.pk)
    is_same = (one.org_id, one.words_mark) == (report.org_id, report.words_mark)
    return is_same and is_earlier and one.person_id != report.person_id
