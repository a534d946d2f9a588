"""`banyan keys`: make, export, import, rotate and check the keys (docs/commands.md)."""

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from banyan.audit.models import Entry
from banyan.audit.record import SYSTEM, remember
from banyan.shared.escrow import EscrowFailed, export_keys, import_keys, open_export
from banyan.shared.keys import (
    PURPOSES,
    KeysDamaged,
    KeysMissing,
    make_keys,
    read_keys,
    rotate_key,
    write_private,
)


class Command(BaseCommand):
    help = "Makes, exports, imports, rotates or checks the keys. Backups never hold them."
    # Without keys, or with damaged ones, this is the command that must still run.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("make", help="make the keys that are missing")
        verbs.add_parser("check", help="can every key be opened?")
        verbs.add_parser("export", help="write all keys into one sealed file").add_argument("file", type=Path)
        importing = verbs.add_parser("import", help="put exported keys in place")
        importing.add_argument("file", type=Path)
        importing.add_argument("--replace", action="store_true", help="set other keys aside")
        verbs.add_parser("rotate", help="add a new version of one key").add_argument(
            "purpose", choices=PURPOSES
        )

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        verbs: dict[str, Callable[..., str]] = {
            "make": _make,
            "check": _check,
            "export": _export,
            "import": _import,
            "rotate": _rotate,
        }
        try:
            self.stdout.write(verbs[verb](settings.HOME / "keys", options))
            remember_keys(verb)
        except (KeysMissing, KeysDamaged, EscrowFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error


def remember_keys(verb: str) -> None:
    """What was done with the keys goes into the record of acts (R-G1), once there is one."""
    act = {"export": "keys.exported", "import": "keys.imported", "rotate": "keys.rotated"}.get(verb)
    if act and Entry._meta.db_table in connection.introspection.table_names():
        remember(SYSTEM, act)


def _make(folder: Path, options: dict[str, Any]) -> str:
    made = make_keys(folder)
    return f"Made {made} keys." if made else "All keys are there."


def _check(folder: Path, options: dict[str, Any]) -> str:
    return f"All {len(read_keys(folder))} keys can be opened."


def _export(folder: Path, options: dict[str, Any]) -> str:
    exported = export_keys(folder, _passphrase(is_new=True))
    write_private(options["file"], exported.decode())
    return (
        f"The keys are in {options['file']}, sealed with the passphrase. Keep the file and the passphrase in "
        "two places each, none of them beside the backups: whoever loses both loses every sealed value."
    )


def _import(folder: Path, options: dict[str, Any]) -> str:
    keys = open_export(options["file"].read_bytes(), _passphrase(is_new=False))
    if (folder / "keys.json").exists() and _stand_already(folder, keys):
        return "These keys are in place already."
    moved = import_keys(folder, keys, replace=options["replace"])
    aside = f" The keys that were here are in {moved}." if moved else ""
    return f"{len(keys)} keys are in place.{aside} Restart the web server and the worker."


def _stand_already(folder: Path, keys: dict[int, Any]) -> bool:
    try:
        return read_keys(folder) == keys
    except KeysDamaged:
        return False


def _rotate(folder: Path, options: dict[str, Any]) -> str:
    number = rotate_key(folder, options["purpose"])
    return (
        f"Key {number} now serves {options['purpose']}; what was sealed before is read with the older key. "
        "Restart the web server and the worker, and export the keys again."
    )


def _passphrase(*, is_new: bool) -> str:
    """From BANYAN_PASSPHRASE, else asked for at the terminal (twice when it is new)."""
    if given := os.environ.get("BANYAN_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise EscrowFailed("Set BANYAN_PASSPHRASE, or run this at a terminal.")
    passphrase = getpass.getpass("Passphrase: ")
    if is_new and getpass.getpass("Once more: ") != passphrase:
        raise EscrowFailed("The two passphrases differ.")
    return passphrase
