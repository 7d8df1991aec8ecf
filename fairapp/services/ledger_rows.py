"""Rows of the ledger, and the SQL of its hot path: given to the driver, each value through its column's type."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect

from fairapp.db import Base, db
from fairapp.domain.ledger import chain_hash

Converter = Any  # a function of one value, or None where the driver takes it as it is


class EntryRow(NamedTuple):
    """One row of ``ledger_entry``, in the order in which its fields are hashed."""

    organisation_id: uuid.UUID
    id: uuid.UUID
    edition_id: uuid.UUID
    device_id: uuid.UUID
    seq: int
    kind: str
    occurred_at: datetime | None
    received_at: datetime
    session_number: int
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    amount_minor: int | None
    method: str | None
    ref_id: uuid.UUID | None
    headcount: int | None
    party: str | None
    direction: str | None
    source: str
    status: str
    flags: list[str]
    payload: str
    previous_hash: str
    hash: str

    def chained(self, previous: str) -> "EntryRow":
        """The same row as the next link of its device's chain."""
        return self._replace(previous_hash=previous, hash=self.link(previous))

    def link(self, previous: str) -> str:
        """The hash this row must have after ``previous``: every field but the two hashes is covered."""
        return chain_hash(previous, self[:-2])


def insert_rows(table_name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """One INSERT for all rows; a key that is there already raises IntegrityError."""
    _run(_insert(table_name, tuple(columns)), table_name, tuple(columns), rows)


def add_to_rows(table_name: str, keys: Sequence[str], sums: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add to the row that ``keys`` name, or begin it. Each row is: id, then the keys, then what to add to each sum.

    Rows must come in one order everywhere: two phones that touch the same two rows would otherwise wait for each other.
    """
    columns = ("id", *keys, *sums)
    added = ", ".join(f"{name} = {table_name}.{name} + excluded.{name}" for name in sums)
    sql = f"{_insert(table_name, columns)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
    _run(sql, table_name, columns, rows)


def _insert(table_name: str, columns: tuple[str, ...]) -> str:
    mark = "?" if db.engine.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table_name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # names of our own tables


class Prepared:
    """A statement that is turned into the driver's own text once, and not again at every upload."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, list[tuple[str, Converter]], list[tuple[int, Converter]]]] = {}

    def run(self, **values: Any) -> list[list[Any]]:
        """The rows, each value as its column's type gives it; none for a statement that returns nothing."""
        connection = db.session.connection()
        if connection.dialect.name not in self._ready:
            self._ready[connection.dialect.name] = self._prepare(connection.dialect)
        sql, binds, converters = self._ready[connection.dialect.name]
        bound = {name: convert(values[name]) if convert else values[name] for name, convert in binds}
        positional = connection.dialect.positional
        result = connection.exec_driver_sql(sql, tuple(bound.values()) if positional else bound)
        return [_converted(row, converters) for row in result] if result.returns_rows else []

    def _prepare(self, dialect: Dialect) -> tuple[str, list[tuple[str, Converter]], list[tuple[int, Converter]]]:
        compiled = self._statement.compile(dialect=dialect)
        types = {bind.key: bind.type.dialect_impl(dialect) for bind in compiled.binds.values()}
        names = compiled.positiontup or list(compiled.binds)
        binds = [(name, types[name].bind_processor(dialect)) for name in names]
        columns = self._statement.selected_columns if self._statement.is_select else ()
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        return compiled.string, binds, [(at, reader) for at, reader in enumerate(readers) if reader]


def _run(sql: str, table_name: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        connection = db.session.connection()
        converters = _converters(table_name, columns, connection.dialect.name)
        ready = [tuple(_converted(row, converters)) for row in rows]
        connection.exec_driver_sql(sql, ready if len(ready) > 1 else ready[0])


def _converted(row: Sequence[Any], converters: list[tuple[int, Converter]]) -> list[Any]:
    values = list(row)
    for at, convert in converters:
        values[at] = convert(values[at])
    return values


@cache
def _converters(table_name: str, columns: tuple[str, ...], dialect_name: str) -> list[tuple[int, Converter]]:
    """What the types of some columns do to a value on its way to this kind of database, by position."""
    dialect, table = db.engine.dialect, Base.metadata.tables[table_name]
    found = [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
    return [(at, convert) for at, convert in enumerate(found) if convert]
