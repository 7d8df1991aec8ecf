"""The footfall of gates, kept up as crossings arrive: by gate, session, hour and device, so that no two phones meet."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from fairapp.domain.footfall import Crossing, Direction, Footfall, Party, footfall_of
from fairapp.domain.ledger import EntryKind
from fairapp.models.base import new_id
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_writes import Writes

KEYS = ("organisation_id", "edition_id", "session_number", "gate_id", "hour_at", "device_id")
SUMS = ("inwards", "outwards")
Key = tuple[uuid.UUID, uuid.UUID, int, uuid.UUID, datetime, uuid.UUID]


def project_footfall(writes: Writes, rows: Sequence[EntryRow]) -> None:
    """Add newly stored, accepted entries to the projection."""
    added: dict[Key, Footfall] = {}
    for row in rows:
        if row.kind == EntryKind.ENTRY and row.gate_id and row.headcount and row.occurred_at:
            key = (row.organisation_id, row.edition_id, row.session_number, row.gate_id, hour_of(row), row.device_id)
            added[key] = added.get(key, Footfall()) + _crossing(row, row.gate_id, row.headcount)
    changes = sorted(added.items(), key=lambda change: str(change[0]))
    writes.add("footfall", KEYS, SUMS, [(new_id(), *key, sums.inwards, sums.outwards) for key, sums in changes])


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
