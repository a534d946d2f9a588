"""`banyan firstdoor code`: the one-time code that opens an empty installation (docs/commands.md)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from banyan.orgs.actions.first_door import code_of, make_first_door


class Command(BaseCommand):
    help = "首次设置的一次性代码；用过以前每次显示同一个。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["code"])

    def handle(self, *args: Any, **options: Any) -> None:
        door = make_first_door()
        if door is None:
            self.stdout.write("已经有组织，首次设置已经完成，请直接登录。")
            return
        self.stdout.write(f"首次设置：{settings.BASE_URL}/first-door/\n一次性代码：{code_of(door)}")
