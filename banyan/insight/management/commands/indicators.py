"""`banyan indicators NAME_OR_CODE --period 2021-10 --json`: the figures of an organisation (docs/commands.md)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from banyan.insight.queries.indicators import Indicator, indicators_of
from banyan.orgs.models import Organisation
from banyan.orgs.queries import org_named
from banyan.shared.clock import today
from banyan.shared.periods import Period


class Command(BaseCommand):
    help = "各项统计：分子、分母、口径和出处。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", help="组织名称或编码")
        parser.add_argument("--period", default="", help="例如 2021-10，不填为本月")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            org = org_named(options["organisation"])
        except ValueError as problem:
            raise CommandError(str(problem), returncode=2) from problem
        period = _period(options["period"])
        found = indicators_of(org, period)
        self.stdout.write(as_json(org, period, found) if options["json"] else as_text(found))


def _period(text: str) -> Period:
    try:
        return Period.parse(text) if text else Period.of(today())
    except ValueError as problem:
        raise CommandError("时间请写成 2021-10 这样的年月。", returncode=2) from problem


def as_json(org: Organisation, period: Period, found: dict[str, Indicator]) -> str:
    shape = {
        "organisation": {"name": org.name, "code": org.code},
        "period": str(period),
        "indicators": [indicator.to_json() for indicator in found.values()],
    }
    return json.dumps(shape, ensure_ascii=False, indent=1)


def as_text(found: dict[str, Indicator]) -> str:
    lines = []
    for indicator in found.values():
        rate = "" if indicator.denominator is None else f" / {indicator.denominator} = {indicator.value}%"
        lines.append(f"{indicator.name}：{indicator.numerator}{rate}")
    return "\n".join(lines)
