"""The rows of the list of people are written in one loop: escaped, masked, labelled (performance.md 3.1 e)."""

import pytest
from django.test import Client
from django.utils.translation import override

from banyan.demo.cast import Cast
from banyan.people.exports import COLUMNS, people_workbook
from banyan.people.models import Person
from banyan.people.queries import people_lines
from banyan.people.templatetags.people import people_rows
from banyan.shared.spreadsheets.columns import chosen_columns
from banyan.shared.spreadsheets.reading import read_sheets

pytestmark = pytest.mark.django_db
HOSTILE = "<script>'\"&"


def line_of(person: Person) -> object:
    return people_lines(Person.objects.filter(pk=person.pk)).get()


def row_of(person: Person, *names: str) -> str:
    return people_rows([line_of(person)], chosen_columns(COLUMNS, names))


def test_a_row_leads_to_the_card(cast: Cast) -> None:
    row = row_of(cast.member)
    assert row.count(f'="/people/{cast.member.ref}/"') == 2
    assert f">{cast.member.name}</a></th>" in row


def test_what_was_typed_is_never_markup(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(name=HOSTILE, ethnicity=HOSTILE, birth="<b>")
    row = row_of(cast.member, "birth", "ethnicity")
    assert "<script" not in row
    assert "<b>" not in row
    assert row.count("&lt;script&gt;&#x27;&quot;&amp;") == 2


def test_a_date_is_in_words_as_far_as_it_is_known(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(birth="1979-12", joined_on="1999-10-07")
    row = row_of(cast.member, "birth", "joined_on")
    assert ">1979年12月</td>" in row
    assert ">1999年10月7日</td>" in row


def test_sealed_values_are_masked_as_everywhere(cast: Cast) -> None:
    person = cast.member
    row = row_of(person, "phone", "id_number")
    assert f">{person.phone.masked}</td>" in row
    assert f">{person.id_number.masked}</td>" in row
    assert person.phone.open() not in row
    assert person.id_number.open() not in row


def test_labels_are_in_the_language_of_the_screen_and_stored_words_in_the_workbook(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(sex="女")
    with override("en"):
        assert "Female" in row_of(cast.member, "sex")
        (sheet,) = read_sheets(people_workbook([line_of(cast.member)], ["sex"]), "x.xlsx")
    assert "女" in [cell.text for row in sheet.rows for cell in row]


def test_nothing_is_a_dash(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(education="", phone=b"")
    assert row_of(cast.member, "education", "phone").count(">—</td>") == 2


def test_the_chosen_columns_stand_as_the_head_names_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    page = client.get("/people/", {"col": ["category", "birth"]}).content.decode()
    head = [each.split("<")[0] for each in page.split('<th scope="col">')[1:]]
    body = page.split("<tbody>")[1].split("</tr>")[0]
    assert head[1:] == [each.split('"')[0] for each in body.split('data-label="')[1:]]
