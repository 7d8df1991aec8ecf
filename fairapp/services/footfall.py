"""The footfall of gates, kept up as crossings arrive: by gate, session, hour and device, so that no two phones meet."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from fairapp.domain.footfall import Direction
from fairapp.domain.ledger import EntryKind
from fairapp.models.base import new_id
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_writes import Writes

KEYS = ("organisation_id", "edition_id", "session_number", "gate_id", "hour_at", "device_id")
SUMS = ("inwards", "outwards")
Key = tuple[uuid.UUID, uuid.UUID, int, uuid.UUID, datetime, uuid.UUID]


def project_footfall(writes: Writes, rows: Sequence[EntryRow], undone_by: Mapping[uuid.UUID, EntryRow]) -> None:
    """Add newly stored, accepted entries; a void (by its id) takes its crossing out of the hour of that crossing."""
    added: dict[Key, tuple[int, int]] = {}
    for row in rows:
        crossing, sign = (row, 1) if row.kind == EntryKind.ENTRY else (undone_by.get(row.id), -1)
        found = crossing_of(crossing) if crossing is not None else None
        if found is not None:
            key, sums = found
            inwards, outwards = added.get(key, (0, 0))
            added[key] = (inwards + sign * sums[0], outwards + sign * sums[1])
    add_footfall(writes, added)


def add_footfall(writes: Writes, sums: Mapping[Key, tuple[int, int]]) -> None:
    """Add to the people inwards and outwards by gate, session, hour and device."""
    changes = sorted(sums.items(), key=lambda change: str(change[0]))
    writes.add("footfall", KEYS, SUMS, [(new_id(), *key, *people) for key, people in changes])


def crossing_of(row: EntryRow) -> tuple[Key, tuple[int, int]] | None:
    """Where a crossing is added up, and the people inwards and outwards; None for what is no crossing."""
    if row.kind != EntryKind.ENTRY or not row.gate_id or not row.headcount or row.occurred_at is None:
        return None
    inwards = row.headcount if row.direction == Direction.IN else 0
    return _key(row, row.gate_id), (inwards, row.headcount - inwards)


def _key(row: EntryRow, gate_id: uuid.UUID) -> Key:
    return row.organisation_id, row.edition_id, row.session_number, gate_id, hour_of(row), row.device_id


def hour_of(row: EntryRow) -> datetime:
    """The beginning of the hour in which an entry happened, in UTC."""
    if row.occurred_at is None:
        raise ValueError("an entry that could not be read happened at no known time")
    return row.occurred_at.replace(minute=0, second=0, microsecond=0)
