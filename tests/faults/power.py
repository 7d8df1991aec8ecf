"""Power cuts: under SQLite lies a file system that keeps nothing but what was synced.

A killed process proves nothing about durability, for the operating system keeps what it was given. Here, after every
acknowledged commit, the fair is opened again from the synced bytes alone, as after a power cut.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import text

from fairapp.db import db
from fairapp.services.ledger import record_entries

VFS = "power-cut"
CHECKPOINT = "PRAGMA wal_checkpoint"
SYNCHRONOUS = {"OFF": 0, "NORMAL": 1, "FULL": 2}


@dataclass(frozen=True, kw_only=True)
class PowerCuts:
    """What cutting the power after each acknowledged upload came to."""

    cuts: int
    losing: int
    damaged: int


@dataclass(frozen=True, kw_only=True)
class Traced:
    """The product's own statements: one list an upload, and how many entries were acknowledged when it was answered.

    ``checkpoints``: after how many uploads the product copied its log back, by its own decision.
    """

    before: bytes
    pragmas: dict[str, Any]
    uploads: list[tuple[list[str], int]]

    @property
    def checkpoints(self) -> int:
        return sum(statements[-1].startswith(CHECKPOINT) for statements, _ in self.uploads)


def trace_uploads(key: str, bodies: list[dict[str, Any]]) -> Traced:
    """Take the uploads in, and keep every statement that the driver was given, and the pragmas it runs under."""
    statements: list[str] = []
    uploads: list[tuple[list[str], int]] = []
    acknowledged = 0
    db.session.remove()
    db.engine.dispose()  # one connection from here on: the one that is traced
    with db.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        names = ("journal_mode", "synchronous", "wal_autocheckpoint", "page_size")
        pragmas = {name: connection.execute(text(f"pragma {name}")).scalar_one() for name in names}
        before = driver.serialize()
        driver.set_trace_callback(statements.append)
    for body in bodies:
        statements.clear()
        acknowledged = record_entries(key, body).next_seq - 1
        checkpoints = [sql for sql in statements if sql.startswith(CHECKPOINT)]
        uploads.append((_of_one_transaction(statements) + checkpoints, acknowledged))
    driver.set_trace_callback(None)
    return Traced(before=before, pragmas=pragmas, uploads=uploads)


def _of_one_transaction(statements: list[str]) -> list[str]:
    """From the beginning of the write to its commit; an upload that is not one transaction has no business here."""
    begins = [at for at, sql in enumerate(statements) if sql.startswith("BEGIN IMMEDIATE")]
    ends = [at for at, sql in enumerate(statements) if sql.startswith("COMMIT")]
    assert len(begins) == len(ends) == 1, statements
    return statements[begins[0] : ends[0] + 1]


def cut_power(traced: Traced, folder: Path, synchronous: int) -> PowerCuts:
    """Replay the uploads over the file system below, and cut the power after each commit and each checkpoint."""
    live, synced, after = (folder / name for name in ("live", "synced", "after"))
    for place in (live, synced, after):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    for place in (live, synced):
        (place / "fair.sqlite3").write_bytes(_rollback_journal(traced.before))
    files = _Files(VFS, synced)
    connection = apsw.Connection(str(live / "fair.sqlite3"), vfs=VFS)
    cuts = losing = damaged = 0
    try:
        _prepare(connection, traced.pragmas, synchronous)
        for statements, acknowledged in traced.uploads:
            for sql in statements:
                connection.execute(sql).fetchall()
                if sql.startswith(("COMMIT", CHECKPOINT)):
                    found, sound = _open_again(synced, after)
                    cuts += 1
                    losing += found < acknowledged
                    damaged += not sound
    finally:
        connection.close()
        files.unregister()
    return PowerCuts(cuts=cuts, losing=losing, damaged=damaged)


def _rollback_journal(database: bytes) -> bytes:
    """The bytes of a database marked as one without a log beside it, so that it opens by itself."""
    return database[:18] + b"\x01\x01" + database[20:]


def _prepare(connection: apsw.Connection, pragmas: dict[str, Any], synchronous: int) -> None:
    # Exclusive, because a file system of our own offers no memory to share; it changes nothing about what is synced.
    connection.execute("pragma locking_mode=exclusive").fetchall()
    connection.execute(f"pragma journal_mode={pragmas['journal_mode']}").fetchall()
    connection.execute("pragma synchronous=full").fetchall()
    connection.execute(
        "pragma user_version=1"
    ).fetchall()  # the log exists, and lies on the disk, before the first sale
    connection.execute("pragma wal_checkpoint(restart)").fetchall()
    connection.execute(f"pragma synchronous={synchronous}").fetchall()
    connection.execute(f"pragma wal_autocheckpoint={pragmas['wal_autocheckpoint']}").fetchall()


def _open_again(synced: Path, after: Path) -> tuple[int, bool]:
    """How many entries the synced bytes hold, and whether they are a sound database."""
    shutil.rmtree(after)
    shutil.copytree(synced, after)
    try:
        connection = apsw.Connection(str(after / "fair.sqlite3"))
        try:
            count = connection.execute("select count(*) from ledger_entry").fetchone()
            sound = connection.execute("pragma integrity_check").fetchone() == ("ok",)
            return (count[0] if count else 0), sound
        finally:
            connection.close()
    except apsw.Error:
        return 0, False


class _Files(apsw.VFS):
    """The usual files, and beside them what would be left of each after a power cut."""

    def __init__(self, name: str, synced: Path) -> None:
        super().__init__(name, "")
        self.synced = synced

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(name, flags, self.synced)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        (self.synced / os.path.basename(filename)).unlink(missing_ok=True)


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], synced: Path) -> None:
        super().__init__("", name, flags)
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.path, self.synced = Path(told) if told else None, synced

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        if self.path is not None and self.path.exists():
            shutil.copyfile(self.path, self.synced / self.path.name)
