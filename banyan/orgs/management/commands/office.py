"""`banyan office grant --org … --office … --account …`: an office from the server's console (docs/commands.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from banyan.accounts.actions.links import issue_link
from banyan.accounts.actions.opening import open_account
from banyan.accounts.models import Account
from banyan.accounts.queries import account_called
from banyan.accounts.rules import why_not_login_phone
from banyan.audit.record import SYSTEM, recording
from banyan.orgs.actions import seat
from banyan.orgs.models import Organisation
from banyan.orgs.queries import org_named
from banyan.orgs.states import OfficeName
from banyan.shared.errors import Refused


class Command(BaseCommand):
    help = "在服务器上授予职务；没有这个账号就开一个，并显示一次性链接。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        grant = verbs.add_parser("grant", help="授予职务")
        grant.add_argument("--org", required=True, help="组织名称或编码")
        grant.add_argument("--office", required=True, choices=OfficeName.values)
        grant.add_argument("--account", required=True, help="账号名或登录手机号")
        grant.add_argument("--name", default="", help="新账号的姓名；用手机号时必填，否则默认用账号名")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            org = org_named(options["org"])
            with recording():
                self.grant(options, org)
        except (ValueError, Refused) as problem:
            raise CommandError(str(problem)) from problem

    def grant(self, options: dict[str, Any], org: Organisation) -> None:
        account = account_called(options["account"])
        link = None
        if account is None:
            account = opened(options["account"], options["name"])
            link = issue_link(account, by=SYSTEM)
        office = seat(account, org=org, name=options["office"])
        self.stdout.write(f"{account.label}：{org}{office}，自 {office.from_day} 起。")
        if link is not None:
            self.stdout.write(f"一次性链接（7天内打开，自己设密码）：{link.address}")


def opened(typed: str, label: str) -> Account:
    """A new account under a name or a phone; with a phone its owner must be named, for the record."""
    if why_not_login_phone(typed) is not None:
        return open_account(by=SYSTEM, label=label or typed, name=typed)
    if not label:
        raise ValueError("用手机号开账号，请再用 --name 写明姓名。")
    return open_account(by=SYSTEM, label=label, phone=typed)
