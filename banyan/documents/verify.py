"""What must be true of the register of papers."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min

from banyan.documents.models import Paper, PaperCounter
from banyan.shared.invariants import Invariant


def series_with_gaps(is_full: bool) -> Iterator[str]:
    """Each series of an organisation and year runs from 1 to what its counter says, without gaps (R-L6)."""
    counted = {(row.org_id, row.kind, row.year): row.last for row in PaperCounter.objects.all()}
    series = Paper.objects.order_by().values_list("org_id", "kind", "year")
    for org, kind, year, papers, first, last in series.annotate(Count("pk"), Min("serial"), Max("serial")):
        known = counted.pop((org, kind, year), 0)
        if (first, last, papers) != (1, known, known):
            yield f"papers {kind} {year} of organisation {org}: {papers} from {first} to {last}, counter {known}"
    yield from (
        f"papers {kind} {year} of organisation {org}: none, counter {last}"
        for (org, kind, year), last in counted.items()
        if last
    )


INVARIANTS = (Invariant("documents.numbers", "papers are numbered without gaps", series_with_gaps),)
