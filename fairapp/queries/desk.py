"""What waits for a person at the desk, and what the desk entered: uncertain, set aside, on behalf, estimated."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from fairapp.db import db
from fairapp.domain.editions import UNCERTAIN
from fairapp.domain.settlements import effective, is_approvable
from fairapp.models.base import named_by
from fairapp.models.devices import Device
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Gate
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp, Estimate, Takings
from fairapp.queries.settled import Settled, counts, settled_in_edition

UNDOABLE = ("sale", "entry")
DATED = ("sale", "refund", "entry")
Undone = dict[tuple[uuid.UUID, uuid.UUID | None], int]
"""A list and the entry that a void in it names → the place of the last such void."""


@dataclass(frozen=True, kw_only=True)
class OpenEntry:
    """One entry with where it came from. ``session_number`` is the one it counts in, ``settled`` whether a person
    gave it that one. ``approvable``: it is set aside, and only because its phone was revoked. ``undone``: a void names
    it. Amounts in minor units; ``occurred_at`` is empty for what could not be read.
    """

    id: uuid.UUID
    device_id: uuid.UUID
    device_name: str
    kept_by: str
    exhibitor_id: uuid.UUID | None
    exhibitor: str
    gate_id: uuid.UUID | None
    gate: str
    seq: int
    kind: str
    source: str
    occurred_at: datetime | None
    received_at: datetime
    amount_minor: int | None
    method: str
    headcount: int | None
    direction: str
    ref_id: uuid.UUID | None
    flags: tuple[str, ...]
    session_number: int
    settled: bool
    approvable: bool
    undone: bool


@dataclass(frozen=True, kw_only=True)
class OpenEstimate:
    """An estimate. ``outcome`` is empty while it waits for a second person, then agreed, refused or withdrawn."""

    id: uuid.UUID
    device_id: uuid.UUID
    device_name: str
    exhibitor_id: uuid.UUID
    exhibitor: str
    session_number: int
    amount_minor: int
    reason: str
    proposed_at: datetime
    proposed_by: uuid.UUID | None
    proposed_by_name: str
    outcome: str
    decided_at: datetime | None
    decided_by_name: str
    ledger_entry_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class OpenCounts:
    """How much waits for a person: ``set_aside`` in all, ``approvable`` of it, ``estimates`` not decided yet."""

    uncertain: int
    set_aside: int
    approvable: int
    estimates: int


def list_uncertain(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[OpenEntry]:
    """Sales, refunds, crossings and cash-ups that count in no session, by phone and place in its list."""
    wall = (LedgerEntry.organisation_id == organisation_id, LedgerEntry.edition_id == edition_id)
    undated = (*wall, LedgerEntry.session_number == UNCERTAIN, LedgerEntry.kind.in_(DATED), counts())
    # Sums say where to look, so that a ledger of a million lines is not read through.
    sellers, gates, drawers = _unplaced(organisation_id, edition_id)
    if not (sellers or gates or drawers):
        return []
    settled = settled_in_edition(organisation_id, edition_id)
    found = _list((*undated, LedgerEntry.exhibitor_id.in_(sellers)), settled) if sellers else []
    found += (
        _list((*undated, LedgerEntry.exhibitor_id.is_(None), LedgerEntry.gate_id.in_(gates)), settled) if gates else []
    )
    found += _list((*wall, LedgerEntry.id.in_(drawers)), settled) if drawers else []
    open_ = [one for one in found if one.session_number == UNCERTAIN and not one.undone]
    return sorted(open_, key=lambda one: (one.device_name, str(one.device_id), one.seq))


def list_set_aside(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, device_id: uuid.UUID | None = None
) -> list[OpenEntry]:
    """What no total holds, by phone and place in its list: with what may be approved, and without what was."""
    conditions = [
        LedgerEntry.organisation_id == organisation_id,
        LedgerEntry.edition_id == edition_id,
        literal_column("ledger_entry.status <> 'accepted'"),  # as the index says it
        ~counts(),
    ]
    if device_id is not None:
        conditions.append(LedgerEntry.device_id == device_id)
    return _list(conditions, {})


def list_desk_entries(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    exhibitor_id: uuid.UUID | None = None,
    gate_id: uuid.UUID | None = None,
) -> list[OpenEntry]:
    """What people of the office entered for one exhibitor or gate, newest first; settlements and estimates too."""
    list_id = select(Device.id).where(
        Device.organisation_id == organisation_id,
        Device.edition_id == edition_id,
        Device.kept_by == "desk",
        Device.exhibitor_id == exhibitor_id if exhibitor_id else Device.gate_id == gate_id,
    )
    mine = (LedgerEntry.organisation_id == organisation_id, LedgerEntry.device_id.in_(list_id))
    return _list(mine, settled_in_edition(organisation_id, edition_id))[::-1]


def list_estimates(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[OpenEstimate]:
    """Every estimate of an edition, newest first."""
    void = aliased(LedgerEntry)
    withdrawn = select(void.id).where(
        void.organisation_id == Estimate.organisation_id,
        void.edition_id == Estimate.edition_id,
        void.exhibitor_id == Estimate.exhibitor_id,
        void.kind == "void",
        void.ref_id == Estimate.ledger_entry_id,
    )
    asked = (
        select(Estimate, Device.name, Exhibitor.name, withdrawn.exists())
        .join(Device, named_by(Device, Estimate.device_id))
        .join(Exhibitor, named_by(Exhibitor, Estimate.exhibitor_id))
        .where(Estimate.organisation_id == organisation_id, Estimate.edition_id == edition_id)
        .order_by(Estimate.id.desc())
    )
    return [_estimate(*row) for row in db.session.execute(asked)]


def count_open(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> OpenCounts:
    """What waits for a person in an edition."""
    aside = list_set_aside(organisation_id, edition_id)
    waiting = select(func.count(Estimate.id)).where(
        Estimate.organisation_id == organisation_id, Estimate.edition_id == edition_id, Estimate.outcome == ""
    )
    return OpenCounts(
        uncertain=len(list_uncertain(organisation_id, edition_id)),
        set_aside=len(aside),
        approvable=sum(one.approvable for one in aside),
        estimates=db.session.scalar(waiting) or 0,
    )


def _unplaced(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Iterator[set[uuid.UUID]]:
    """The exhibitors, the gates and the cash-ups of which something stands in no session."""
    columns: list[Any] = [Takings.exhibitor_id, Footfall.gate_id, CashUp.ledger_entry_id]
    asked = union_all(
        *(
            select(literal(kind), column).where(
                table.organisation_id == organisation_id,
                table.edition_id == edition_id,
                table.session_number == UNCERTAIN,
            )
            for kind, column in enumerate(columns)
            for table in [column.parent.entity]
        )
    )
    found = list(db.session.execute(asked))
    return ({id_ for kind, id_ in found if kind == wanted} for wanted in range(len(columns)))


def _list(conditions: Any, settled: Settled) -> list[OpenEntry]:
    asked = (
        select(LedgerEntry, Device.name, Device.kept_by, Exhibitor.name, Gate.name)
        .join(Device, named_by(Device, LedgerEntry.device_id))
        .outerjoin(Exhibitor, named_by(Exhibitor, LedgerEntry.exhibitor_id))
        .outerjoin(Gate, named_by(Gate, LedgerEntry.gate_id))
        .where(*conditions)
        .order_by(Device.name, LedgerEntry.device_id, LedgerEntry.seq)
    )
    rows = list(db.session.execute(asked))
    if not rows:
        return []
    undone = _undone(rows[0][0].organisation_id, {row[0].device_id for row in rows})
    return [_entry(row, settled, undone) for row in rows]


def _undone(organisation_id: uuid.UUID, device_ids: set[uuid.UUID]) -> Undone:
    """What the voids in these lists name. Only a void of the same list, after the entry, undoes it."""
    asked = (
        select(LedgerEntry.device_id, LedgerEntry.ref_id, func.max(LedgerEntry.seq))
        .where(
            LedgerEntry.organisation_id == organisation_id,
            LedgerEntry.device_id.in_(device_ids),
            LedgerEntry.kind == "void",
            counts(),
        )
        .group_by(LedgerEntry.device_id, LedgerEntry.ref_id)
    )
    return {(device_id, ref_id): seq for device_id, ref_id, seq in db.session.execute(asked)}


def _entry(found: Any, settled: Settled, undone: Undone) -> OpenEntry:
    row, device, kept_by, exhibitor, gate = found
    accepted = row.status == "accepted"
    counted, session = effective(
        accepted=accepted, flags=row.flags, session=row.session_number, settled=settled.get(row.id)
    )
    return OpenEntry(
        id=row.id,
        device_id=row.device_id,
        device_name=device,
        kept_by=kept_by,
        exhibitor_id=row.exhibitor_id,
        exhibitor=exhibitor or "",
        gate_id=row.gate_id,
        gate=gate or "",
        seq=row.seq,
        kind=row.kind,
        source=row.source,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        amount_minor=row.amount_minor,
        method=row.method or "",
        headcount=row.headcount,
        direction=row.direction or "",
        ref_id=row.ref_id,
        flags=tuple(row.flags),
        session_number=session,
        settled=row.id in settled,
        approvable=not counted and is_approvable(row.flags),
        undone=row.kind in UNDOABLE and undone.get((row.device_id, row.id), 0) > row.seq,
    )


def _estimate(row: Estimate, device: str, exhibitor: str, withdrawn: bool) -> OpenEstimate:
    return OpenEstimate(
        id=row.id,
        device_id=row.device_id,
        device_name=device,
        exhibitor_id=row.exhibitor_id,
        exhibitor=exhibitor,
        session_number=row.session_number,
        amount_minor=row.amount_minor,
        reason=row.reason,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        outcome="withdrawn" if withdrawn else row.outcome,
        decided_at=row.decided_at,
        decided_by_name=row.decided_by_name,
        ledger_entry_id=row.ledger_entry_id,
    )
