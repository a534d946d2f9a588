"""What must be true of the record of acts."""

from collections.abc import Iterator

from banyan.audit.queries import check_chain
from banyan.shared.invariants import Invariant


def broken_links(is_full: bool) -> Iterator[str]:
    """The first row that does not follow from the one before it (R-G2)."""
    report = check_chain()
    if report.first_bad is not None:
        yield f"row {report.first_bad} does not follow from row {report.rows}"


INVARIANTS = (Invariant("audit.chain", "the record of acts is one unbroken chain", broken_links),)
