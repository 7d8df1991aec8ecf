"""A consistent copy of everything, and putting it back.

SQLite is copied by its online backup interface, never by copying the file; PostgreSQL by ``pg_dump``, where there is
one. A copy is checked before it counts, and lies on the disk before it has its name: it is there whole or not at all.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from fairapp.db import db
from fairapp.domain.errors import Conflict, Refused

MAGIC = b"SQLite format 3\x00"
PARTIAL = ".part"
PG_SECONDS = 3_600
# What libpq reads from the environment: a password has no business among the arguments that everybody can list.
PG_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
# The end of each list beside what its device was told.
HEADS = """SELECT device.id, device.head, ledger_entry.hash FROM device LEFT JOIN ledger_entry
ON ledger_entry.organisation_id = device.organisation_id AND ledger_entry.device_id = device.id
AND ledger_entry.seq = device.next_seq - 1"""


def write_backup(target: Path) -> int:
    """Copy the database to ``target``; returns its size in bytes. The file appears whole or not at all.

    Raises ``Conflict("backup-exists")``, ``Refused``: ``backup-needs-pg-dump``, ``backup-damaged``, ``backup-failed``.
    """
    if target.exists():
        raise Conflict("backup-exists", file=str(target))
    partial = target.with_name(target.name + PARTIAL)
    try:
        partial.unlink(missing_ok=True)
        _dump(partial) if db.engine.dialect.name == "postgresql" else _copy(partial)
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        partial.rename(target)
        _sync_folder(target.parent)
        return target.stat().st_size
    except (OSError, sqlite3.Error, subprocess.SubprocessError) as error:
        raise Refused("backup-failed", file=str(target), reason=_last_line(error)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def restore_backup(source: Path, *, replace: bool) -> Path | None:
    """Put a copy back; returns where the replaced database was kept, if there was one.

    Raises ``Refused``: ``backup-damaged``, ``backup-needs-pg-dump``. Raises ``Conflict("database-exists")`` unless
    ``replace``.
    """
    target = _database_file()
    check_copy(source)
    kept = None
    db.engine.dispose()
    if target.exists():
        if not replace:
            raise Conflict("database-exists", file=str(target))
        kept = target.with_name(f"{target.name}.before-restore")
        with closing(sqlite3.connect(target)) as old, closing(sqlite3.connect(kept)) as copy:
            old.backup(copy)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(target)) as restored:
        restored.execute("PRAGMA wal_autocheckpoint=0")
        copy.backup(restored)
    return kept


def find_pg_dump() -> str | None:
    """Where ``pg_dump`` is, if it is on the path."""
    return shutil.which("pg_dump")


def check_copy(file: Path, *, alone: bool = False) -> None:
    """Raises ``Refused("backup-damaged")`` unless ``file`` is a sound database whose ledger can be read to its heads.

    ``alone``: nobody else has it open and it has no log beside it, so that none need be made.
    """
    how = "immutable=1" if alone else "mode=ro"
    try:
        with file.open("rb") as opened:
            begins_well = opened.read(len(MAGIC)) == MAGIC
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True)) as copy:
            sound = begins_well and copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.execute(HEADS).fetchall()
    except (OSError, sqlite3.DatabaseError) as error:
        raise Refused("backup-damaged", file=str(file)) from error
    if not sound:
        raise Refused("backup-damaged", file=str(file))


def _copy(partial: Path) -> None:
    with closing(sqlite3.connect(_database_file())) as original, closing(sqlite3.connect(partial)) as copy:
        original.backup(copy)
    check_copy(partial, alone=True)


def _dump(partial: Path) -> None:
    """In ``pg_restore``'s own format; checked by reading its table of contents."""
    dump, restore = find_pg_dump(), shutil.which("pg_restore")
    if dump is None or restore is None:
        raise Refused("backup-needs-pg-dump")
    _, given = db.engine.dialect.create_connect_args(db.engine.url)
    named = {PG_NAMES[name]: str(value) for name, value in given.items() if name in PG_NAMES}
    _run([dump, "--format=custom", "--no-password", f"--file={partial}"], os.environ | named)
    if "TABLE DATA public ledger_entry" not in _run([restore, "--list", str(partial)], dict(os.environ)):
        raise Refused("backup-damaged", file=str(partial))


def _run(command: list[str], environment: dict[str, str]) -> str:
    told = {"env": environment, "capture_output": True, "text": True, "errors": "replace"}
    return str(subprocess.run(command, check=True, timeout=PG_SECONDS, **told).stdout)  # type: ignore[call-overload] # noqa: S603


def _last_line(error: Exception) -> str:
    told = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    return (str(told).strip().splitlines() or [type(error).__name__])[-1]


def _sync_folder(folder: Path) -> None:
    """The name too must lie on the disk. Systems that cannot open a folder keep names by themselves."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _database_file() -> Path:
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        raise Refused("backup-needs-pg-dump")
    return Path(db.engine.url.database)
