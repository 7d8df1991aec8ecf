"""What each device's list proves about its own end: complete, or known only as far as it was heard.

A list is complete when it runs unbroken to a cash-up whose count and sum of sales are the server's own, with no money
after it. Any other list may go on in a phone nobody has heard: its tail is unknown. What the desk keeps is here to its
end.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from fairapp.db import db
from fairapp.domain.settlements import effective
from fairapp.domain.takings import TakingsKind
from fairapp.models.base import named_by
from fairapp.models.devices import Device
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Gate
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp
from fairapp.queries.settled import Settled, settled_in_edition

ACCEPTED = "accepted"
MONEY = tuple(kind.value for kind in TakingsKind)
Standing = dict[tuple[uuid.UUID, int], tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class DeviceStatement:
    """One device. ``at_least`` entries are known; ``closed_at_seq`` is the place of its last cash-up.

    ``kept_by`` is phone, or desk for the list that the office keeps of the same place.
    ``complete``: nothing is missing from the list, so ``at_least`` is all there is.
    """

    device_id: uuid.UUID
    name: str
    kind: str
    place: str
    at_least: int
    last_heard_at: datetime | None
    closed_at_seq: int | None
    complete: bool
    kept_by: str = "phone"


def list_device_statements(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[DeviceStatement]:
    """Every device of an edition, by place and name. A gate is never cashed up: its tail is never known."""
    asked = (
        select(Device, func.coalesce(Exhibitor.name, Gate.name, ""))
        .outerjoin(Exhibitor, _joined(Exhibitor, Device.exhibitor_id))
        .outerjoin(Gate, _joined(Gate, Device.gate_id))
        .where(Device.organisation_id == organisation_id, Device.edition_id == edition_id)
        .order_by(func.coalesce(Exhibitor.name, Gate.name, ""), Device.name, Device.id)
    )
    closings = _last_closings(organisation_id, edition_id)
    sealed = _sealed(organisation_id, edition_id, closings.values())
    return [
        DeviceStatement(
            device_id=device.id,
            name=device.name,
            kind=device.kind,
            place=place,
            at_least=device.next_seq - 1,
            last_heard_at=device.last_heard_at,
            closed_at_seq=closings[device.id].seq if device.id in closings else None,
            complete=device.id in sealed or device.kept_by == "desk",
            kept_by=device.kept_by,
        )
        for device, place in db.session.execute(asked)
    ]


def _last_closings(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID, Any]:
    """The last cash-up of each device: its place, session, and what the phone said it had sold."""
    asked = (
        select(CashUp.device_id, CashUp.session_number, CashUp.sales, CashUp.sales_minor, LedgerEntry.seq)
        .join(
            LedgerEntry,
            named_by(LedgerEntry, CashUp.ledger_entry_id),
        )
        .where(CashUp.organisation_id == organisation_id, CashUp.edition_id == edition_id)
        .order_by(LedgerEntry.seq)
    )
    return {row.device_id: row for row in db.session.execute(asked)}


def _sealed(organisation_id: uuid.UUID, edition_id: uuid.UUID, closings: Iterable[Any]) -> set[uuid.UUID]:
    """The devices whose last cash-up agrees with their list, and after which no money was recorded."""
    asked = (
        select(LedgerEntry.device_id, func.max(LedgerEntry.seq))
        .where(LedgerEntry.organisation_id == organisation_id, LedgerEntry.edition_id == edition_id)
        .where(LedgerEntry.kind.in_(MONEY))
        .group_by(LedgerEntry.device_id)
    )
    last_money: dict[uuid.UUID, int] = {row[0]: row[1] for row in db.session.execute(asked)}
    standing = _standing_sales(organisation_id, edition_id)
    return {
        row.device_id
        for row in closings
        if last_money.get(row.device_id, 0) < row.seq
        and standing.get((row.device_id, row.session_number), (0, 0)) == (row.sales, row.sales_minor)
    }


def _standing_sales(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Standing:
    """(device, session) → how many sales are not voided, and their sum in minor units."""
    settled = settled_in_edition(organisation_id, edition_id)
    standing = _summed(organisation_id, edition_id)
    if not settled:
        return standing
    asked = select(LedgerEntry.device_id).where(
        LedgerEntry.organisation_id == organisation_id, LedgerEntry.id.in_(settled)
    )
    changed = set(db.session.scalars(asked))
    kept = {place: sums for place, sums in standing.items() if place[0] not in changed}
    return kept | {place: sums for id_ in changed for place, sums in _folded(organisation_id, id_, settled).items()}


def _folded(organisation_id: uuid.UUID, device_id: uuid.UUID, settled: Settled) -> Standing:
    """The same of one device of which entries were settled: folded, as they stand."""
    asked = (
        select(LedgerEntry)
        .where(LedgerEntry.organisation_id == organisation_id, LedgerEntry.device_id == device_id)
        .where(LedgerEntry.kind.in_(MONEY))
        .order_by(LedgerEntry.seq)
    )
    sales: dict[uuid.UUID | None, tuple[int, int]] = {}
    for row in db.session.scalars(asked):
        counted, number = effective(
            accepted=row.status == ACCEPTED, flags=row.flags, session=row.session_number, settled=settled.get(row.id)
        )
        if counted and row.kind == TakingsKind.SALE:
            sales[row.id] = (number, row.amount_minor or 0)
        elif counted and row.kind == TakingsKind.VOID:
            sales.pop(row.ref_id, None)
    standing: Standing = {}
    for number, minor in sales.values():
        count, total = standing.get((device_id, number), (0, 0))
        standing[device_id, number] = (count + 1, total + minor)
    return standing


def _summed(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Standing:
    """The same of every device, as it was received."""
    void = aliased(LedgerEntry)
    undone = (
        select(void.id)
        .where(
            and_(
                void.organisation_id == LedgerEntry.organisation_id,
                void.device_id == LedgerEntry.device_id,
                void.kind == TakingsKind.VOID.value,
                void.ref_id == LedgerEntry.id,
                void.status == ACCEPTED,
                void.seq > LedgerEntry.seq,
            )
        )
        .exists()
    )
    asked = (
        select(LedgerEntry.device_id, LedgerEntry.session_number, func.count(), func.sum(LedgerEntry.amount_minor))
        .where(LedgerEntry.organisation_id == organisation_id, LedgerEntry.edition_id == edition_id)
        .where(LedgerEntry.kind == TakingsKind.SALE.value, LedgerEntry.status == ACCEPTED, ~undone)
        .group_by(LedgerEntry.device_id, LedgerEntry.session_number)
    )
    found = db.session.execute(asked)
    return {(device_id, number): (count, int(total or 0)) for device_id, number, count, total in found}


def _joined(table: Any, column: Any) -> Any:
    return (table.organisation_id == Device.organisation_id) & (table.id == column)
