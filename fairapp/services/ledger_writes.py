"""The SQL of the ledger's hot path: prepared once, its values passed through their columns' types, sent together.

An upload costs the database one question and one answer beside the transaction itself: on PostgreSQL everything that
it writes goes out as one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError

from fairapp.db import Base, db

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
        return _converted(row, [(at - begin, convert) for at, convert in self.readers if 0 <= at - begin < len(row)])


class Writes:
    """What one transaction asks and writes, on its own connection, in the order in which it was said."""

    def __init__(self) -> None:
        connection = db.session.connection()
        self._dialect = connection.dialect
        self._driver: Any = connection.connection.dbapi_connection
        self._waiting: list[_Waiting] = []

    def ask(self, question: Prepared, **values: Any) -> "Answer":
        """What the database holds. What is waiting to be written is not seen."""
        sql, given, readers = question.bound(self._dialect, values)
        cursor = self._driver.cursor()
        try:
            cursor.execute(sql, given)
            return Answer(rows=cursor.fetchall(), readers=readers)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(sql, error) from error
        finally:
            cursor.close()

    def run(self, statement: Prepared, **values: Any) -> None:
        """A statement that returns nothing."""
        sql, given, _ = statement.bound(self._dialect, values)
        self._waiting.append(_Waiting(begins=sql, rows=[given]))

    def insert(self, table_name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """One INSERT for all rows; a key that is there already raises IntegrityError when it is sent."""
        self._write(table_name, tuple(columns), rows)

    def add(self, table_name: str, keys: Sequence[str], sums: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Add to the row that ``keys`` name, or begin it. Each row is: id, then the keys, then what to add to each sum.

        Rows must come in one order everywhere: two phones that touch the same two rows would otherwise wait for each
        other.
        """
        added = ", ".join(f"{name} = {table_name}.{name} + excluded.{name}" for name in sums)
        self._write(table_name, ("id", *keys, *sums), rows, f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}")

    def send(self) -> None:
        """Write everything that waits: statement by statement on SQLite, in one on PostgreSQL."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        together = [_in_one(waiting)] if self._dialect.name == "postgresql" else [one.statement() for one in waiting]
        cursor = self._driver.cursor()
        sql = ""
        try:
            for sql, rows in together:
                if len(rows) > 1:
                    cursor.executemany(sql, rows)
                else:
                    cursor.execute(sql, rows[0])
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(sql, error) from error
        finally:
            cursor.close()

    def _write(self, table_name: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]], ends: str = "") -> None:
        if rows:
            converters = _converters(table_name, columns, self._dialect.name)
            begins = f"INSERT INTO {table_name} ({', '.join(columns)}) VALUES "  # noqa: S608  # names of our own tables
            ready = [_converted(row, converters) for row in rows]
            self._waiting.append(_Waiting(begins=begins, ends=ends, rows=ready, width=len(columns)))

    def _told(self, sql: str, error: Any) -> BaseException:
        """The driver's error as the rest of the product knows it, so that what is worth retrying is retried."""
        kind: type[Exception] = self._dialect.loaded_dbapi.Error
        told: BaseException = DBAPIError.instance(sql, None, error, kind, dialect=self._dialect)
        return told


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """A statement not sent yet. ``width`` is how many values each row of an INSERT has; 0 for any other statement."""

    begins: str
    rows: list[list[Any]]
    ends: str = ""
    width: int = 0

    def statement(self) -> tuple[str, list[list[Any]]]:
        """As SQLite takes it: one text for every row."""
        row = f"({', '.join('?' * self.width)})" if self.width else ""
        return f"{self.begins}{row}{self.ends}", self.rows

    def in_one(self) -> str:
        """As PostgreSQL takes it: all rows in one text."""
        row = f"({', '.join(['%s'] * self.width)})"
        return f"{self.begins}{', '.join([row] * len(self.rows)) if self.width else ''}{self.ends}"


def _in_one(waiting: Sequence[_Waiting]) -> tuple[str, list[list[Any]]]:
    """Several statements as the parts of one: planned once, sent once. They touch different tables."""
    *before, last = waiting
    parts = ", ".join(f"part_{number} AS ({one.in_one()})" for number, one in enumerate(before))
    sql = f"WITH {parts} {last.in_one()}" if before else last.in_one()
    return sql, [[value for one in waiting for row in one.rows for value in row]]


@cache
def _converters(table_name: str, columns: tuple[str, ...], dialect_name: str) -> Converters:
    """What the types of some columns do to a value on its way to this kind of database, by position."""
    dialect, table = db.engine.dialect, Base.metadata.tables[table_name]
    found = [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
    return [(at, convert) for at, convert in enumerate(found) if convert]


def _converted(row: Sequence[Any], converters: Converters) -> list[Any]:
    values = list(row)
    for at, convert in converters:
        values[at] = convert(values[at])
    return values
