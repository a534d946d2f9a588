"""The console command `banyan`: Django's own commands and those of our apps (docs/commands.md)."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command. Exit codes are the command's own; 2 means a command line that cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
    execute_from_command_line(["banyan", *sys.argv[1:]])


if __name__ == "__main__":
    main()
