"""Totals that do not grow with the sales, on both databases.

The results page of an edition of 600 exhibitors: with 1,000,000 sales against the same page with 10,000, each in a
database of its own, asked in turn. Takings by exhibitor at 1,000,000 sales: against a GROUP BY of the ledger over an
index that covers it (made for the purpose; the product has none). Medians of wall-clock time.
"""

import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import insert, text

from benchmarks.servers import databases, migrated
from benchmarks.table import Row
from fairapp.db import db
from fairapp.models.base import new_id
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.takings import takings_by_exhibitor
from tests.factories.accounts import an_account, signed_in
from tests.factories.results import HeldFair, held_fair, moment

EXHIBITORS = 600
FEW, MANY = 10_000, 1_000_000
ROUNDS = 25
PLAN = "Hall A: 10 rows of 30, 3 × 3 m\nHall B: 10 rows of 30, 3 × 3 m"
METHODS = ("cash", "mada", "transfer")
COVERING = "CREATE INDEX covering ON ledger_entry (organisation_id, edition_id, exhibitor_id, amount_minor)"
GROUPED = """SELECT exhibitor_id, sum(amount_minor), count(*) FROM ledger_entry
WHERE organisation_id = :organisation AND edition_id = :edition GROUP BY exhibitor_id"""
# What the ledger's own transaction keeps up sale by sale, written here at one go.
PROJECTIONS = (
    """INSERT INTO takings (organisation_id, id, edition_id, exhibitor_id, session_number, method, gross_minor,
    voided_minor, refunds_minor, sales)
    SELECT organisation_id, {id}, edition_id, exhibitor_id, session_number, method, sum(amount_minor), 0, 0, count(*)
    FROM ledger_entry GROUP BY organisation_id, edition_id, exhibitor_id, session_number, method""",
    """INSERT INTO hour_takings (organisation_id, id, edition_id, session_number, hour_at, shard, net_minor, sales)
    SELECT organisation_id, {id}, edition_id, session_number, occurred_at, seq % 16, sum(amount_minor), count(*)
    FROM ledger_entry GROUP BY organisation_id, edition_id, session_number, occurred_at, seq % 16""",
)
RANDOM_ID = {"SQLite": "lower(hex(randomblob(16)))", "PostgreSQL": "gen_random_uuid()"}


def rows(quick: bool = False) -> list[Row]:
    """Two rows for each database: the page, and the takings by exhibitor."""
    found: list[Row] = []
    many = 5 * FEW if quick else MANY
    with tempfile.TemporaryDirectory() as name, databases(Path(name)) as urls:
        for database, url in urls.items():
            small = _Filled(Path(name) / f"{database}-small", database, _beside(url), FEW)
            large = _Filled(Path(name) / f"{database}-large", database, url, many)
            found += [_page(database, small, large), _takings(database, large)]
            small.dispose()
            large.dispose()
    return found


def _beside(url: str) -> str:
    """Another empty database next to this one."""
    if not url.startswith("postgresql"):
        return url.replace("fair.sqlite3", "small.sqlite3")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE small")
    return url.replace("/postgres?", "/small?")


def _page(database: str, small: "_Filled", large: "_Filled") -> Row:
    spent = [(small.page_seconds(), large.page_seconds()) for _ in range(ROUNDS)][3:]
    return Row(
        name=f"results page, {large.sales:,} sales against {small.sales:,}, {database}",
        ours=1000 * statistics.median(one for _, one in spent),
        limit=1000 * statistics.median(one for one, _ in spent),
        unit="ms a page",
        aim=1.3,
        at_least=False,
    )


def _takings(database: str, large: "_Filled") -> Row:
    with large.app.app_context():
        db.session.execute(text(COVERING))
        db.session.commit()
        large.tidy()
        found = large.identity()
        spent = [
            (
                _seconds(lambda: takings_by_exhibitor(large.fair.organisation_id, large.fair.edition_id)),
                _seconds(lambda: db.session.execute(text(GROUPED), found).all()),
            )
            for _ in range(7)
        ][1:]
    return Row(
        name=f"takings by exhibitor, {large.sales:,} sales, {database}",
        ours=1000 * statistics.median(one for one, _ in spent),
        limit=1000 * statistics.median(one for _, one in spent),
        unit="ms",
        aim=0.15,
        at_least=False,
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


class _Filled:
    """A database with one edition, its sales and their sums, and a browser that is signed in."""

    fair: HeldFair

    def __init__(self, folder: Path, database: str, url: str, sales: int) -> None:
        folder.mkdir()
        self.database, self.sales = database, sales
        self.app = migrated(folder, url)
        self.app.config.update(WTF_CSRF_ENABLED=False)
        with self.app.app_context():
            self.fair = held_fair(PLAN, EXHIBITORS)
            email = an_account(self.fair.actor, "organiser", language="en")
            self._fill()
            self.tidy()
        self._browser = signed_in(self.app.test_client(), email)

    def page_seconds(self) -> float:
        """How long the results page takes."""
        started = time.perf_counter()
        answer = self._browser.get("/editions/jeddah-2014/results")
        spent = time.perf_counter() - started
        if answer.status_code != 200 or str(EXHIBITORS) not in answer.get_data(as_text=True):
            raise RuntimeError(f"{answer.status_code}: not the results page")
        return spent

    def identity(self) -> dict[str, Any]:
        """The organisation and edition as this database writes them."""
        ids = {"organisation": self.fair.organisation_id, "edition": self.fair.edition_id}
        return ids if self.database == "PostgreSQL" else {name: value.hex for name, value in ids.items()}

    def tidy(self) -> None:
        """What either database does by itself after a while."""
        db.session.commit()
        if self.database == "PostgreSQL":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
            return
        db.session.execute(text("ANALYZE"))
        db.session.commit()

    def dispose(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _fill(self) -> None:
        device = self.fair.till(0).device
        base = [self._entry(number, device.device_id) for number in range(FEW)]
        db.session.execute(insert(LedgerEntry), base)
        names = [column.name for column in LedgerEntry.__table__.columns]
        changed = {"id": RANDOM_ID[self.database], "seq": "seq + :shift"}
        copied = ", ".join(changed.get(name, name) for name in names)
        again = f"INSERT INTO ledger_entry ({', '.join(names)}) SELECT {copied} FROM ledger_entry WHERE seq <= {FEW}"
        for shift in range(FEW, self.sales, FEW):
            db.session.execute(text(again), {"shift": shift})
        for projection in PROJECTIONS:
            db.session.execute(text(projection.format(id=RANDOM_ID[self.database])))
        db.session.commit()

    def _entry(self, number: int, device_id: uuid.UUID) -> dict[str, Any]:
        session = number // EXHIBITORS % 3 + 1
        at = moment(session).replace(minute=0) + timedelta(hours=number % 5)
        return {
            "organisation_id": self.fair.organisation_id,
            "id": new_id(),
            "edition_id": self.fair.edition_id,
            "device_id": device_id,
            "seq": number + 1,
            "kind": "sale",
            "occurred_at": at,
            "received_at": at,
            "session_number": session,
            "exhibitor_id": self.fair.exhibitors[number % EXHIBITORS],
            "amount_minor": 1_000 + number % 9_000,
            "method": METHODS[number // (3 * EXHIBITORS) % 3],
            "payload": "{}",
            "previous_hash": "0" * 64,
            "hash": "0" * 64,
            "source": "phone",
            "status": "accepted",
            "flags": [],
        }
