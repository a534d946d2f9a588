"""The figures as a workbook: exactly what the page shows, with definitions beside the numbers."""

import io
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.insight.queries.board import Board
from banyan.insight.queries.listing import Line
from banyan.shared.spreadsheets.writing import Table, Value, write_workbook


def board_workbook(board: Board) -> bytes:
    """Three sheets: indicators with their definitions, structure, organisations below."""
    indicators: list[list[Value]] = [
        [
            each.name,
            each.numerator,
            each.denominator,
            each.value,
            each.unit if each.denominator is None else "%",
            f"{each.first_day}—{each.last_day}",
            each.definition,
            each.origin,
        ]
        for each in board.indicators.values()
    ]
    heads = [
        _("指标"),
        _("分子"),
        _("分母"),
        _("值"),
        _("单位"),
        _("统计时间"),
        _("口径"),
        _("依据"),
    ]
    title = f"{board.org.name} {board.period}"
    structure: list[list[Value]] = [
        [str(facet.words), str(each.words), each.count, each.share]
        for facet in board.facets
        for each in facet.slices
    ]
    children: list[list[Value]] = [
        [row.org.name, *(cell.count for cell in row.cells)] for row in board.children
    ]
    return _written(
        [
            Table(_("指标"), [heads], indicators, titles=[title], widths=[20, 10, 10, 10, 8, 24, 60, 44]),
            Table(
                _("结构"),
                [[_("分类"), _("类别"), _("人数"), _("占比%")]],
                structure,
                titles=[title],
                widths=[12, 20, 10, 10],
            ),
            Table(
                _("下级组织"), [[_("组织"), *map(str, board.columns)]], children, titles=[title], widths=[30]
            ),
        ]
    )


def list_workbook(title: str, lines: Iterable[Line]) -> bytes:
    """The list behind a figure: name, branch, words; nothing that is masked on the page."""
    rows = ([line.title, line.place, line.words] for line in lines)
    return _written(
        [Table(_("名单"), [[_("名称"), _("组织"), _("说明")]], rows, titles=[title], widths=[18, 30, 40])]
    )


def people_workbook(title: str, lines: Iterable[Line]) -> bytes:
    """The same of our own people, as a roster that reads back to nothing new (story.md, Rosters): each once by 编号."""
    with override(settings.LANGUAGE_CODE):
        heads = [_("编号"), _("姓名"), _("所在党支部"), _("名单里的情况")]
        rows = [[str(line.person_ref), line.title, line.place, line.words] for line in _once(lines)]
        return _written([Table(_("名单"), [heads], rows, titles=[title], widths=[38, 12, 30, 40])])


def guests_workbook(title: str, lines: Iterable[Line]) -> bytes:
    """The same of guests, as a list of people who came: each by 编号, at the host that receives him.

    Whoever has left is counted above, for his name is no longer the host's to read (T2).
    """
    with override(settings.LANGUAGE_CODE):
        listed = list(lines)
        here = [line for line in listed if line.person_ref is not None]
        heads = [_("编号"), _("姓名"), _("流入地党支部"), _("老家")]
        rows = [[str(line.person_ref), line.title, line.words, line.place] for line in here]
        titles = [f"{title} {_('流入党员名单')}"]
        if len(here) < len(listed):
            titles.append(_("另有%(count)d人已经离开，不列名") % {"count": len(listed) - len(here)})
        return _written([Table(_("流入党员名单"), [heads], rows, titles=titles, widths=[38, 16, 30, 30])])


def _once(lines: Iterable[Line]) -> Iterable[Line]:
    """Everybody once, with all that is said of him."""
    found: dict[UUID | None, Line] = {}
    for line in lines:
        before = found.get(line.person_ref)
        found[line.person_ref] = (
            line if before is None else replace(line, words=f"{before.words}；{line.words}")
        )
    return found.values()


def _written(tables: Iterable[Table]) -> bytes:
    target = io.BytesIO()
    write_workbook(target, tables)
    return target.getvalue()
