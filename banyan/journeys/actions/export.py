"""What leaves the house as a file is remembered."""

from banyan.audit.record import act, remember
from banyan.orgs.viewers import Viewer, require
from banyan.people.permissions import EXPORT_PEOPLE


@act
def record_journeys_export(*, by: Viewer, rows: int) -> None:
    """A list of journeys was taken as a workbook; audited as journeys.exported with its length (T30),

    at each office it was taken from: every member it may have held can read of it.
    """
    require(by, EXPORT_PEOPLE)
    for held in by.holding(EXPORT_PEOPLE):
        remember(by, "journeys.exported", org=held.org, count=rows)
