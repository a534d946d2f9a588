"""All rows of the bench, in the order that disturbs them least: imports last, for they add people."""

from collections.abc import Callable, Collection, Iterator, Mapping

from tests.bench import server
from tests.bench.acts import measure_claims, measure_crowd, measure_race, measure_reports
from tests.bench.imports import measure_imports
from tests.bench.pages import measure_export, measure_roster_page
from tests.bench.papers import measure_papers
from tests.bench.places import measure_places
from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

# Some rows come out of the same runs.
SERVED: Mapping[tuple[str, ...], Callable[[int, Sizes], list[Measured]]] = {
    ("e1",): measure_roster_page,
    ("f1",): measure_export,
    ("b1",): measure_reports,
    ("b2", "b2w"): measure_crowd,
    ("b3", "b5"): measure_claims,
    ("b4",): measure_race,
}
IMPORTED = ("a1", "a2", "a3")


def measure(wanted: Collection[str], port: int, sizes: Sizes) -> Iterator[Measured]:
    """Each wanted row as soon as it is known. Unexpected throws the run away."""
    served = {ops: measure_rows for ops, measure_rows in SERVED.items() if wanted & set(ops)}
    if served:
        with server.running(port):
            for measure_rows in served.values():
                yield from (row for row in measure_rows(port, sizes) if row.op in wanted)
    if "d1" in wanted:
        yield from measure_places(sizes)
    if "g1" in wanted:
        yield from measure_papers(sizes)
    if wanted & set(IMPORTED):
        yield from (row for row in measure_imports(sizes) if row.op in wanted)
