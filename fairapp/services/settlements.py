"""A person settles what no rule can: the session of an uncertain entry, and whether what a revoked phone sent counts.

Nothing that was received is changed. A settlement is an entry of its own, chained like all others, in the list that the
desk keeps for the same exhibitor or gate; sums change by what the settled list adds up to before and after.
"""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from fairapp.db import db, session_driver, transactional
from fairapp.domain.editions import UNCERTAIN
from fairapp.domain.errors import NotFound, Refused
from fairapp.domain.ledger import EntryKind, EntryStatus
from fairapp.domain.settlements import is_approvable
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.models.editions import Edition, Session
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.settled import Settled
from fairapp.services.audit import Actor, record_event
from fairapp.services.cash_ups import drawer_of, restate_cash_ups, session_counted
from fairapp.services.clock import now
from fairapp.services.desk_lines import Draft, draft, reason_of
from fairapp.services.desk_lists import lock_desk_list, lock_list
from fairapp.services.desk_writing import append_entries
from fairapp.services.footfall import add_footfall
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_fold import ListSums, fold_list
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_settled import counting_rows, effective_row, rows_of_list, settled_of
from fairapp.services.ledger_writes import Writes
from fairapp.services.takings import SHARDS, add_hours, add_takings

MOST = 1_000
SOURCE = "staff"
_DATED = (EntryKind.SALE.value, EntryKind.REFUND.value, EntryKind.ENTRY.value)
Place = tuple[uuid.UUID | None, uuid.UUID | None]
"""An exhibitor or a gate."""
Choose = Callable[["_List", EntryRow], int | None]
"""The session that an entry gets; None to leave it as it stands."""


@dataclass(kw_only=True)
class _List:
    """A locked list of which entries are settled, as it stands; ``chosen`` are their new sessions."""

    device: LockedDevice
    settled: Settled
    rows: list[EntryRow]
    chosen: dict[uuid.UUID, int] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return self.device.exhibitor_id, self.device.gate_id

    @property
    def changed_by(self) -> ListSums:
        """What the chosen sessions add to the sums."""
        after = fold_list(counting_rows(self.rows, {**self.settled, **self.chosen}))
        return after.minus(fold_list(counting_rows(self.rows, self.settled)))

    def session_of(self, row: EntryRow) -> int:
        """The session in which an entry counts now, or would if it counted."""
        drawer = drawer_of(row) if row.kind == EntryKind.CASH_UP else None
        if drawer is None:
            return effective_row(row, self.settled).session_number
        return session_counted(row, drawer, self.device.session_numbers, self.settled)


@transactional
def settle_entries(
    actor: Actor, edition_id: uuid.UUID, entry_ids: Collection[uuid.UUID], *, session_number: int, reason: str
) -> int:
    """Give entries of no session the one they belong to, or move what was settled before; returns how many changed.

    Raises ``unknown-edition``, ``unknown-entry``, ``unknown-session``, ``entry-not-uncertain``, ``reason-missing`` and
    ``too-many-entries``.
    """
    _check_session(actor, edition_id, session_number)

    def choose(known: _List, row: EntryRow) -> int | None:
        standing = effective_row(row, known.settled)
        open_ = row.id in known.settled or known.session_of(row) == UNCERTAIN
        if not open_ or standing.status != EntryStatus.ACCEPTED or row.kind not in (*_DATED, EntryKind.CASH_UP.value):
            raise Refused("entry-not-uncertain")
        return None if known.session_of(row) == session_number else session_number

    changed, why = _settle(actor, edition_id, entry_ids, choose, reason=reason)
    if changed:
        record_event(actor, "ledger.settled", edition_id=edition_id, entries=changed, number=session_number, reason=why)
    return changed


@transactional
def approve_late_entries(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    device_id: uuid.UUID,
    entry_ids: Collection[uuid.UUID],
    reason: str,
    session_number: int | None = None,
) -> int:
    """Bring into the totals what a phone handed over after it was revoked; returns how many entries that were.

    Each counts in the session of its own time, or in ``session_number`` when that is uncertain. Raises
    ``unknown-device``, ``unknown-entry``, ``unknown-session``, ``entry-not-approvable``, ``session-needed``,
    ``reason-missing`` and ``too-many-entries``.
    """
    if session_number is not None:
        _check_session(actor, edition_id, session_number)
    mine = (Device.organisation_id == actor.organisation_id, Device.edition_id == edition_id, Device.id == device_id)
    if db.session.scalar(select(Device.id).where(*mine)) is None:
        raise NotFound("unknown-device")

    def choose(known: _List, row: EntryRow) -> int | None:
        if row.device_id != device_id:
            raise NotFound("unknown-entry")
        if row.status == EntryStatus.ACCEPTED or not is_approvable(row.flags):
            raise Refused("entry-not-approvable")
        if row.id in known.settled:
            return None
        number = known.session_of(row) or session_number
        if number is None and row.kind in (*_DATED, EntryKind.CASH_UP.value):
            raise Refused("session-needed")
        return number or UNCERTAIN  # a void counts where its sale does, a note nowhere

    changed, why = _settle(actor, edition_id, entry_ids, choose, reason=reason)
    if changed:
        record_event(
            actor, "ledger.approved", edition_id=edition_id, device_id=str(device_id), entries=changed, reason=why
        )
    return changed


def _settle(
    actor: Actor, edition_id: uuid.UUID, entry_ids: Collection[uuid.UUID], choose: Choose, *, reason: str
) -> tuple[int, str]:
    """How many entries changed, and why."""
    why, wanted = reason_of(reason), set(entry_ids)
    if not 1 <= len(wanted) <= MOST:
        raise Refused("too-many-entries", maximum=MOST)
    lists, desks = _lock(actor, edition_id, wanted)
    for known in lists:
        for row in known.rows:
            session = choose(known, row) if row.id in wanted else None
            if session is not None:
                known.chosen[row.id] = session
    for place, desk in desks.items():
        mine = {id_: session for known in lists if known.place == place for id_, session in known.chosen.items()}
        append_entries(actor, desk, [_settlement(id_, session, why) for id_, session in mine.items()], source=SOURCE)
    _project([known for known in lists if known.chosen])
    return sum(len(known.chosen) for known in lists), why


def _settlement(entry_id: uuid.UUID, session: int, reason: str) -> Draft:
    fields = {"ref": str(entry_id), "session_number": session, "reason": reason}
    return draft(EntryKind.SETTLEMENT.value, new_id(), now(), source=SOURCE, **fields)


def _lock(
    actor: Actor, edition_id: uuid.UUID, wanted: Collection[uuid.UUID]
) -> tuple[list[_List], dict[Place, LockedDevice]]:
    """The lists of these entries, and the desk's lists beside them: all locked, in one order everywhere."""
    asked = select(LedgerEntry.id, LedgerEntry.device_id, LedgerEntry.exhibitor_id, LedgerEntry.gate_id).where(
        LedgerEntry.organisation_id == actor.organisation_id,
        LedgerEntry.edition_id == edition_id,
        LedgerEntry.id.in_(wanted),
    )
    found = db.session.execute(asked).all()
    if len(found) < len(wanted) or any((row.exhibitor_id or row.gate_id) is None for row in found):
        raise NotFound("unknown-entry")
    places = sorted({(row.exhibitor_id, row.gate_id) for row in found}, key=str)
    desks = {place: lock_desk_list(actor, edition_id, exhibitor_id=place[0], gate_id=place[1]) for place in places}
    devices = [lock_list(actor, edition_id, id_) for id_ in sorted({row.device_id for row in found})]
    settled = {place: settled_of(desk) for place, desk in desks.items()}
    lists = [
        _List(
            device=device,
            settled=settled[device.exhibitor_id, device.gate_id],
            rows=list(rows_of_list(device.organisation_id, device.id)),
        )
        for device in devices
    ]
    return lists, desks


def _project(lists: Sequence[_List]) -> None:
    """Add to the sums what was settled changes in them, and set every cash-up of these lists beside what counts now."""
    if not lists:
        return
    first = lists[0].device
    change = sum((known.changed_by for known in lists), ListSums())
    writes = Writes(session_driver())
    add_takings(writes, first.organisation_id, first.edition_id, change.takings)
    add_hours(writes, first.organisation_id, first.edition_id, first.id.int % SHARDS, change.hours)
    add_footfall(writes, change.footfall)
    writes.send()
    for known in lists:
        settled = {**known.settled, **known.chosen}
        restate_cash_ups(known.device, counting_rows(known.rows, settled), settled)


def _check_session(actor: Actor, edition_id: uuid.UUID, number: int) -> None:
    if db.session.get(Edition, (actor.organisation_id, edition_id)) is None:
        raise NotFound("unknown-edition", edition="")
    asked = select(Session.number).where(
        Session.organisation_id == actor.organisation_id, Session.edition_id == edition_id
    )
    if number not in set(db.session.scalars(asked)):
        raise Refused("unknown-session", number=number)
