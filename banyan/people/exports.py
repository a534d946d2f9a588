"""The columns of a list of people, and the list as a workbook: what the page shows, masked as it shows it."""

import io
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from banyan.people.models import Person
from banyan.people.states import Category, Education, Sex
from banyan.shared.fields import SealedField
from banyan.shared.spreadsheets.columns import Column, chosen_columns, table_of
from banyan.shared.spreadsheets.writing import write_workbook


def _masked(name: str) -> Callable[[Any], str]:
    """The masked words of a sealed column, from what is stored."""
    field = Person._meta.get_field(name)
    assert isinstance(field, SealedField)
    return lambda line: field.masked(line.ref, getattr(line, name))


# Each reads a line of queries.people_lines.
COLUMNS: Sequence[Column[Any]] = (
    Column("ref", gettext_lazy("编号"), lambda line: str(line.ref), 38, is_paper=True),
    Column("name", gettext_lazy("姓名"), attrgetter("name"), 10, is_fixed=True),
    Column("home", gettext_lazy("所在党支部"), attrgetter("home__name"), 24, is_usual=True),
    Column("sex", gettext_lazy("性别"), attrgetter("sex"), 6, is_usual=True, labels=dict(Sex.choices)),
    Column(
        "birth",
        gettext_lazy("出生年月"),
        attrgetter("birth"),
        12,
        is_usual=True,
        is_unbroken=True,
        is_date=True,
    ),
    Column(
        "education",
        gettext_lazy("学历"),
        attrgetter("education"),
        10,
        is_usual=True,
        labels=dict(Education.choices),
    ),
    Column(
        "joined_on",
        gettext_lazy("入党时间"),
        attrgetter("joined_on"),
        12,
        is_usual=True,
        is_unbroken=True,
        is_date=True,
    ),
    Column("phone", gettext_lazy("联系电话"), _masked("phone"), 16, is_usual=True, is_unbroken=True),
    Column("id_number", gettext_lazy("身份证号"), _masked("id_number"), 22),
    Column("ethnicity", gettext_lazy("民族"), attrgetter("ethnicity"), 8),
    Column("category", gettext_lazy("人员类别"), lambda line: str(Category(line.category).label), 10),
    Column("full_member_on", gettext_lazy("转正时间"), attrgetter("full_member_on"), 12, is_date=True),
)


def people_workbook(lines: Iterable[Any], names: Sequence[str] = ()) -> bytes:
    """One sheet of the columns the page shows (story.md, Rosters: it reads back in unchanged).

    Line by line as they come: neither the people nor the sheet are ever in memory as a whole.
    """
    target = io.BytesIO()
    # A roster is written in the language in which it is read back.
    with override(settings.LANGUAGE_CODE):
        table = table_of(_("党员名单"), chosen_columns(COLUMNS, names), lines)
        write_workbook(target, [table], is_long=True)
    return target.getvalue()
