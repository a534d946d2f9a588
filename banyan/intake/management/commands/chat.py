"""`banyan chat check FILE --org NAME_OR_CODE --kind … --json` (docs/commands.md)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from banyan.intake.management.arguments import content_of, org_meant
from banyan.intake.queries.chats import check_chat
from banyan.intake.reading.chats.lines import decoded
from banyan.intake.reading.chats.results import Chat, Kind, Unreadable


class Command(BaseCommand):
    help = "接龙和聊天记录：check 只读不写。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="读一遍，什么也不写")
        check.add_argument("file", type=Path)
        check.add_argument("--org", required=True, help="组织名称或编码")
        check.add_argument(
            "--kind", choices=[str(kind) for kind in Kind], help="关于什么；不写就按标题和用词猜"
        )
        check.add_argument("--group", default="", help="哪个群；一个组织有几个群时写")
        check.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        org, content = org_meant(options["org"]), content_of(options["file"])
        kind = Kind(options["kind"]) if options["kind"] else None
        try:
            found = check_chat(decoded(content), org, kind, group=options["group"])
        except Unreadable as problem:
            self.stdout.write(json.dumps({"refused": str(problem.sentence)}, ensure_ascii=False))
            raise SystemExit(2) from problem
        self.show(found, is_json=options["json"])

    def show(self, found: Chat, *, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
            return
        sure = sum(record.is_certain for record in found.records)
        self.stdout.write(f"读到：{len(found.records)} 人，其中有疑问：{len(found.records) - sure}")
        self.stdout.write(f"没看懂的行：{len(found.unread)}")
        self.stdout.write(f"还没有消息：{len(found.silent)}")
