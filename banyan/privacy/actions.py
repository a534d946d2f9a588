"""Reading the record is an act too: it is remembered like any other (R-G3)."""

from django.utils.translation import gettext_lazy as _

from banyan.audit.models import Entry
from banyan.audit.record import act, remember
from banyan.orgs.viewers import Viewer, require
from banyan.privacy.permissions import READ_RECORD
from banyan.privacy.queries import NEWEST_FIRST, Wanted, entries_wanted
from banyan.shared.errors import Reason, refuse_if
from banyan.shared.paging import Page, page_of

EXPORT_ROWS = 50_000
TOO_MANY = Reason("too_many_rows", _("超过五万行，表格打不开。请缩小日期范围，分几次导出。"))


@act
def read_record(wanted: Wanted, *, by: Viewer, mark: str = "") -> Page:
    """One page of the record for the auditor. NotAllowed for anybody else; audited as record.read."""
    require(by, READ_RECORD)
    page = page_of(entries_wanted(by, wanted), NEWEST_FIRST, mark=mark)
    remember(by, "record.read", filters=wanted.names, rows=len(page.rows))
    return page


@act
def export_record(wanted: Wanted, *, by: Viewer) -> list[Entry]:
    """The rows of an export, oldest first. Refused above 50,000; audited as record.exported."""
    require(by, READ_RECORD)
    rows = list(entries_wanted(by, wanted).order_by("seq")[: EXPORT_ROWS + 1])
    refuse_if(TOO_MANY if len(rows) > EXPORT_ROWS else None)
    remember(by, "record.exported", filters=wanted.names, rows=len(rows))
    return rows
