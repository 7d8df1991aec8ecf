"""Rows of the ledger, and the SQL of its hot path: given to the driver, each value through its column's type."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Table

from fairapp.db import Base, db
from fairapp.domain.ledger import chain_hash


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


def _run(sql: str, table_name: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    processors = _processors(table_name, columns, db.engine.dialect.name)
    ready = [
        tuple(process(value) if process else value for process, value in zip(processors, row, strict=True))
        for row in rows
    ]
    if ready:
        db.session.connection().exec_driver_sql(sql, ready if len(ready) > 1 else ready[0])


@cache
def _processors(table_name: str, columns: tuple[str, ...], dialect_name: str) -> list[Callable[[Any], Any] | None]:
    """What each column's type does to a value on its way to this kind of database."""
    dialect, table = db.engine.dialect, Base.metadata.tables[table_name]
    return [_type_of(table, name).dialect_impl(dialect).bind_processor(dialect) for name in columns]


def _type_of(table: Table, name: str) -> Any:
    return table.columns[name].type
