"""A list of journeys as a workbook: what the page shows and no more."""

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from banyan.journeys.queries.journey import JourneyRow
from banyan.shared.spreadsheets.writing import Table, Value, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def journeys_workbook(rows: Iterable[JourneyRow]) -> bytes:
    """One sheet; 编号 is the person's, by which a re-import knows its rows (story.md, Rosters)."""
    heads = [
        _("编号"), _("姓名"), _("所在党支部"), _("外出时间"), _("预计返回"), _("外出地"), _("工作单位"),
        _("职业"), _("外出原因"), _("外出状态"), _("情况"), _("依据"), _("流入地党组织"), _("报到时间"), _("回执"),
    ]  # fmt: skip
    widths = [38, 10, 22, 12, 12, 26, 22, 10, 10, 10, 14, 44, 26, 12, 12]
    target = io.BytesIO()
    write_workbook(target, [Table(_("外出党员名单"), [heads], _lines(rows), widths=widths)])
    return target.getvalue()


def _lines(rows: Iterable[JourneyRow]) -> Iterator[list[Value]]:
    for row in rows:
        journey, stop, check_in = row.journey, row.stop, row.check_in
        yield [
            str(journey.person.ref),
            journey.person.name,
            journey.org.name,
            journey.departed_on,
            journey.expected_until,
            stop.place_words if stop else "",
            stop.employer if stop else "",
            stop.occupation if stop else "",
            journey.leave_reason,
            str(journey.get_status_display()),
            str(row.judgement.standing.label),
            str(row.judgement.reason),
            check_in.host.name if check_in else "",
            row.checked_in_on,
            str(row.receipt.get_status_display()) if row.receipt else "",
        ]
