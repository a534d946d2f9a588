"""bin/bench: the product and the floors of this machine, in turn and in one run (tests/bench)."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from banyan.config.postgres import PostgresFailed, running_server
from say import Stop, plain_sentences
from state import home, prepare_state, show_banyan

OPS = ("a1", "a2", "a3", "b1", "b2", "b2w", "b3", "b4", "b5", "d1", "e1", "f1", "g1")
PORT = 8190


def main() -> None:
    options = _parse()
    with plain_sentences(), _state():
        django.setup()
        sys.exit(_measure(options))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"which rows; all of {', '.join(OPS)} when none is named")
    parser.add_argument(
        "--quick", action="store_true", help="the county instead of the prefecture, fewer pairs"
    )
    parser.add_argument("--port", type=int, default=PORT)
    options = parser.parse_args()
    if unknown := set(options.rows) - set(OPS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return options


def _measure(options: argparse.Namespace) -> int:
    """Load the demonstration, print a line for each row, and the last one. Returns the exit code."""
    from tests.bench.load import Unexpected
    from tests.bench.rows import measure
    from tests.bench.sizes import FULL, QUICK
    from tests.bench.targets import last_line

    sizes = QUICK if options.quick else FULL
    show_banyan("demo", "load", sizes.scenario)
    found = []
    try:
        for row in measure(set(options.rows or OPS), options.port, sizes):
            print(row.line(), flush=True)
            found.append(row)
    except Unexpected as fault:
        raise Stop(f"The run was thrown away: {fault}") from fault
    print(last_line(found))
    return 0 if all(row.is_met for row in found) else 1


@contextmanager
def _state() -> Iterator[None]:
    """A house of its own on a PostgreSQL of its own, that writes as durably as a real one; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        os.environ["BANYAN_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "banyan.config.settings"
        # Refusals are expected by the hundred; writing each of them down is not what is measured.
        os.environ["BANYAN_LOG_LEVEL"] = "ERROR"
        if os.geteuid() == 0:
            # The database's user has no rights: he may pass through to his own folder, and see nothing else.
            home().chmod(0o711)
        try:
            with running_server(Path(folder) / "postgres") as server:
                server.create_database("banyan")
                os.environ["DATABASE_URL"] = server.url("banyan")
                prepare_state()
                yield
        except PostgresFailed as error:
            raise Stop(str(error)) from error


if __name__ == "__main__":
    main()
