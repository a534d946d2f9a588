"""Taking figures out of the house is an act."""

from banyan.audit.record import act, remember
from banyan.insight.permissions import EXPORT_FIGURES
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require


@act
def record_export(org: Organisation, *, by: Viewer, kind: str, rows: int) -> None:
    """Remember that figures or a list were exported, and how many rows (R-G1)."""
    require(by, EXPORT_FIGURES, at=org)
    remember(by, "figures.exported", org, org=org, kind=kind, rows=rows)
