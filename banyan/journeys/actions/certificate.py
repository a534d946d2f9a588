"""年度查验 by the host where the holder stays (rules 2.7): his 活动证 is checked there, home prints it."""

from banyan.audit.record import act
from banyan.documents.actions import write_check
from banyan.documents.models import AnnualCheck
from banyan.journeys.models import CheckIn
from banyan.journeys.queries.papers import certificate_of, may_check_certificate
from banyan.journeys.rules.papers import NO_CERTIFICATE
from banyan.orgs.viewers import NOT_YOURS, Viewer
from banyan.shared.errors import NotAllowed, Refused


@act
def check_certificate(check_in: CheckIn, *, by: Viewer, year: int, grade: str, unit: str) -> AnnualCheck:
    """The host of a stay records the year's check; audited as paper.checked. Refused when he holds no 活动证."""
    if not may_check_certificate(by, check_in):
        raise NotAllowed(NOT_YOURS)
    paper = certificate_of(check_in.journey)
    if paper is None:
        raise Refused(NO_CERTIFICATE)
    return write_check(paper, by=by, year=year, grade=grade, unit=unit)
