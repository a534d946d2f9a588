"""`banyan regions load [--below CODE]`: the regions of China into the database (docs/commands.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from banyan.orgs.actions.regions import HOME_PROVINCE, load_regions_below


class Command(BaseCommand):
    help = "载入全国地区：省、市、县、乡，以及一个地区的村。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="补上还没有的地区，已有的不动")
        load.add_argument("--below", default=HOME_PROVINCE, help="载入村级地区的范围，例如 4401")

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_regions_below(options["below"])
        self.stdout.write(f"新增 {added} 个地区。")
