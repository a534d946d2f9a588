"""A list of people as a workbook: what the page shows, masked as it shows it; it reads back in unchanged."""

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from banyan.people.models import Person
from banyan.shared.spreadsheets.writing import Table, write_workbook


def people_workbook(people: Iterable[Person]) -> bytes:
    """One sheet with a 编号 column, by which a re-import knows its rows (story.md, Rosters)."""
    heads = [
        _("编号"), _("姓名"), _("性别"), _("出生年月"), _("身份证号"), _("联系电话"), _("民族"), _("学历"),
        _("人员类别"), _("入党时间"), _("转正时间"), _("所在党支部"),
    ]  # fmt: skip
    widths = [38, 10, 6, 12, 22, 16, 8, 10, 10, 12, 12, 24]
    target = io.BytesIO()
    write_workbook(target, [Table(_("党员名单"), [heads], _rows(people), widths=widths)])
    return target.getvalue()


def _rows(people: Iterable[Person]) -> Iterator[list[str]]:
    for person in people:
        yield [
            str(person.ref),
            person.name,
            person.sex,
            person.birth,
            person.id_number.masked,
            person.phone.masked,
            person.ethnicity,
            person.education,
            str(person.get_category_display()),
            person.joined_on,
            person.full_member_on,
            person.home.name,
        ]
