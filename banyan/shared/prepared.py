"""Questions and writes whose SQL is worked out once: the special path of the busiest roads (performance.md 3.2, b1).

The ORM says what is asked, as everywhere; its statement is kept, with places for the values, and PostgreSQL keeps
its plan. Asked again it costs the way to the database and little else. Counted, logged and translated like every
other statement, and the same on SQLite.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, wraps
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)
Values = Mapping[str, Any]


class Place(Expression):
    """Where the value of this name stands in a statement."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Keys(Place):
    """Where a list of whole numbers stands, after `__in`: as many as there are, in the same statement."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        given = "unnest(%s::bigint[])" if connection.vendor == "postgresql" else "value FROM json_each(%s)"
        return f"SELECT {given}", [self]


def prepared(ask: Callable[P, "models.QuerySet[M]"]) -> Callable[P, list[M]]:
    """A function that gives a queryset becomes one that gives its rows.

    It is called once, with a `Place` for each value (`Keys` for a `list[int]`), so it asks the same whatever they are:
    no `if`, no None.
    """
    names = list(signature(ask).parameters)

    @cache
    def question(vendor: str) -> Question[M]:
        return _question(ask(*_places(ask)))  # type: ignore[call-arg, arg-type]

    @wraps(ask)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        return question(connection.vendor).rows({**dict(zip(names, args, strict=False)), **kwargs})

    return rows


def prepared_change(change: Callable[P, "tuple[models.QuerySet[Any], Values]"]) -> Callable[P, int]:
    """A function that gives a queryset and what its rows are to hold becomes one that changes them and counts them."""
    names = list(signature(change).parameters)

    @cache
    def statement(vendor: str) -> Statement:
        found, values = change(*_places(change))  # type: ignore[call-arg, arg-type]
        query: Any = found.query.chain(UpdateQuery)
        query.add_update_values(values)
        return Statement(*query.get_compiler(using=connection.alias).as_sql())

    @wraps(change)
    def changed(*args: P.args, **kwargs: P.kwargs) -> int:
        with cursor() as writing:
            values = {**dict(zip(names, args, strict=False)), **kwargs}
            writing.execute(*statement(connection.vendor).with_values(values))
            return int(writing.rowcount)

    return changed


def insert_one(row: models.Model) -> None:
    """Store a new row and give it its key. IntegrityError as ever; no signals, as with bulk_create."""
    _stored(row, "")


def insert_once(row: models.Model) -> bool:
    """The same, or False and nothing stored when a constraint knows one like it already."""
    return _stored(row, "ON CONFLICT DO NOTHING")


def _stored(row: models.Model, otherwise: str) -> bool:
    # The connection itself: looked up anew for every column it would be a good part of the cost.
    using = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insert(type(row), otherwise, using.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, True), using) for field in fields]
    with cursor() as writing:
        writing.execute(sql, values)
        stored = writing.fetchone()
    if stored is None:
        return False
    row.pk = stored[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


@dataclass(frozen=True)
class Statement:
    """Some SQL, and what stands in its places: a `Place`, or the same value every time."""

    sql: str
    params: Sequence[Any]

    def with_values(self, values: Values) -> tuple[str, list[Any]]:
        return self.sql, [
            _for_driver(values[each.name]) if isinstance(each, Place) else each for each in self.params
        ]


@dataclass(frozen=True)
class Question(Generic[M]):
    """A statement, and how its rows become models."""

    statement: Statement
    compiler: Any
    converters: Any
    model: type[M]
    columns: slice
    attributes: Sequence[str]
    populators: Sequence[Any]

    def rows(self, values: Values) -> list[M]:
        with cursor() as asking:
            asking.execute(*self.statement.with_values(values))
            found = asking.fetchall()
        return [self._row(row) for row in self.compiler.apply_converters(found, self.converters)]

    def _row(self, row: list[Any]) -> M:
        made = self.model.from_db(connection.alias, self.attributes, row[self.columns])
        for populator in self.populators:
            populator.populate(row, made)
        return made


def cursor() -> CursorWrapper:
    """A cursor that leaves the values to the database, which keeps the plan.

    The ordinary one on SQLite, and where statements are written down, since this one does not say what it sent.
    """
    using: Any = connections[DEFAULT_DB_ALIAS]
    if using.vendor != "postgresql" or using.queries_logged:
        return connection.cursor()
    using.close_if_health_check_failed()
    using.ensure_connection()
    wrapped: CursorWrapper = using._prepare_cursor(using.Database.Cursor(using.connection))
    return wrapped


def _places(asking: Callable[..., Any]) -> list[Place]:
    parameters = signature(asking).parameters.values()
    return [(Keys if each.annotation == list[int] else Place)(each.name) for each in parameters]


def _question(asked: "models.QuerySet[M]") -> Question[M]:
    """As ModelIterable reads a queryset, up to where the database is asked."""
    compiler = asked.query.get_compiler(using=connection.alias)
    statement = Statement(*compiler.as_sql())
    if compiler.annotation_col_map:
        raise TypeError(
            f"A prepared question gives columns alone, not {', '.join(compiler.annotation_col_map)}."
        )
    fields = [each[0] for each in compiler.select]
    positions = compiler.klass_info["select_fields"]
    columns = slice(positions[0], positions[-1] + 1)
    attributes = [field.target.attname for field in fields[columns]]
    populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]
    converters = compiler.get_converters(fields)
    return Question(statement, compiler, converters, asked.model, columns, attributes, populators)


@cache
def _insert(model: type[models.Model], otherwise: str, vendor: str) -> tuple[str, list[Any]]:
    """Every column but a key that the database counts up itself."""
    quote, meta = connection.ops.quote_name, model._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) "  # noqa: S608 - names of our own models
        f"{otherwise} RETURNING {quote(str(meta.pk.column))}"
    )
    return sql, fields


def _for_driver(value: Any) -> Any:
    """A value as a field would hand it to this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, list) and connection.vendor != "postgresql":
        return json.dumps(value)
    return value
