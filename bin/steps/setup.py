"""bin/setup: from a fresh Debian with python3 to an installation that runs."""

import argparse

from environment import prepare_environment
from say import plain_sentences
from state import prepare_state


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/setup", description=__doc__)
    parser.add_argument(
        "--develop", action="store_true", help="install the tools of the tests and checks too"
    )
    parser.add_argument("--no-state", action="store_true", help="only the environment: no keys, no database")
    options = parser.parse_args()
    with plain_sentences():
        prepare_environment(develop=options.develop)
        if not options.no_state:
            prepare_state()


if __name__ == "__main__":
    main()
