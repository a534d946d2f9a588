"""Taking figures out of the house is an act."""

from banyan.audit.record import act, remember
from banyan.insight.permissions import EXPORT_FIGURES
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require


@act
def record_export(org: Organisation, *, by: Viewer, rows: int) -> None:
    """Remember that figures were exported, and how many rows (R-G1)."""
    require(by, EXPORT_FIGURES, at=org)
    remember(by, "figures.exported", org, org=org, rows=rows)


@act
def record_list_export(org: Organisation, *, by: Viewer, measure: str, rows: int) -> None:
    """Remember that the list of names behind a figure was exported, and how many rows: a member can read of it."""
    require(by, EXPORT_FIGURES, at=org)
    remember(by, "figures.list_exported", org, org=org, measure=measure, rows=rows)
