"""`banyan roster check FILE --org NAME_OR_CODE --json` and `banyan roster import …` (docs/commands.md)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from banyan.intake.actions import import_roster, remember_columns
from banyan.intake.management.arguments import content_of, org_meant
from banyan.intake.queries.batches import told_of
from banyan.intake.queries.checking import check_roster
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import operator_at
from banyan.shared.errors import Invalid
from banyan.shared.spreadsheets.sheets import Unreadable


class Command(BaseCommand):
    help = "花名册：check 只读不写；import 把能确定的行导入，疑问留在批次里。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (("check", "读一遍，什么也不写"), ("import", "读入并导入")):
            each = verbs.add_parser(verb, help=words)
            each.add_argument("file", type=Path)
            each.add_argument("--org", required=True, help="组织名称或编码")
            each.add_argument("--json", action="store_true")
        verbs.choices["import"].add_argument(
            "--column",
            action="append",
            default=[],
            metavar="表头=字段",
            help="这一列是什么；以后同样的表头就这样认",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        org, content = org_meant(options["org"]), content_of(options["file"])
        try:
            if options["verb"] == "check":
                found, _checked = check_roster(content, options["file"].name, org)
                self.show(found.to_json(), is_json=options["json"])
            else:
                self.learn(content, options["file"].name, org, options["column"])
                batch = import_roster(content, options["file"].name, org=org, by=operator_at(org))
                self.show(told_of(batch), is_json=options["json"])
        except Unreadable as problem:
            self.stdout.write(json.dumps({"refused": str(problem.sentence)}, ensure_ascii=False))
            raise SystemExit(2) from problem

    def learn(self, content: bytes, name: str, org: Organisation, told: list[str]) -> None:
        """Remember what the columns mean before the file is read."""
        columns = dict(each.partition("=")[::2] for each in told)
        if not columns:
            return
        try:
            remember_columns(content, name, columns, org=org, by=operator_at(org))
        except Invalid as problem:
            raise CommandError("；".join(problem.problems["columns"]), returncode=2) from problem

    def show(self, found: dict[str, Any], *, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for name, count in found["summary"].items():
            self.stdout.write(f"{WORDS[name]}：{count}")


WORDS = {
    "seen": "共读到",
    "new": "新增",
    "same": "没有变化",
    "changed": "有变化",
    "question": "有疑问",
    "refused": "退回",
    "ignored": "不是人的行",
}
