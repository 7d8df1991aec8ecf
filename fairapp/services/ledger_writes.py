"""The SQL of the ledger's hot path: prepared once, its values given as the driver takes them, sent together.

An upload costs the database one question and one answer beside the transaction itself: on PostgreSQL everything that
it writes goes out as one statement, whose text is the same however many rows there are, so that it is planned once.
Ids and moments may be given as values or as ``str`` spells them: the ledger spells its rows anyway, to hash them.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Dialect, String, Uuid
from sqlalchemy.dialects import postgresql

from fairapp.db import Base, Driver, driver_error
from fairapp.models.base import Instant

Converter = Any  # a function of one value; None where the driver takes it as it is
Binds = list[tuple[str, Converter]]
Converters = list[tuple[int, Converter]]


class Prepared:
    """A statement that is turned into the driver's own text once, and not again at every upload."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, Binds, Converters]] = {}

    def bound(self, dialect: Dialect, values: dict[str, Any]) -> tuple[str, list[Any], Converters]:
        """The text, its values as this driver takes them, and what turns the columns of its rows back."""
        if dialect.name not in self._ready:
            self._ready[dialect.name] = self._prepare(dialect)
        sql, binds, readers = self._ready[dialect.name]
        return sql, [convert(values[name]) if convert else values[name] for name, convert in binds], readers

    def _prepare(self, dialect: Dialect) -> tuple[str, Binds, Converters]:
        kind: Any = type(dialect)
        compiled = self._statement.compile(dialect=dialect if dialect.positional else kind(paramstyle="format"))
        types = {bind.key: bind.type.dialect_impl(dialect) for bind in compiled.binds.values()}
        binds = [(name, types[name].bind_processor(dialect)) for name in compiled.positiontup or ()]
        columns = self._statement.selected_columns if self._statement.is_select else ()
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        return compiled.string, binds, [(at, reader) for at, reader in enumerate(readers) if reader]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Rows as the driver gave them, and what turns their columns into the values of their types."""

    rows: list[tuple[Any, ...]]
    readers: Converters

    def read(self, row: Sequence[Any], begin: int = 0) -> list[Any]:
        """A row, or its columns from ``begin`` on, as values."""
        values = list(row)
        for at, convert in self.readers:
            if 0 <= at - begin < len(values):
                values[at - begin] = convert(values[at - begin])
        return values


class Writes:
    """What one transaction asks and writes, on its own connection, in the order in which it was said."""

    def __init__(self, driver: Driver) -> None:
        self._dialect = driver.dialect
        self._cursor = driver.connection.cursor()
        self._waiting: list[_Statement | _Rows] = []

    def ask(self, question: Prepared, **values: Any) -> "Answer":
        """What the database holds. What is waiting to be written is not seen."""
        sql, given, readers = question.bound(self._dialect, values)
        self._execute(sql, given)
        return Answer(rows=self._cursor.fetchall(), readers=readers)

    def run(self, statement: Prepared, **values: Any) -> None:
        """A statement that returns nothing."""
        sql, given, _ = statement.bound(self._dialect, values)
        self._waiting.append(_Statement(sql, given))

    def insert(self, table_name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """One INSERT for all rows; a key that is there already raises IntegrityError when it is sent."""
        self._write(_insertion(table_name, tuple(columns)), rows)

    def add(self, table_name: str, keys: Sequence[str], sums: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Add to the row that ``keys`` name, or begin it. Each row is: id, then the keys, then what to add to each sum.

        Rows must come in one order everywhere: two phones that touch the same two rows would otherwise wait for each
        other.
        """
        self._write(_insertion(table_name, ("id", *keys, *sums), tuple(keys), tuple(sums)), rows)

    def send(self) -> None:
        """Write everything that waits: statement by statement on SQLite, in one on PostgreSQL."""
        waiting, self._waiting = self._waiting, []
        if self._dialect.name != "postgresql":
            for one in waiting:
                self._execute(*one.for_sqlite())
        elif waiting:
            parts = [one.for_postgresql() for one in waiting]
            self._execute(_in_one(tuple(sql for sql, _ in parts)), [value for _, given in parts for value in given])

    def _write(self, insertion: "_Insertion", rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            self._waiting.append(_Rows(insertion, rows))

    def _execute(self, sql: str, given: list[Any] | None, rows: list[tuple[Any, ...]] | None = None) -> None:
        try:
            if rows is not None:
                self._cursor.executemany(sql, rows)
            elif self._dialect.name == "postgresql":
                # Planned once on connections that allow it (fairapp.db); otherwise this word changes nothing.
                self._cursor.execute(sql, given, prepare=True)
            else:
                self._cursor.execute(sql, given)
        except self._dialect.loaded_dbapi.Error as error:
            raise driver_error(self._dialect, error, sql) from error


class _Statement(NamedTuple):
    """A statement not sent yet."""

    sql: str
    values: list[Any]

    def for_sqlite(self) -> tuple[str, list[Any], None]:
        return self.sql, self.values, None

    def for_postgresql(self) -> tuple[str, list[Any]]:
        return self.sql, self.values


class _Insertion:
    """An INSERT in the words of both databases. With ``keys``, a row that is there already is added to."""

    def __init__(
        self, table_name: str, columns: tuple[str, ...], keys: tuple[str, ...] = (), sums: tuple[str, ...] = ()
    ) -> None:
        types = [Base.metadata.tables[table_name].columns[name].type for name in columns]
        begins = f"INSERT INTO {table_name} ({', '.join(columns)})"
        added = ", ".join(f"{name} = {table_name}.{name} + excluded.{name}" for name in sums)
        ends = f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}" if keys else ""
        self.sqlite = f"{begins} VALUES ({', '.join('?' * len(columns))}){ends}"
        self.converters = [(at, _STORED[type(kind)]) for at, kind in enumerate(types) if type(kind) in _STORED]
        chosen = ", ".join(f"(e->>{at})::{_cast(kind)}" for at, kind in enumerate(types))
        given = "jsonb_array_elements(%s::jsonb) AS given(e)"
        self.postgresql = f"{begins} SELECT {chosen} FROM {given}{ends}"  # noqa: S608  # names of our own tables


_insertion = cache(_Insertion)


class _Rows(NamedTuple):
    """Rows not sent yet."""

    insertion: _Insertion
    rows: Sequence[Sequence[Any]]

    def for_sqlite(self) -> tuple[str, None, list[tuple[Any, ...]]]:
        if len(self.rows) == 1:
            values = list(self.rows[0])
            for at, convert in self.insertion.converters:
                values[at] = convert(values[at])
            return self.insertion.sqlite, None, [tuple(values)]
        columns = list(zip(*self.rows, strict=True))
        for at, convert in self.insertion.converters:
            columns[at] = _converted(columns[at], convert)
        return self.insertion.sqlite, None, list(zip(*columns, strict=True))

    def for_postgresql(self) -> tuple[str, list[Any]]:
        # One document instead of a value for each field: a third of the time, on our side and on the database's.
        return self.insertion.postgresql, [_DOCUMENT.encode(self.rows)]


_DOCUMENT = json.JSONEncoder(separators=(",", ":"), default=str)


@cache
def _in_one(parts: tuple[str, ...]) -> str:
    """Several statements as the parts of one: planned once, sent once. They touch different tables."""
    *before, last = parts
    return f"WITH {', '.join(f'part_{at} AS ({sql})' for at, sql in enumerate(before))} {last}" if before else last


def _converted(column: tuple[Any, ...], convert: Converter) -> tuple[Any, ...]:
    first = column[0]
    if first is column[-1] and column.count(first) == len(column):  # what all rows of an upload share
        return (convert(first),) * len(column)
    return tuple(map(convert, column))


def _hex(value: uuid.UUID | str | None) -> str | None:
    if value is None:
        return None
    return value.replace("-", "") if isinstance(value, str) else value.hex


def _moment(value: datetime | str | None) -> str | None:
    """As SQLAlchemy stores a moment: in UTC, always with microseconds, without the offset."""
    if value is None:
        return None
    text = value if isinstance(value, str) else str(value.astimezone(UTC))
    return text[:26] if text[19] == "." else f"{text[:19]}.000000"


def _json(value: Any) -> str:
    return "[]" if value == [] else json.dumps(value)  # nearly every entry has no flags


_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it without types
_STORED: dict[type, Converter] = {Uuid: _hex, Instant: _moment, JSON: _json}
"""How SQLite holds the values of a type: the same as through SQLAlchemy."""


def _cast(kind: Any) -> str:
    # As text: a cast to VARCHAR(20) would cut what is too long, where an assignment refuses it.
    return "TEXT" if isinstance(kind, String) else str(kind.compile(dialect=_POSTGRESQL))
