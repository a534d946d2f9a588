"""What must be true of the ledger, whatever happened (R-L1, R-L5)."""

from collections.abc import Iterator

from banyan.ledger.queries.closings import closings_adrift
from banyan.ledger.queries.entries import sums_adrift, unbalanced_people, wrong_reversals
from banyan.shared.invariants import Invariant

CLOSINGS = 100


def balances_adrift(is_full: bool) -> Iterator[str]:
    """A balance is the sum of its entries, to the hundredth."""
    yield from (
        f"balance {kind} of person {ref}: differs from its entries"
        for kind, ref in sums_adrift().values_list("kind", "person__ref")
    )
    yield from (
        f"entry {ref}: its person has no balance" for ref in unbalanced_people().values_list("ref", flat=True)
    )


def reversals_wrong(is_full: bool) -> Iterator[str]:
    """A counter-entry is the exact opposite of what it undoes."""
    return (
        f"entry {ref}: not the opposite of what it undoes"
        for ref in wrong_reversals().values_list("ref", flat=True)
    )


def closings_wrong(is_full: bool) -> Iterator[str]:
    """A closed period is what its entries say, whenever it is computed again; the newest hundred unless full."""
    found = closings_adrift(None if is_full else CLOSINGS)
    return (f"closing {closing.ref}: differs from its entries" for closing in found)


INVARIANTS = (
    Invariant("ledger.balances", "a balance is the sum of its entries", balances_adrift),
    Invariant("ledger.closings", "a closed period is what its entries say", closings_wrong),
    Invariant("ledger.reversals", "a counter-entry is the exact opposite", reversals_wrong),
)
