"""One row of the ledger, in the order in which its fields are stored and hashed."""

import uuid
from datetime import datetime
from typing import NamedTuple

from fairapp.domain.ledger import chain_hash


class EntryRow(NamedTuple):
    """One row of ``ledger_entry``, in the order in which its fields are hashed."""

    organisation_id: uuid.UUID
    id: uuid.UUID
    edition_id: uuid.UUID
    device_id: uuid.UUID
    seq: int
    kind: str
    occurred_at: datetime | None
    received_at: datetime
    session_number: int
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    amount_minor: int | None
    method: str | None
    ref_id: uuid.UUID | None
    headcount: int | None
    party: str | None
    direction: str | None
    source: str
    status: str
    flags: list[str]
    payload: str
    previous_hash: str
    hash: str

    def chained(self, previous: str) -> "EntryRow":
        """The same row as the next link of its device's chain."""
        return self._replace(previous_hash=previous, hash=self.link(previous))

    def link(self, previous: str) -> str:
        """The hash this row must have after ``previous``: every field but the two hashes is covered."""
        return chain_hash(previous, self[:-2])
