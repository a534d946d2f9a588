"""`banyan demo load SCENARIO [--replace]` and `banyan demo logins [--json]` (docs/commands.md)."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from banyan.demo.loading import SCENARIOS, SEED, NotLoaded, load_scenario
from banyan.demo.logins import logins


class Command(BaseCommand):
    help = "演示数据：虚构的人，真实的地名。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="载入一份演示数据")
        load.add_argument("scenario", choices=sorted(SCENARIOS))
        load.add_argument("--replace", action="store_true", help="替换已有的演示数据")
        load.add_argument("--seed", type=int, default=SEED)
        shown = verbs.add_parser("logins", help="列出演示账号")
        shown.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "load":
            self.load(options)
        else:
            self.show_logins(is_json=options["json"])

    def load(self, options: dict[str, Any]) -> None:
        def say(words: str) -> None:
            self.stdout.write(f"  {words} …")
            self.stdout.flush()

        try:
            seconds = load_scenario(
                options["scenario"], seed=options["seed"], is_replacing=options["replace"], say=say
            )
        except NotLoaded as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"演示数据“{options['scenario']}”已载入，用时 {seconds:.0f} 秒。")

    def show_logins(self, *, is_json: bool) -> None:
        found = list(logins())
        if is_json:
            self.stdout.write(json.dumps([asdict(login) for login in found], ensure_ascii=False, indent=1))
            return
        for login in found:
            self.stdout.write(f"{login.role:20} {login.organisation}  {login.account} / {login.password}")
