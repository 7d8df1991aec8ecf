"""What a void may still undo: an earlier sale of a till or an earlier crossing of a gate, of the same device, once."""

import uuid

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.ledger import EntryKind, EntryStatus
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.settled import counts, find_settled_session
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_settled import effective_row

UNDOABLE = (EntryKind.SALE.value, EntryKind.ENTRY.value)


class Voidable:
    """The entries of one device that a void may still undo, looked up only when a void arrives."""

    def __init__(self, device: LockedDevice) -> None:
        self._device = device
        self._new: dict[uuid.UUID, EntryRow] = {}
        self._undone: set[uuid.UUID] = set()
        self.undone_by: dict[uuid.UUID, EntryRow] = {}

    def follow(self, row: EntryRow) -> list[str]:
        """Take note of an accepted row; returns the flags of a void that undoes nothing."""
        if row.kind in UNDOABLE:
            self._new[row.id] = row
        if row.kind != EntryKind.VOID or row.ref_id is None:
            return []
        undone = self._new.get(row.ref_id) or self._find_stored(row.ref_id)
        if undone is None:
            return ["nothing-to-void"]
        if undone.id in self._undone or self._is_undone(undone):
            return ["already-voided"]
        self._undone.add(undone.id)
        self.undone_by[row.id] = undone
        return []

    def _find_stored(self, entry_id: uuid.UUID) -> EntryRow | None:
        """The entry as it stands: a void takes it out of the session that a person gave it meanwhile."""
        columns = [getattr(LedgerEntry, name) for name in EntryRow._fields]
        asked = select(*columns).where(
            LedgerEntry.organisation_id == self._device.organisation_id,
            LedgerEntry.id == entry_id,
            LedgerEntry.device_id == self._device.id,
            LedgerEntry.kind.in_(UNDOABLE),
        )
        found = db.session.execute(asked).first()
        if found is None:
            return None
        number = find_settled_session(self._device.organisation_id, entry_id)
        row = effective_row(EntryRow(*found), {} if number is None else {entry_id: number})
        return row if row.status == EntryStatus.ACCEPTED else None

    def _is_undone(self, entry: EntryRow) -> bool:
        """By a void after it, as the fold has it: one that came before its sale undid nothing, then or later."""
        asked = select(LedgerEntry.id).where(
            LedgerEntry.organisation_id == self._device.organisation_id,
            LedgerEntry.device_id == self._device.id,
            LedgerEntry.kind == EntryKind.VOID.value,
            LedgerEntry.ref_id == entry.id,
            LedgerEntry.seq > entry.seq,
            counts(),
        )
        return db.session.scalar(asked.limit(1)) is not None
