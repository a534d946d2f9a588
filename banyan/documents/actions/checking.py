"""年度查验: the annual check of an 活动证, printed on its pages (rules 2.7)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from banyan.audit.record import act, remember
from banyan.documents.models import AnnualCheck, Paper
from banyan.documents.permissions import ISSUE_PAPERS
from banyan.documents.rules import ALREADY_CHECKED, why_not_check
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now, today
from banyan.shared.errors import Refused, refuse_if


@act
def check_paper(paper: Paper, *, by: Viewer, year: int, grade: str, unit: str) -> AnnualCheck:
    """The holder's branch records a year's check; audited as paper.checked. Refused for another kind or twice."""
    require(by, ISSUE_PAPERS, at=paper.home)
    return write_check(paper, by=by, year=year, grade=grade, unit=unit)


def write_check(paper: Paper, *, by: Viewer, year: int, grade: str, unit: str) -> AnnualCheck:
    """The same inside an act of a story that has asked whether `by` may: the host where he stays does it too."""
    first_year = timezone.localdate(paper.issued_at).year
    refuse_if(
        why_not_check(paper.kind, paper.status, year=year, first_year=first_year, this_year=today().year)
    )
    check = AnnualCheck(
        paper=paper, year=year, grade=grade, unit=unit[:120], checked_at=now(), checked_by=by.audit_label[:80]
    )
    try:
        with transaction.atomic():
            check.save(force_insert=True)
    except IntegrityError:
        raise Refused(ALREADY_CHECKED) from None
    remember(by, "paper.checked", paper, org=paper.org, subject=paper.person.ref, year=year)
    return check
