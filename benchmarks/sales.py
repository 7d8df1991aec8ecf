"""Sales over HTTP, durable, one at a time, fifty at a time, and of sixteen tills at once.

One at a time: against a bare Flask application that makes one insert through the driver and commits, behind the same
server on the same kind of database, called by the same client. Fifty at a time: against the driver alone writing the
very same rows, all columns, into the same table with its indexes and foreign keys, fifty to a commit, on SQLite as
durable as ours, without HTTP, JSON, reading, hash chain or sums. Neither limit is held back: what the driver prepares
or keeps it may. Ours and the limit in turn, in short turns, so that a busy machine troubles both; medians.
"""

import sqlite3
import statistics
import tempfile
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.servers import Sales, Sender, databases, migrated, served
from benchmarks.table import Row
from benchmarks.tills import sixteen_at_once
from fairapp.db import db
from fairapp.models.base import new_id
from fairapp.services.ledger import ENTRY_COLUMNS
from tests.factories.devices import Stall, a_running_stall

ROUNDS = 20
BATCH = 50


def rows(quick: bool = False) -> list[Row]:
    """Single sales and batches on SQLite and on PostgreSQL; then sixteen tills at once on PostgreSQL."""
    singles, batches = (5, 1) if quick else (100, 10)
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name, databases(Path(name)) as urls:
        for database, url in urls.items():
            folder = Path(name) / database
            folder.mkdir()
            app = migrated(folder, url)
            with app.app_context():
                stall = a_running_stall()
                db.session.remove()
                found.append(_singles(folder, database, url, stall, singles))
                found.append(_batches(folder, database, url, stall, batches))
                if database == "PostgreSQL":
                    found.append(sixteen_at_once(_environment(folder, url), stall, url, 2 if quick else 40))
                db.engine.dispose()
    return found


def _singles(folder: Path, database: str, url: str, stall: Stall, count: int) -> Row:
    sales, bare_sales = Sales(), Sales()
    bare = url if url.startswith("postgresql") else str(folder / "bare.sqlite3")
    with ExitStack() as stack:
        ours_at = stack.enter_context(served("wsgi:app", _environment(folder, url)))
        bare_at = stack.enter_context(served("benchmarks.bare:app", {"BARE_DATABASE": bare}))
        ours, limit = Sender(ours_at, stall.key), Sender(bare_at, "")
        for sender, list_ in ((ours, sales), (limit, bare_sales)):
            sender.seconds(list_.uploads(10, 1))
        spent = [
            (ours.seconds(sales.uploads(count, 1)), limit.seconds(bare_sales.uploads(count, 1))) for _ in range(ROUNDS)
        ]
    return Row(
        name=f"sales, one a request, {database}",
        ours=count / statistics.median(one for one, _ in spent),
        limit=count / statistics.median(one for _, one in spent),
        unit="sales/s",
        aim=0.5,
        at_least=True,
    )


def _batches(folder: Path, database: str, url: str, stall: Stall, count: int) -> Row:
    sales = Sales(begin=_next_seq())
    with served("wsgi:app", _environment(folder, url)) as port:
        sender = Sender(port, stall.key)
        sender.seconds(sales.uploads(2, BATCH))
        driver = _Driver(url)
        driver.seconds(2)
        spent = [(sender.seconds(sales.uploads(count, BATCH)), driver.seconds(count)) for _ in range(ROUNDS)]
        driver.close()
    ours, limit = [one for one, _ in spent], [one for _, one in spent]
    return Row(
        name=f"sales, {BATCH} a request, {database}",
        ours=count * BATCH / statistics.median(ours),
        limit=count * BATCH / statistics.median(limit),
        unit="sales/s",
        aim=0.5,
        at_least=True,
    )


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {"FAIRAPP_INSTANCE": str(folder / "instance"), "FAIRAPP_DATABASE_URL": url}


def _next_seq() -> int:
    with db.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT max(next_seq) FROM device").scalar_one())


class _Driver:
    """The driver alone, writing copies of the rows that are there: new ids, a new place in the list."""

    def __init__(self, url: str) -> None:
        self._columns = ", ".join(ENTRY_COLUMNS)
        self._postgresql = url.startswith("postgresql")
        self._connection: Any = psycopg.connect(url) if self._postgresql else _tuned(url.removeprefix("sqlite:///"))
        asked = f"SELECT {self._columns} FROM ledger_entry WHERE seq <= {BATCH} ORDER BY seq"
        self._rows = [list(row) for row in self._connection.execute(asked)]
        self._seq = 10_000_000
        self._insert = self._unnest() if self._postgresql else self._values()

    def seconds(self, count: int) -> float:
        batches = [[self._copy(row) for row in self._rows] for _ in range(count)]
        started = time.perf_counter()
        for batch in batches:
            if self._postgresql:
                self._connection.execute(self._insert, [list(column) for column in zip(*batch, strict=True)])
            else:
                self._connection.executemany(self._insert, batch)
            self._connection.commit()
        return time.perf_counter() - started

    def close(self) -> None:
        self._connection.close()

    def _copy(self, row: list[Any]) -> list[Any]:
        self._seq += 1
        new: uuid.UUID = new_id()
        copy = list(row)
        copy[ENTRY_COLUMNS.index("id")] = new if self._postgresql else new.hex
        copy[ENTRY_COLUMNS.index("seq")] = self._seq
        if self._postgresql:
            copy[ENTRY_COLUMNS.index("flags")] = "[]"
        return copy

    def _values(self) -> str:
        return f"INSERT INTO ledger_entry ({self._columns}) VALUES ({', '.join('?' * len(ENTRY_COLUMNS))})"

    def _unnest(self) -> str:
        asked = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'ledger_entry'"
        types = dict(self._connection.execute(asked).fetchall())
        arrays = ", ".join("%s::" + ("text" if types[n] == "json" else types[n]) + "[]" for n in ENTRY_COLUMNS)
        chosen = ", ".join(f"{n}::json" if types[n] == "json" else n for n in ENTRY_COLUMNS)
        return f"INSERT INTO ledger_entry ({self._columns}) SELECT {chosen} FROM unnest({arrays}) AS u({self._columns})"


def _tuned(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
