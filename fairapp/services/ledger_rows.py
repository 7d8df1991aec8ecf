"""One row of the ledger, in the order in which its fields are stored and hashed."""

import uuid
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from fairapp.domain.ledger import chain_hash


class EntryRow(NamedTuple):
    """One row of ``ledger_entry``, in the order in which its fields are hashed: first where, then what."""

    organisation_id: uuid.UUID
    edition_id: uuid.UUID
    device_id: uuid.UUID
    exhibitor_id: uuid.UUID | None
    booth_id: uuid.UUID | None
    gate_id: uuid.UUID | None
    id: uuid.UUID
    seq: int
    kind: str
    occurred_at: datetime | None
    received_at: datetime
    session_number: int
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

    def chained(self, previous: str, more_flags: list[str]) -> "EntryRow":
        """The same row with flags added, as the next link of its device's chain."""
        if more_flags:
            return self._replace(flags=[*self.flags, *more_flags]).chained(previous, [])
        return self._replace(previous_hash=previous, hash=self.link(previous))

    def link(self, previous: str) -> str:
        """The hash this row must have after ``previous``: every field but the two hashes is covered."""
        return chain_hash(previous, _place(self[:_PLACE]), self[_PLACE:_HASHES])


_PLACE = EntryRow._fields.index("id")
_HASHES = EntryRow._fields.index("previous_hash")


@lru_cache(maxsize=1024)
def _place(fields: tuple[uuid.UUID | None, ...]) -> str:
    """Where entries of one device belong, as it is hashed: the same text for all of them."""
    return " ".join(map(str, fields))
