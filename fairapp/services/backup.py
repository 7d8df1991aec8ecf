"""A consistent copy of everything, and putting it back.

SQLite is copied by its online backup interface, never by copying the file, and the copy is checked before it counts.
PostgreSQL has ``pg_dump`` for this; the copy is refused rather than half done.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from fairapp.db import db
from fairapp.domain.errors import Conflict, Refused

MAGIC = b"SQLite format 3\x00"


def write_backup(target: Path) -> int:
    """Copy the database to ``target``; returns its size in bytes. The file appears whole or not at all.

    Raises ``Conflict("backup-exists")``, ``Refused("backup-needs-pg-dump")``, ``Refused("backup-damaged")``.
    """
    source = _database_file()
    if target.exists():
        raise Conflict("backup-exists", file=str(target))
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(partial)) as copy:
            original.backup(copy)
        _check(partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def restore_backup(source: Path, *, replace: bool) -> Path | None:
    """Put a copy back; returns where the replaced database was kept, if there was one.

    Raises ``Refused("backup-damaged")`` and ``Conflict("database-exists")`` unless ``replace``.
    """
    target = _database_file()
    _check(source)
    kept = None
    db.engine.dispose()
    if target.exists():
        if not replace:
            raise Conflict("database-exists", file=str(target))
        kept = target.with_name(f"{target.name}.before-restore")
        with closing(sqlite3.connect(target)) as old, closing(sqlite3.connect(kept)) as copy:
            old.backup(copy)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(target)) as restored:
        copy.backup(restored)
    return kept


def _database_file() -> Path:
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        raise Refused("backup-needs-pg-dump")
    return Path(db.engine.url.database)


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            begins_well = opened.read(len(MAGIC)) == MAGIC
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            sound = begins_well and copy.execute("pragma integrity_check").fetchone() == ("ok",)
            known = copy.execute("select count(*) from sqlite_master where name = 'ledger_entry'").fetchone() == (1,)
    except (OSError, sqlite3.DatabaseError) as error:
        raise Refused("backup-damaged", file=str(file)) from error
    if not (sound and known):
        raise Refused("backup-damaged", file=str(file))
