"""`banyan restore FILE`: puts a backup back, after all of it was checked (docs/commands.md)."""

import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from banyan.audit.queries import check_chain
from banyan.audit.record import SYSTEM, remember
from banyan.config.archive import ArchiveFailed
from banyan.config.backups import Manifest, load_backup, people_here, unpack_backup, workplace
from banyan.config.snapshots import SnapshotFailed
from banyan.shared.keys import KeysDamaged, KeysMissing


class Command(BaseCommand):
    help = "Puts a backup back. Checks all of it before anything is overwritten."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--yes", action="count", default=0, help="do not ask; twice where people are already"
        )

    def handle(self, *args: Any, file: Path, yes: int, **options: Any) -> None:
        try:
            with workplace() as place:
                manifest = unpack_backup(file, place)
                self.stdout.write(f"The backup of {manifest.made_at[:16]} is whole: {manifest.rows} rows.")
                self._ask(yes)
                load_backup(manifest, place)
        except (ArchiveFailed, SnapshotFailed, KeysMissing, KeysDamaged) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}") from error
        self._finish(manifest)

    def _ask(self, yes: int) -> None:
        """Once where nobody is, twice where a restore overwrites people (R-D3)."""
        people = people_here()
        questions = ["Restore it here?"]
        if people:
            questions.append(
                f"There are {people} people and accounts here; all of them are overwritten. Restore?"
            )
        for question in questions[yes:]:
            if not sys.stdin.isatty():
                option = " ".join(["--yes"] * len(questions))
                raise CommandError(f"{questions[-1]} Say so with {option}. Nothing was changed.")
            self.stdout.write(f"{question} [yes/no] ", ending="")
            if input().strip().lower() != "yes":
                raise CommandError("Nothing was changed.")

    def _finish(self, manifest: Manifest) -> None:
        """Bring the tables up to this version, compare the chain's head, and write the restore into the record."""
        call_command("migrate", verbosity=0, skip_checks=True)
        chain = check_chain()
        if (chain.first_bad, chain.head) != (None, manifest.chain["head"]):
            raise CommandError("Restored, but the record of acts does not end where the backup says.")
        remember(SYSTEM, "backup.restored", rows=manifest.rows, made_at=manifest.made_at)
        self.stdout.write(
            f"{manifest.rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files are back. "
            "Start the web server and the worker again; `banyan verify` recounts everything."
        )
