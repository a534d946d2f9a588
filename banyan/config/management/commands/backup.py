"""`banyan backup FILE`: database and files in one sealed file, without the keys (docs/commands.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from banyan.audit.record import SYSTEM, remember
from banyan.config.archive import ArchiveFailed
from banyan.config.backups import make_backup
from banyan.config.snapshots import SnapshotFailed
from banyan.shared.keys import KeysDamaged, KeysMissing


class Command(BaseCommand):
    help = "Writes database and files into one sealed file. It never holds the keys."
    # A backup must be possible also when a page is broken.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = make_backup(file)
        except (ArchiveFailed, SnapshotFailed, KeysMissing, KeysDamaged) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}") from error
        remember(SYSTEM, "backup.made", rows=manifest.rows, files=len(manifest.files))
        self.stdout.write(
            f"{manifest.rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files are in {file}. "
            "It opens only with the keys of this house, which are not in it: banyan keys export FILE"
        )
