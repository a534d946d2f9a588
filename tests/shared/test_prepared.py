"""Prepared statements say what the ORM says they come from, however often, whatever the values (performance.md 3.2)."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from banyan.demo.cast import Cast
from banyan.jobs.models import IdempotencyKey
from banyan.orgs.models import Office, Organisation
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.prepared import insert_once, insert_one, prepared, prepared_change

# More often than PostgreSQL waits before it keeps a plan.
OFTEN = 12
Read = Callable[..., list[Any]]


def offices_of(account: int, day: date) -> "QuerySet[Office]":
    return Office.objects.filter(account=account, from_day__lte=day).select_related("org__parent", "account")


def people_at(orgs: list[int], ref: uuid.UUID) -> "QuerySet[Person]":
    return (
        Person.objects.filter(home__in=orgs).exclude(ref=ref).order_by("pinyin", "pk").select_related("home")
    )


def keys_before(scope: str, moment: datetime) -> "QuerySet[IdempotencyKey]":
    return IdempotencyKey.objects.filter(scope=scope, made_at__lt=moment).order_by("key")


def orgs_called(name: str) -> "QuerySet[Organisation]":
    return Organisation.objects.annotate(low=Lower("code")).filter(name__startswith=name).order_by("pk")


def columns(rows: Any) -> list[dict[str, Any]]:
    """Every column of every row, sealed ones opened."""
    names = [[field.attname for field in row._meta.concrete_fields] for row in rows]
    return [
        {name: _plain(getattr(row, name)) for name in listed} for row, listed in zip(rows, names, strict=True)
    ]


def _plain(value: Any) -> Any:
    return value.open() if hasattr(value, "open") else value


def key(name: str, **facts: Any) -> IdempotencyKey:
    return IdempotencyKey(**{"scope": "s", "key": name, "body_digest": "d", "made_at": now()} | facts)


def test_a_question_finds_the_rows_of_its_queryset(cast: Cast) -> None:
    read, accounts = prepared(offices_of), {office.account_id for office in Office.objects.all()}
    assert len(accounts) > 3
    for account in [*accounts, 0]:
        for day in (today(), date(1990, 1, 1)):
            assert columns(read(account, day)) == columns(offices_of(account, day))


def test_related_rows_come_with_it_and_cost_nothing_more(cast: Cast, django_assert_num_queries: Any) -> None:
    read, account = prepared(offices_of), cast.secretary.account
    assert account is not None
    with django_assert_num_queries(1):
        (office,) = read(account.pk, today())
        seen = (office.org.name, office.org.parent.name, office.account.label)
    assert seen == (cast.shazhou.name, cast.township.name, account.label)


def test_a_list_of_any_length_is_one_statement(cast: Cast) -> None:
    read, everywhere = prepared(people_at), list(Organisation.objects.values_list("pk", flat=True))
    for orgs in ([], [cast.shazhou.pk], everywhere, [0]):
        for ref in (cast.member.ref, uuid.uuid4()):
            assert columns(read(orgs, ref)) == columns(people_at(orgs, ref))


def test_times_and_texts_mean_what_they_mean_to_the_orm(db: None) -> None:
    read, moment = prepared(keys_before), now()
    for name in ("一", "'\"%s;--", "%"):
        insert_one(key(name, scope=name))
    for scope in ("一", "'\"%s;--", "%", "nobody"):
        for before in (moment - timedelta(days=1), moment + timedelta(days=1)):
            assert columns(read(scope, before)) == columns(keys_before(scope, before))


def test_asked_often_it_keeps_giving_what_holds_now(cast: Cast) -> None:
    read, wanted = prepared(people_at), [cast.shazhou.pk]
    for number in range(OFTEN):
        Person.objects.filter(pk=cast.member.pk).update(name=f"何{number}")
        assert f"何{number}" in [person.name for person in read(wanted, uuid.uuid4())]


def test_after_a_rollback_it_is_asked_as_before(cast: Cast) -> None:
    read = prepared(people_at)
    for _number in range(OFTEN):
        with transaction.atomic():
            found = read([cast.shazhou.pk], uuid.uuid4())
            transaction.set_rollback(True)
    assert columns(found) == columns(people_at([cast.shazhou.pk], uuid.uuid4()))


def test_a_row_stored_so_holds_what_save_would_store(cast: Cast) -> None:
    one, other = key("one"), key("other", made_at=now())
    insert_one(one)
    other.save(force_insert=True)
    stored = IdempotencyKey.objects.in_bulk([one.pk, other.pk])
    assert columns([stored[one.pk]]) == columns([one])
    assert set(columns([stored[one.pk]])[0]) == set(columns([stored[other.pk]])[0])
    one.status = 302
    one.save()
    assert IdempotencyKey.objects.get(pk=one.pk).status == 302


def test_a_sealed_value_is_sealed_on_its_way(cast: Cast) -> None:
    person = Person(name="新来的", home=cast.shazhou, phone="13800138000")
    insert_one(person)
    assert Person.objects.get(pk=person.pk).phone.open() == "13800138000"
    assert Person.objects.get(pk=person.pk).phone_index == person.phone_index
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [person.pk])
        assert b"13800138000" not in bytes(cursor.fetchone()[0])


def test_the_second_of_two_alike_is_told_so_and_harms_nothing(db: None) -> None:
    with transaction.atomic():
        assert insert_once(key("same", body_digest="first")) is True
        assert insert_once(key("same", body_digest="second")) is False
        assert [row.body_digest for row in IdempotencyKey.objects.all()] == ["first"]


def test_without_that_question_a_second_alike_is_an_error(db: None) -> None:
    insert_one(key("same"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_one(key("same"))


def test_a_change_says_how_many_rows_it_changed(db: None) -> None:
    @prepared_change
    def answered(scope: str, status: int) -> "tuple[QuerySet[IdempotencyKey], dict[str, Any]]":
        return IdempotencyKey.objects.filter(scope=scope), {"status": status, "location": "/x/"}

    for name in ("a", "b"):
        insert_one(key(name))
    insert_one(key("c", scope="other"))
    for status in range(OFTEN):
        assert answered("s", status) == 2
    assert answered("nobody", 1) == 0
    found = IdempotencyKey.objects.order_by("key").values_list("status", "location")
    assert list(found) == [(OFTEN - 1, "/x/"), (OFTEN - 1, "/x/"), (0, "")]


def test_what_a_row_has_beyond_its_own_columns_is_refused_and_never_lost(cast: Cast) -> None:
    with pytest.raises(TypeError, match="low"):
        prepared(orgs_called)("沙洲")
