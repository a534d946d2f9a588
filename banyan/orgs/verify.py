"""What must be true of the tree."""

from collections.abc import Iterator

from banyan.orgs.queries import recomputed_paths
from banyan.shared.invariants import Invariant


def wrong_paths(is_full: bool) -> Iterator[str]:
    return (f"organisation {org.ref}: its path is not that of its parents" for org in recomputed_paths())


INVARIANTS = (Invariant("orgs.paths", "every path is that of its parents", wrong_paths),)
