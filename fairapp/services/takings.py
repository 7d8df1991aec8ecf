"""Takings, kept up as entries arrive, by the rules of ``fairapp.domain.takings``.

Only rows that were really inserted are added, so that what is sent twice counts once.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from fairapp.domain.takings import Cell, Takings, TakingsEntry, TakingsKind, change_by, sales_together
from fairapp.models.base import new_id
from fairapp.services.footfall import hour_of
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_voids import Voidable
from fairapp.services.ledger_writes import Writes

TAKINGS_KEYS = ("organisation_id", "edition_id", "exhibitor_id", "session_number", "method")
TAKINGS_SUMS = ("gross_minor", "voided_minor", "refunds_minor", "sales", "estimated_minor")
HOUR_KEYS = ("organisation_id", "edition_id", "session_number", "hour_at", "shard")
HOUR_SUMS = ("net_minor", "sales")
SHARDS = 64
MONEY_KINDS = tuple(kind.value for kind in TakingsKind)
ESTIMATE = "estimate"
"""The source of what two people agree that a lost phone held: never part of the takings."""

Hour = tuple[int, datetime]


def project_takings(
    writes: Writes, device: LockedDevice, exhibitor_id: uuid.UUID, rows: Sequence[EntryRow], voids: Voidable
) -> None:
    """Add newly stored, accepted entries to the takings of their exhibitor and to the hours."""
    parts: dict[tuple[Cell, datetime], Takings] = {}
    for same in _alike(filter(_is_sold, rows)):
        part = (Cell.of(money_entry(same[0])), hour_of(same[0]))
        parts[part] = sales_together([sale.amount_minor or 0 for sale in same])
    for row in rows:
        if row.kind not in MONEY_KINDS or _is_sold(row):
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
        cells[cell] = cells[cell] + sums if cell in cells else sums
        hours[hour] = hours[hour] + sums if hour in hours else sums
    add_takings(writes, device.organisation_id, device.edition_id, cells)
    add_hours(writes, device.organisation_id, device.edition_id, device.id.int % SHARDS, hours)


def _is_sold(row: EntryRow) -> bool:
    return row.kind == TakingsKind.SALE and row.source != ESTIMATE


def _alike(sales: Iterable[EntryRow]) -> Iterable[list[EntryRow]]:
    """Sales of one exhibitor that count in the same cell and hour: nearly all of an upload."""
    found: dict[tuple[int, str | None, int, int], list[EntryRow]] = {}
    for sale in sales:
        at = sale.occurred_at or sale.received_at
        found.setdefault((sale.session_number, sale.method, at.toordinal(), at.hour), []).append(sale)
    return found.values()


def add_takings(
    writes: Writes, organisation_id: uuid.UUID, edition_id: uuid.UUID, cells: Mapping[Cell, Takings]
) -> None:
    """Add to the takings by exhibitor, session and method."""
    ordered = sorted(
        cells.items(), key=lambda item: (str(item[0].exhibitor_id), item[0].session_number, item[0].method)
    )
    rows = [
        (
            new_id(),
            *(organisation_id, edition_id, cell.exhibitor_id, cell.session_number, cell.method),
            *(getattr(sums, name) for name in TAKINGS_SUMS),
        )
        for cell, sums in ordered
    ]
    writes.add("takings", TAKINGS_KEYS, TAKINGS_SUMS, rows)


def add_hours(
    writes: Writes, organisation_id: uuid.UUID, edition_id: uuid.UUID, shard: int, hours: Mapping[Hour, Takings]
) -> None:
    """Add to the takings by hour. A void takes its sale out of the hour of the sale."""
    rows = [
        (new_id(), organisation_id, edition_id, session, hour_at, shard, sums.net_minor, sums.sales)
        for (session, hour_at), sums in sorted(hours.items())
        if sums.net_minor or sums.sales
    ]
    writes.add("hour_takings", HOUR_KEYS, HOUR_SUMS, rows)


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
        estimated=row.source == ESTIMATE,
    )
