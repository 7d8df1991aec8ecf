"""Checkpoints of SQLite's log, made by ourselves, and only while nobody can write.

SQLite before 3.51.3 has the WAL-reset bug: when a checkpoint meets a commit that begins the log anew, a later one may
leave out part of the log, and the file is damaged. SQLite's own checkpoints run without the write lock, so two
processes may meet so. Here a second connection holds the write lock meanwhile, and they cannot, whatever the version.
"""

import logging
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

PRAGMAS = ("wal_autocheckpoint=0", "journal_size_limit=67108864")
"""For every connection: no checkpoints but ours; a log that a large import left behind is cut to 64 MiB."""
DUE = 5_000
EACH_COMMIT = 50
"""A connection copies its log back after so much work: a changed row counts one, a commit as much as fifty rows."""
OVERDUE = 8 * DUE
OVERDUE_SECONDS = 5.0
"""Up to here a checkpoint gives way to whoever is writing and is tried again after the next commit; then it waits."""
LONG_PAGES = 8_000
READERS_SECONDS = 0.1
"""Readers of older states keep a log from being copied whole. When it is longer than this, they are waited for."""

_log = logging.getLogger(__name__)
_MENDED = (((3, 44, 6), (3, 45)), ((3, 50, 7), (3, 51)), ((3, 51, 3), (4,)))


def has_reset_bug(version: Iterable[int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the bug. Programs other than ours may meet it: they make checkpoints of their own."""
    known = tuple(version)
    return not any(since <= known < before for since, before in _MENDED)


@event.listens_for(Pool, "checkin")
def _count_work(connection: Any, record: ConnectionPoolEntry) -> None:
    """After each use of a connection: when it has written enough since the last time, copy the log back."""
    if not isinstance(connection, sqlite3.Connection):
        return
    changes, told = connection.total_changes, record.info
    if changes == told.get("changes", 0):
        return
    work = told.get("work", 0) + changes - told.get("changes", 0) + EACH_COMMIT
    told["changes"] = changes
    told["work"] = 0 if work >= DUE and checkpoint(connection, OVERDUE_SECONDS if work >= OVERDUE else 0) else work


def checkpoint(connection: sqlite3.Connection, seconds: float = 0) -> bool:
    """Copy the log into the database under the write lock, waiting ``seconds`` for it; False when somebody else has it.

    ``connection`` is outside any transaction. A disk that fails is told to the log: what was committed stays committed.
    """
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    if not file:
        return True
    try:
        with closing(sqlite3.connect(file, timeout=seconds, isolation_level=None)) as guard:
            guard.execute("BEGIN IMMEDIATE")
            _copy(connection)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            _log.warning("the log of %s could not be copied back: %s", file, error)
        return False
    return True


def _copy(connection: sqlite3.Connection) -> None:
    until = time.monotonic() + READERS_SECONDS
    while True:
        _, pages, copied = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if copied == pages or pages < LONG_PAGES or time.monotonic() >= until:
            return
        time.sleep(0.005)
