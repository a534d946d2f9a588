"""Sealed values: masked when shown, bound to their row and column, found by equality alone (R-P2, trust.md 4.2)."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from banyan.demo.cast import Cast
from banyan.people.models import Person
from banyan.shared.fields import Sealed, keyring, validate_partial_date


def stored(person: Person, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_person WHERE id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


def store(person: Person, column: str, blob: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_person SET {column} = %s WHERE id = %s", [blob, person.pk])


def test_a_sealed_value_shows_masked_and_says_itself_only_when_opened(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.member.pk)
    assert str(person.phone) == "154****0001"
    assert f"{person.phone}" == "154****0001"
    assert repr(person.phone) == "Sealed(***)"
    assert person.phone.open() == "15400000001"


def test_what_is_stored_holds_nothing_of_the_value(cast: Cast) -> None:
    for column in ("phone", "id_number", "address"):
        plain = getattr(cast.member, column).open()
        assert plain.encode() not in stored(cast.member, column)


def test_the_same_value_is_stored_differently_each_time(cast: Cast) -> None:
    before = stored(cast.member, "phone")
    cast.member.phone = cast.member.phone.open()
    cast.member.save()
    assert stored(cast.member, "phone") != before


def test_a_value_moved_to_another_row_does_not_open_and_is_found_by_verify(cast: Cast) -> None:
    store(cast.second_member, "phone", stored(cast.member, "phone"))
    with pytest.raises(InvalidTag):
        Person.objects.get(pk=cast.second_member.pk).phone.open()
    with pytest.raises(CommandError, match="differences"):
        call_command("verify")


def test_a_value_moved_to_another_column_does_not_open(cast: Cast) -> None:
    store(cast.member, "address", stored(cast.member, "phone"))
    with pytest.raises(InvalidTag):
        Person.objects.get(pk=cast.member.pk).address.open()


def test_an_index_under_one_field_says_nothing_about_another(cast: Cast) -> None:
    number = "15400000001"
    indexes = {keyring().index(purpose, number) for purpose in ("phone", "id_number", "login")}
    assert len(indexes) == 3


def test_an_index_that_does_not_find_its_value_is_found_by_verify(cast: Cast) -> None:
    call_command("verify", "--full")
    Person.objects.filter(pk=cast.member.pk).update(phone_index=cast.second_member.phone_index)
    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify", "--full")


@pytest.mark.parametrize("spelling", ["１５４００００００７７", " 15400000077 ", "15400000077"])
def test_one_number_in_several_spellings_has_one_index(spelling: str) -> None:
    assert keyring().index("phone", spelling) == keyring().index("phone", "15400000077")


def test_a_sealed_value_cannot_be_written_past_its_row(cast: Cast) -> None:
    with pytest.raises(TypeError):
        Person.objects.filter(pk=cast.member.pk).update(phone="15400000001")


def test_an_empty_value_is_stored_empty_and_has_no_index(cast: Cast) -> None:
    person = Person.objects.create(name="无号码", home=cast.shazhou)
    person.refresh_from_db()
    assert (bool(person.phone), person.phone.open(), person.phone.masked) == (False, "", "")
    assert (person.phone_index, stored(person, "phone")) == (None, b"")


def test_a_value_given_from_another_row_is_sealed_anew_for_this_one(cast: Cast) -> None:
    person = Person(name="同号", home=cast.shazhou)
    person.phone = cast.member.phone
    person.save()
    assert isinstance(person.phone, Sealed)
    assert Person.objects.get(pk=person.pk).phone.open() == cast.member.phone.open()


@pytest.mark.parametrize("text", ["", "2012", "2012-04", "2012-04-01", "2024-02-29"])
def test_a_date_keeps_the_precision_it_was_written_with(text: str) -> None:
    validate_partial_date(text)


@pytest.mark.parametrize("text", ["12", "2012-4", "2012-13", "2023-02-29", "2012/04", "20120401", "２０１２"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_partial_date(text)
