"""Whether what is stored is what was received: every chain, every column beside its payload, every sum beside the log.

Reads one consistent snapshot and writes nothing, so that tills may go on sending. A log rewritten as a whole, with
the head of its device, shows only beside a head that was kept elsewhere: a phone is told its own, and the proof lists
them.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, pairwise
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.ledger import FIRST_HASH
from fairapp.models.devices import Device
from fairapp.models.editions import Session
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.settled import settled_in_edition
from fairapp.services.cash_ups import get_yardstick
from fairapp.services.ledger_faults import Surroundings, find_disagreement, locate
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_sums import Difference, Folded, find_differences

ROWS_AT_ONCE = 2_000
COLUMNS = [getattr(LedgerEntry, name) for name in EntryRow._fields]


@dataclass(frozen=True, kw_only=True)
class LedgerFault:
    """The first fault of one device's list.

    ``kind``: ``changed`` (a stored field), ``missing`` (a row), ``added`` (a row that nobody sent here), ``disagrees``
    (a column that is not what its payload says, although the chain holds) or ``head`` (the device's own row).
    ``columns``: one when it is certain, otherwise those one of which it must be; empty for a whole row.
    """

    device_id: uuid.UUID
    seq: int
    kind: str
    columns: tuple[str, ...] = ()
    entry_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class VerifiedList:
    """The list of one device as far as it holds: ``entries`` in it and the hash of the last."""

    device_id: uuid.UUID
    entries: int
    head: str


@dataclass(frozen=True, kw_only=True)
class LedgerProof:
    """What a verification found. The ledger is whole when there are neither faults nor differences."""

    lists: tuple[VerifiedList, ...]
    faults: tuple[LedgerFault, ...]
    differences: tuple[Difference, ...]

    @property
    def whole(self) -> bool:
        return not self.faults and not self.differences

    @property
    def entries(self) -> int:
        return sum(one.entries for one in self.lists)


@dataclass(kw_only=True)
class _Walk:
    """One device's list while it is read."""

    device: Device
    sessions: tuple[int, ...]
    folded: Folded
    previous: str = FIRST_HASH
    expected: int = 1
    last: EntryRow | None = None
    faults: list[LedgerFault] = field(default_factory=list)

    def fault(self, kind: str, *columns: str, row: EntryRow | None = None) -> None:
        """Keep the first fault only: what follows it stands on it."""
        if not self.faults:
            entry_id = row.id if row else None
            self.faults.append(
                LedgerFault(device_id=self.device.id, seq=self.expected, kind=kind, columns=columns, entry_id=entry_id)
            )


Through = Callable[[Sequence[Device]], Iterable[Device]]
"""Goes through the devices one after the other, and may say meanwhile how far it has come."""


def verify_ledger(organisation_id: uuid.UUID, edition_id: uuid.UUID, through: Through = iter) -> LedgerProof:
    """Recompute every chain and every sum of an edition, from one snapshot; one list at a time is held in memory."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        return _verify(organisation_id, edition_id, through)
    finally:
        db.session.rollback()  # ends the snapshot


def _verify(organisation_id: uuid.UUID, edition_id: uuid.UUID, through: Through) -> LedgerProof:
    asked = select(Device).where(Device.organisation_id == organisation_id, Device.edition_id == edition_id)
    numbers = select(Session.number).where(Session.organisation_id == organisation_id, Session.edition_id == edition_id)
    sessions = (0, *db.session.scalars(numbers))
    settled = settled_in_edition(organisation_id, edition_id)
    folded = Folded(yardstick=get_yardstick(organisation_id, edition_id), settled=settled)
    lists, faults = [], list[LedgerFault]()
    for device in through(db.session.scalars(asked.order_by(Device.id)).all()):
        walk = _Walk(device=device, sessions=sessions, folded=folded)
        _follow(walk)
        lists.append(VerifiedList(device_id=device.id, entries=walk.expected - 1, head=walk.previous))
        faults += walk.faults
    moved = {fault.entry_id for fault in faults if fault.kind == "changed"}
    told = [fault for fault in faults if fault.kind != "added" or fault.entry_id not in moved]
    differences = find_differences(organisation_id, edition_id, folded)
    return LedgerProof(lists=tuple(lists), faults=tuple(told), differences=tuple(differences))


def _follow(walk: _Walk) -> None:
    rows = _rows(walk.device)
    kept = list[EntryRow]()
    for row, following in pairwise(chain(rows, [None])):
        if row is None:
            break
        kept.append(row)
        if walk.faults:
            continue
        if row.seq != walk.expected or row.previous_hash != walk.previous or row.link(walk.previous) != row.hash:
            _tell(walk, row, following)
            continue
        column = find_disagreement(row)
        if column:
            walk.fault("disagrees", column, row=row)
            continue
        walk.last, walk.previous, walk.expected = row, row.hash, walk.expected + 1
    walk.folded.add_list(walk.device, kept)
    if not walk.faults:
        _compare_head(walk)


def _tell(walk: _Walk, row: EntryRow, following: EntryRow | None) -> None:
    """What is wrong with the first row that is not the next link."""
    around = _surroundings(walk, following)
    if row.seq == walk.expected and row.previous_hash == walk.previous:
        walk.fault("changed", *locate(row, walk.previous, around), row=row)
    elif row.seq == walk.expected and row.link(walk.previous) == row.hash:
        walk.fault("changed", "previous_hash", row=row)
    elif not _find_moved(walk, around) and row.seq == walk.expected:
        walk.fault("added", row=row)
    else:
        walk.fault("missing")


def _compare_head(walk: _Walk) -> None:
    device = walk.device
    if (walk.expected, walk.previous) == (device.next_seq, device.head):
        return
    if walk.expected == device.next_seq:
        walk.fault("head", "device.head")
    elif walk.previous == device.head:
        walk.fault("head", "device.next_seq")
    elif not _find_moved(walk, _surroundings(walk, None)):
        walk.fault("missing")


def _find_moved(walk: _Walk, around: Surroundings) -> bool:
    """Look everywhere for the row that belongs here: its place in the list, or the list itself, may be what changed."""
    for found in db.session.execute(select(*COLUMNS).where(LedgerEntry.previous_hash == walk.previous)):
        row = EntryRow(*found)
        candidates: list[tuple[str, Any]] = [("seq", walk.expected), *around.place.items()]
        for name, value in candidates:
            if row._replace(**{name: value}).link(walk.previous) == row.hash:
                walk.fault("changed", name, row=row)
                return True
    return False


def _surroundings(walk: _Walk, following: EntryRow | None) -> Surroundings:
    device = walk.device
    names = ("organisation_id", "edition_id", "exhibitor_id", "booth_id", "gate_id")
    place: dict[str, Any] = {name: getattr(device, name) for name in names} | {"device_id": device.id}
    return Surroundings(
        place=place,
        near=tuple(row for row in (walk.last, following) if row is not None),
        sessions=walk.sessions,
        last_heard_at=device.last_heard_at,
        clock_offset=timedelta(milliseconds=device.clock_offset_ms),
        following=following.previous_hash if following else device.head,
    )


def _rows(device: Device) -> Iterator[EntryRow]:
    asked = (
        select(*COLUMNS)
        .where(LedgerEntry.organisation_id == device.organisation_id, LedgerEntry.device_id == device.id)
        .order_by(LedgerEntry.seq)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    return (EntryRow(*row) for row in db.session.execute(asked))
