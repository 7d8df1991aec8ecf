"""One row of the ledger, in the order in which its fields are stored and hashed."""

import uuid
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from fairapp.domain.ledger import chain_hash

Ids = tuple[uuid.UUID, uuid.UUID, uuid.UUID, uuid.UUID | None, uuid.UUID | None, uuid.UUID | None]


class Place(NamedTuple):
    """Where all entries of a device belong: the first fields of its rows, as values, as stored, and as hashed."""

    ids: Ids
    spelled: tuple[str | None, ...]
    text: str


@lru_cache(maxsize=1024)
def place_of(ids: Ids) -> Place:
    """The place with its spellings."""
    return Place(ids, tuple(None if id_ is None else str(id_) for id_ in ids), " ".join(map(str, ids)))


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

    def chained(self, place: Place, previous: str, more_flags: list[str]) -> tuple["EntryRow", tuple[Any, ...]]:
        """The same row with flags added, as the next link of its device's chain; and all its fields as spelled."""
        row = self._replace(flags=[*self.flags, *more_flags]) if more_flags else self
        spelled = row._spelled()
        hashes = (previous, chain_hash(previous, place.text, spelled))
        return EntryRow._make(row[:_HASHES] + hashes), place.spelled + spelled + hashes

    def link(self, previous: str) -> str:
        """The hash this row must have after ``previous``: every field but the two hashes is covered."""
        return chain_hash(previous, place_of(self[:_PLACE]).text, self._spelled())

    def _spelled(self) -> tuple[Any, ...]:
        """What happened, as it is hashed and stored: ids and moments in the words of ``str``."""
        return (
            str(self.id),
            *(self.seq, self.kind),
            None if self.occurred_at is None else str(self.occurred_at),
            _same_moment(self.received_at),
            *(self.session_number, self.amount_minor, self.method),
            None if self.ref_id is None else str(self.ref_id),
            *self[_AFTER_REF:_HASHES],
        )


_PLACE = 6  # fields of Ids
_AFTER_REF = EntryRow._fields.index("ref_id") + 1
_HASHES = EntryRow._fields.index("previous_hash")


_same_moment = lru_cache(maxsize=64)(str)  # what arrived together has one moment
