"""Many rows in one go: the special path of imports (performance.md 3.2), in this one place.

PostgreSQL takes new rows by COPY and changes by one statement over arrays; SQLite, and a handful of rows anywhere,
go by Django's own statements. What stands in the tables afterwards is the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState

from banyan.shared.fields import SealedField

M = TypeVar("M", bound=models.Model)

ROWS_AT_ONCE = 1000
# Below this a COPY, with the keys it asks for beforehand, is no quicker.
MANY = 50
# Fields whose attribute is what the driver writes, as long as nothing is worked out while saving.
PLAIN = (
    models.CharField, models.BooleanField, models.IntegerField, models.ForeignKey, models.UUIDField,
    models.DateField, models.GenericIPAddressField,
)  # fmt: skip
NOTHING_TO_WORK_OUT = (models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save)

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field


def insert_many(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model and give them their keys. No signals, as with bulk_create."""
    if len(rows) < MANY or not has_copy():
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)
        return
    _number(rows)
    fields = _plain_first(field for field in type(rows[0])._meta.concrete_fields if not field.generated)
    _copy(fields, _values(rows, fields))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update_many(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Store the named fields of rows that exist."""
    if len(rows) < MANY or not has_copy():
        if rows:
            type(rows[0])._default_manager.bulk_update(rows, names, batch_size=ROWS_AT_ONCE)
        return
    meta = type(rows[0])._meta
    named = [field for field in meta.concrete_fields if field.primary_key or field.name in names]
    fields = _plain_first(sorted(named, key=lambda field: not field.primary_key))
    columns = zip(*_values(rows, fields), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_update(meta.db_table, fields), [list(column) for column in columns])


def new_row(model: type[M], /, **values: Any) -> M:
    """What `Model(**values)` makes, at a fraction of its price: for rows by the thousand. No signals."""
    maker: _Maker[M] = _maker(model)
    return maker(**values)


class _Maker(Generic[M]):
    """Makes rows of one model out of what its fields say once."""

    def __init__(self, model: type[M]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self._model = model
        # An empty sealed value is bound to its row when somebody looks at it.
        self._sealed = frozenset(field.attname for field in fields if isinstance(field, SealedField))
        anew = [field for field in fields if field.has_default() and callable(field.default)]
        self._anew = [(field.attname, field.default) for field in anew]
        kept = [field for field in fields if field not in anew and field.attname not in self._sealed]
        self._plain = {field.attname: field.get_default() for field in kept}
        self._related = [(field.name, field.attname) for field in fields if field.is_relation]

    def __call__(self, **values: Any) -> M:
        row = self._model.__new__(self._model)
        row._state = ModelState()
        told = row.__dict__
        told.update(self._plain)
        for name, made in self._anew:
            told[name] = values[name] if name in values else made()
        for name, attname in self._related:
            if name in values:
                row._state.fields_cache[name] = other = values.pop(name)
                told[attname] = other and other.pk
        for name in self._sealed.intersection(values):
            setattr(row, name, values.pop(name))
        told.update(values)
        return row


@lru_cache
def _maker(model: type[M]) -> _Maker[M]:
    return _Maker(model)


def has_copy() -> bool:
    """Is this the database with the special path?"""
    return connection.vendor == "postgresql"


def _number(rows: Sequence[models.Model]) -> None:
    """Keys from the table's own sequence, for rows that bring none."""
    meta = type(rows[0])._meta
    if not isinstance(meta.pk, models.AutoField | models.BigAutoField):
        return
    asked = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [meta.db_table, meta.pk.column, len(rows)])
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def _plain_first(fields: Iterable[Field]) -> list[Field]:
    """Those whose attributes are taken in one go before those that work something out."""
    return sorted(fields, key=lambda field: not _is_plain(field))


def _values(rows: Sequence[models.Model], fields: Sequence[Field]) -> Iterator[tuple[Any, ...]]:
    """What the driver writes, row by row, in the order of these fields: plain ones first."""
    relations = [field for field in fields if isinstance(field, models.ForeignKey)]
    plain = _all_of([field.attname for field in fields if _is_plain(field)])
    others = [_value_of(field) for field in fields if not _is_plain(field)]
    for row in rows:
        told = row.__dict__
        for field in relations:
            # Whoever was stored after this row was made has his key by now.
            other = field.get_cached_value(row, None) if told.get(field.attname) is None else None
            if other is not None:
                setattr(row, field.attname, other.pk)
        yield (*plain(row), *[value(row) for value in others]) if others else plain(row)


def _all_of(names: Sequence[str]) -> Callable[[models.Model], tuple[Any, ...]]:
    """Several attributes at once."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda row: tuple([getattr(row, name) for name in names])


def _is_plain(field: Field) -> bool:
    """Is the attribute, as it is, what the driver writes?"""
    is_simple = isinstance(field, PLAIN) and type(field).pre_save in NOTHING_TO_WORK_OUT
    return is_simple and not _is_dated(field)


def _value_of(field: Field) -> Callable[[models.Model], Any]:
    """What the field saves, put into the driver's terms where those are others."""
    using = connections[DEFAULT_DB_ALIAS]
    if isinstance(field, (*PLAIN, models.BinaryField)):
        return partial(field.pre_save, add=True)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), using)


def _is_dated(field: Field) -> bool:
    """Does saving write the moment itself?"""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _copy(fields: Sequence[Field], values: Iterable[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    asked = f"COPY {quote(fields[0].model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        for row in values:
            copy.write_row(row)


def _update(table: str, fields: Sequence[Field]) -> str:
    """One statement over arrays, the key first."""
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in fields]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    written = ", ".join(f"{column} = told.{column}" for column in columns[1:])
    names = ", ".join(columns)
    return (
        f"UPDATE {quote(table)} SET {written} FROM unnest({arrays}) AS told ({names}) "  # noqa: S608 - names of our own models
        f"WHERE {quote(table)}.{columns[0]} = told.{columns[0]}"
    )
