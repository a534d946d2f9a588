"""The console command `banyan`: Django's own commands and those of our apps (docs/commands.md)."""

import os
import sys

from django.core.management import execute_from_command_line

from banyan.shared.keys import KeysMissing


def main() -> None:
    """Run one command. Exit codes are the command's own; 2 means a command line that cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
    try:
        execute_from_command_line(["banyan", *sys.argv[1:]])
    except KeysMissing as problem:
        # The sentence says what to do; where in the code it was noticed helps nobody.
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
