"""The footfall of gates, kept up as crossings arrive: by gate, session, hour and device, so that no two phones meet."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from fairapp.domain.footfall import Crossing, Direction, Footfall, Party, footfall_of
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
        if crossing is not None and crossing.gate_id and crossing.headcount:
            key, sums = _key(crossing, crossing.gate_id), _crossing(crossing, crossing.gate_id, crossing.headcount)
            inwards, outwards = added.get(key, (0, 0))
            added[key] = (inwards + sign * sums.inwards, outwards + sign * sums.outwards)
    changes = sorted(added.items(), key=lambda change: str(change[0]))
    writes.add("footfall", KEYS, SUMS, [(new_id(), *key, *sums) for key, sums in changes])


def _key(row: EntryRow, gate_id: uuid.UUID) -> Key:
    return row.organisation_id, row.edition_id, row.session_number, gate_id, hour_of(row), row.device_id


def hour_of(row: EntryRow) -> datetime:
    """The beginning of the hour in which an entry happened, in UTC."""
    if row.occurred_at is None:
        raise ValueError("an entry that could not be read happened at no known time")
    return row.occurred_at.replace(minute=0, second=0, microsecond=0)


def _crossing(row: EntryRow, gate_id: uuid.UUID, headcount: int) -> Footfall:
    return footfall_of(
        Crossing(
            gate_id=gate_id,
            session_number=row.session_number,
            direction=Direction(row.direction or ""),
            headcount=headcount,
            party=Party(row.party or ""),
        )
    )
