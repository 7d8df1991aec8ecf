"""Copies that are made by themselves: often while a fair is open, at most one a day otherwise, old ones pruned.

Nothing about them is kept but the copies: when the last one was made is written in its name, so that any process can
tell, and one that should be there and is not is seen whoever failed to make it.
"""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from fairapp.config import Settings
from fairapp.db import db
from fairapp.domain.errors import Refused
from fairapp.queries.copies import find_last_change, find_open_since
from fairapp.services.backup import PARTIAL, find_pg_dump, write_backup
from fairapp.services.clock import now

WRITTEN = "%Y%m%d-%H%M%S"
PATIENCE = timedelta(minutes=5)
"""How much later than it should be a copy may come before people are told."""


class CopyState(StrEnum):
    """``off`` by setting; ``elsewhere``: on PostgreSQL without ``pg_dump``, the database's own task."""

    OFF = "off"
    ELSEWHERE = "elsewhere"
    NONE = "none"
    GOOD = "good"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One copy, good because it is there."""

    file: Path
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class CopyStanding:
    """How copies stand, and when the last good one was made."""

    state: CopyState
    last_at: datetime | None = None


def list_copies(settings: Settings) -> list[Copy]:
    """The copies of this database that were made by themselves, newest first; none when the folder cannot be read."""
    name = re.compile(rf"{re.escape(_stem())}-(\d{{8}}-\d{{6}})\.(?:sqlite3|dump)")
    found = [(file, name.fullmatch(file.name)) for file in _files(settings.backup_folder)]
    copies = [Copy(file=file, made_at=_read(match[1])) for file, match in found if match]
    return sorted(copies, key=lambda copy: copy.made_at, reverse=True)


def find_standing(settings: Settings) -> CopyStanding:
    """What organisers are told: a copy that is overdue while a fair is open means that copies fail."""
    if not settings.backup_minutes:
        return CopyStanding(state=CopyState.OFF)
    if not _can_copy():
        return CopyStanding(state=CopyState.ELSEWHERE)
    copies, since = list_copies(settings), find_open_since(now())
    last_at = copies[0].made_at if copies else None
    if since is not None:
        waiting_from = max(since, last_at) if last_at else since
        if now() - waiting_from > timedelta(minutes=settings.backup_minutes) + PATIENCE:
            return CopyStanding(state=CopyState.FAILING, last_at=last_at)
    return CopyStanding(state=CopyState.GOOD if last_at else CopyState.NONE, last_at=last_at)


def make_copy_when_due(settings: Settings) -> Copy | None:
    """A copy, if it is time for one; old ones go only after it is good.

    Raises what ``write_backup`` raises, and ``Refused("backup-no-room")``.
    """
    if not settings.backup_minutes or not _can_copy():
        return None
    copies, moment = list_copies(settings), now()
    if not _is_due(copies, moment, settings.backup_minutes):
        return None
    copy = _make(settings, moment)
    _prune([copy, *copies], settings)
    return copy


def _is_due(copies: Sequence[Copy], moment: datetime, minutes: int) -> bool:
    last_at = copies[0].made_at if copies else None
    if find_open_since(moment) is not None:
        return last_at is None or moment - last_at >= timedelta(minutes=minutes)
    changed_at = find_last_change()
    if changed_at is None or (last_at is not None and (changed_at <= last_at or last_at.date() >= moment.date())):
        return False
    return True


def _make(settings: Settings, moment: datetime) -> Copy:
    ending = "dump" if db.engine.dialect.name == "postgresql" else "sqlite3"
    file = settings.backup_folder / f"{_stem()}-{moment.strftime(WRITTEN)}.{ending}"
    try:
        settings.backup_folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.backup_folder).free
    except OSError as error:
        raise Refused("backup-failed", file=str(file), reason=str(error)) from error
    db.session.rollback()  # a snapshot of ours would keep the log from being copied back meanwhile
    if free < 2 * _bytes():
        # A disk that our own copies fill up would stop the fair itself.
        raise Refused("backup-no-room", folder=str(settings.backup_folder))
    write_backup(file)
    return Copy(file=file, made_at=_read(moment.strftime(WRITTEN)))


def _prune(copies: Sequence[Copy], settings: Settings) -> None:
    """Keep the newest; what a copy that was cut short left behind goes as well. What cannot be deleted stays."""
    left = [file for file in _files(settings.backup_folder) if file.match(f"{_stem()}-*{PARTIAL}")]
    for file in [*left, *(copy.file for copy in copies[settings.backup_keep :])]:
        with suppress(OSError):
            file.unlink()


def _can_copy() -> bool:
    return db.engine.dialect.name == "sqlite" or find_pg_dump() is not None


def _stem() -> str:
    return Path(db.engine.url.database or "fairapp").stem


def _bytes() -> int:
    file = Path(db.engine.url.database or "")
    sizes = [part.stat().st_size for part in (file, file.with_name(f"{file.name}-wal")) if part.is_file()]
    return sum(sizes)


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _read(written: str) -> datetime:
    return datetime.strptime(written, WRITTEN).replace(tzinfo=UTC)
