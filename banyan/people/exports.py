"""The columns of a list of people, and the list as a workbook: what the page shows, masked as it shows it."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.people.models import Person
from banyan.shared.spreadsheets.columns import Column, chosen_columns, table_of
from banyan.shared.spreadsheets.writing import write_workbook

COLUMNS: Sequence[Column[Person]] = (
    Column("ref", gettext_lazy("编号"), lambda person: str(person.ref), 38, is_paper=True),
    Column("name", gettext_lazy("姓名"), lambda person: person.name, 10, is_fixed=True),
    Column("home", gettext_lazy("所在党支部"), lambda person: person.home.name, 24, is_usual=True),
    Column("sex", gettext_lazy("性别"), lambda person: person.sex, 6, is_usual=True),
    Column("birth", gettext_lazy("出生年月"), lambda person: person.birth, 12, is_usual=True),
    Column("education", gettext_lazy("学历"), lambda person: person.education, 10, is_usual=True),
    Column("joined_on", gettext_lazy("入党时间"), lambda person: person.joined_on, 12, is_usual=True),
    Column("phone", gettext_lazy("联系电话"), lambda person: person.phone.masked, 16, is_usual=True),
    Column("id_number", gettext_lazy("身份证号"), lambda person: person.id_number.masked, 22),
    Column("ethnicity", gettext_lazy("民族"), lambda person: person.ethnicity, 8),
    Column("category", gettext_lazy("人员类别"), lambda person: str(person.get_category_display()), 10),
    Column("full_member_on", gettext_lazy("转正时间"), lambda person: person.full_member_on, 12),
)


def people_workbook(people: Iterable[Person], names: Sequence[str] = ()) -> bytes:
    """One sheet of the columns the page shows (story.md, Rosters: it reads back in unchanged)."""
    target = io.BytesIO()
    write_workbook(target, [table_of(_("党员名单"), chosen_columns(COLUMNS, names), people)])
    return target.getvalue()
