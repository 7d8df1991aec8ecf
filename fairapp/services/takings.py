"""Takings and cash-ups, kept up as entries arrive, by the rules of ``fairapp.domain.takings``.

Only rows that were really inserted are added, so that what is sent twice counts once.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.ledger import CountedDrawer, EntryStatus
from fairapp.domain.takings import (
    Cell,
    Takings,
    TakingsEntry,
    TakingsKind,
    change_by,
    evidence_of,
    expected_cash,
    fold_takings,
    matched,
)
from fairapp.models.base import new_id
from fairapp.models.editions import Edition
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp
from fairapp.services.footfall import hour_of
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_voids import Voidable
from fairapp.services.ledger_writes import Writes

TAKINGS_KEYS = ("organisation_id", "edition_id", "exhibitor_id", "session_number", "method")
TAKINGS_SUMS = ("gross_minor", "voided_minor", "refunds_minor", "sales")
HOUR_KEYS = ("organisation_id", "edition_id", "session_number", "hour_at", "shard")
HOUR_SUMS = ("net_minor", "sales")
SHARDS = 16
MONEY_KINDS = tuple(kind.value for kind in TakingsKind)

Hour = tuple[int, datetime]


def project_takings(
    writes: Writes, device: LockedDevice, exhibitor_id: uuid.UUID, rows: Sequence[EntryRow], voids: Voidable
) -> None:
    """Add newly stored, accepted entries to the takings of their exhibitor and to the hours."""
    parts: dict[tuple[Cell, datetime], Takings] = {}
    for row in rows:
        if row.kind not in MONEY_KINDS:
            continue
        sale = voids.undone_by.get(row.id)
        change = change_by(money_entry(row), money_entry(sale) if sale else None)
        if change:
            part = (change[0], hour_of(sale or row))
            parts[part] = parts[part] + change[1] if part in parts else change[1]
    cells: dict[Cell, Takings] = {}
    hours: dict[Hour, Takings] = {}
    for (cell, hour_at), sums in parts.items():
        hour = (cell.session_number, hour_at)
        cells[cell] = cells.get(cell, Takings()) + sums
        hours[hour] = hours.get(hour, Takings()) + sums
    add_takings(writes, device.organisation_id, device.edition_id, cells)
    add_hours(writes, device.organisation_id, device.edition_id, device.id.int % SHARDS, hours)


def add_takings(writes: Writes, organisation_id: uuid.UUID, edition_id: uuid.UUID, cells: dict[Cell, Takings]) -> None:
    """Add to the takings by exhibitor, session and method."""
    ordered = sorted(
        cells.items(), key=lambda item: (str(item[0].exhibitor_id), item[0].session_number, item[0].method)
    )
    rows = [
        (
            new_id(),
            *(organisation_id, edition_id, cell.exhibitor_id, cell.session_number, cell.method),
            *(sums.gross_minor, sums.voided_minor, sums.refunds_minor, sums.sales),
        )
        for cell, sums in ordered
    ]
    writes.add("takings", TAKINGS_KEYS, TAKINGS_SUMS, rows)


def add_hours(
    writes: Writes, organisation_id: uuid.UUID, edition_id: uuid.UUID, shard: int, hours: dict[Hour, Takings]
) -> None:
    """Add to the takings by hour. A void takes its sale out of the hour of the sale."""
    rows = [
        (new_id(), organisation_id, edition_id, session, hour_at, shard, sums.net_minor, sums.sales)
        for (session, hour_at), sums in sorted(hours.items())
    ]
    writes.add("hour_takings", HOUR_KEYS, HOUR_SUMS, rows)


def record_cash_ups(
    device: LockedDevice, exhibitor_id: uuid.UUID, closings: Sequence[tuple[EntryRow, CountedDrawer]]
) -> None:
    """Set each counted drawer beside what this till's entries say, up to the moment of counting."""
    if not closings:
        return
    edition = db.session.get_one(Edition, (device.organisation_id, device.edition_id))
    entries = _money_entries(device)
    for row, drawer in closings:
        number = device.session_numbers.get(drawer.session_id, row.session_number)
        earlier = [entry for entry in entries if entry.seq < row.seq]
        by_method = {cell.method: sums for cell, sums in fold_takings(earlier).items() if cell.session_number == number}
        total = sum(by_method.values(), Takings())
        expected = expected_cash(drawer.float_minor, by_method)
        lines_agree = (drawer.sales, drawer.sales_minor) == (total.sales, total.gross_minor - total.voided_minor)
        cash_agrees = matched(drawer.counted_minor, expected, exponent=edition.exponent)
        db.session.add(
            CashUp(
                organisation_id=device.organisation_id,
                edition_id=device.edition_id,
                exhibitor_id=exhibitor_id,
                device_id=device.id,
                ledger_entry_id=row.id,
                session_number=number,
                counted_at=row.occurred_at or row.received_at,
                float_minor=drawer.float_minor,
                counted_minor=drawer.counted_minor,
                expected_minor=expected,
                denominations=dict(drawer.denominations),
                sales=drawer.sales,
                sales_minor=drawer.sales_minor,
                net_minor=total.net_minor,
                zero_sales=drawer.zero_sales,
                evidence=evidence_of(cash_agrees=cash_agrees, lines_agree=lines_agree).value,
            )
        )
    db.session.flush()


def _money_entries(device: LockedDevice) -> list[TakingsEntry]:
    columns = [getattr(LedgerEntry, name) for name in EntryRow._fields]
    asked = select(*columns).where(
        LedgerEntry.organisation_id == device.organisation_id,
        LedgerEntry.device_id == device.id,
        LedgerEntry.kind.in_(MONEY_KINDS),
        LedgerEntry.status == EntryStatus.ACCEPTED.value,
    )
    return [money_entry(EntryRow(*row)) for row in db.session.execute(asked)]


def money_entry(row: EntryRow) -> TakingsEntry:
    """A row as the rules of takings see it."""
    return TakingsEntry(
        id=row.id,
        device_id=row.device_id,
        seq=row.seq,
        kind=TakingsKind(row.kind),
        exhibitor_id=row.exhibitor_id,
        session_number=row.session_number,
        method=row.method or "",
        amount_minor=row.amount_minor or 0,
        ref=row.ref_id,
    )
