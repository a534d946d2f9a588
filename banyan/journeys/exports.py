"""The columns of a list of journeys, and the list as a workbook: what the page shows and no more."""

import io
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from banyan.journeys.queries.journey import JourneyRow
from banyan.shared.spreadsheets.columns import Column, chosen_columns, table_of
from banyan.shared.spreadsheets.writing import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _place(row: JourneyRow) -> str:
    return row.stop.place_words if row.stop else ""


def _occupation(row: JourneyRow) -> str:
    """As it was told, for the choice alone would say less when it is read back."""
    return (row.stop.occupation_words or str(row.stop.get_occupation_display())) if row.stop else ""


def _receipt(row: JourneyRow) -> str:
    return str(row.receipt.get_status_display()) if row.receipt else ""


# 编号 is the person's, by which a re-import knows its rows (story.md, Rosters).
COLUMNS: Sequence[Column[JourneyRow]] = (
    Column("ref", gettext_lazy("编号"), lambda row: str(row.journey.person.ref), 38, is_paper=True),
    Column("name", gettext_lazy("姓名"), lambda row: row.journey.person.name, 10, is_fixed=True),
    Column("org", gettext_lazy("所在党支部"), lambda row: row.journey.org.name, 22, is_usual=True),
    Column("departed", gettext_lazy("外出时间"), lambda row: row.journey.departed_on, 12, is_usual=True),
    Column("place", gettext_lazy("外出地"), _place, 26, is_usual=True),
    Column(
        "standing", gettext_lazy("情况"), lambda row: str(row.judgement.standing.label), 14, is_usual=True
    ),
    Column(
        "host",
        gettext_lazy("流入地党组织"),
        lambda row: row.check_in.host.name if row.check_in else "",
        26,
        is_usual=True,
    ),
    Column("receipt", gettext_lazy("回执"), _receipt, 12, is_usual=True),
    Column("expected", gettext_lazy("预计返回"), lambda row: row.journey.expected_until, 12),
    Column("employer", gettext_lazy("工作单位"), lambda row: row.stop.employer if row.stop else "", 22),
    Column("occupation", gettext_lazy("职业"), _occupation, 10),
    Column("reason", gettext_lazy("外出原因"), lambda row: str(row.journey.get_leave_reason_display()), 10),
    Column("status", gettext_lazy("外出状态"), lambda row: str(row.journey.get_status_display()), 10),
    Column("why", gettext_lazy("依据"), lambda row: str(row.judgement.reason), 44),
    Column("checked_in", gettext_lazy("报到时间"), lambda row: row.checked_in_on, 12),
)


def journeys_workbook(rows: Iterable[JourneyRow], names: Sequence[str] = ()) -> bytes:
    """One sheet of the columns the page shows."""
    target = io.BytesIO()
    # A roster is written in the language in which it is read back.
    with override(settings.LANGUAGE_CODE):
        write_workbook(target, [table_of(_("外出党员名单"), chosen_columns(COLUMNS, names), rows)])
    return target.getvalue()
