"""`banyan verify`: recounts what must be true (docs/commands.md)."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import module_has_submodule

from banyan.shared.invariants import Invariant


class Command(BaseCommand):
    help = "Recounts every invariant; exit code 1 on any difference."
    # It reads rows and shows no page.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--full", action="store_true", help="every row, where otherwise a sample is looked at"
        )

    def handle(self, *args: Any, full: bool, **options: Any) -> None:
        total = 0
        for invariant in known_invariants():
            found = list(invariant.differences(full))
            self.stdout.writelines(f"  {line}\n" for line in found)
            self.stdout.write(f"{invariant.name}: {invariant.words}: {len(found) or 'no'} differences")
            total += len(found)
        if total:
            raise CommandError(f"{total} differences; the lines above name each.")


def known_invariants() -> Iterator[Invariant]:
    """Those of every app's verify.py, from the ground floor up."""
    for app in apps.get_app_configs():
        if app.name.startswith("banyan.") and module_has_submodule(app.module, "verify"):
            yield from import_module(f"{app.name}.verify").INVARIANTS
