"""Proof that the totals are the log and that the log is whole: rebuild the projections, verify the chains."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, select

from fairapp.db import db, transactional
from fairapp.domain.ledger import FIRST_HASH, EntryKind, EntryStatus
from fairapp.domain.takings import Takings as Sums
from fairapp.domain.takings import fold_takings, voided_sales
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import HourTakings, Takings
from fairapp.services.audit import Actor, record_event
from fairapp.services.footfall import hour_of, project_footfall
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_writes import Writes
from fairapp.services.takings import MONEY_KINDS, SHARDS, Hour, add_hours, add_takings, money_entry


@dataclass(frozen=True, kw_only=True)
class BrokenLink:
    """The first entry of a device whose place or hash is not what the entries before it demand."""

    device_id: uuid.UUID
    seq: int


@transactional
def rebuild_projections(actor: Actor, edition_id: uuid.UUID) -> None:
    """Forget the sums of an edition and fold its whole log again. Cash-ups are what was counted then, and stay."""
    for table in (Takings, HourTakings, Footfall):
        db.session.execute(
            delete(table).where(table.organisation_id == actor.organisation_id, table.edition_id == edition_id)
        )
    device_ids = db.session.scalars(
        select(Device.id).where(Device.organisation_id == actor.organisation_id, Device.edition_id == edition_id)
    )
    for device_id in list(device_ids):
        rows = [row for row in _rows(actor.organisation_id, device_id) if row.status == EntryStatus.ACCEPTED]
        writes = Writes()
        _add_money(
            writes, actor.organisation_id, edition_id, device_id, [row for row in rows if row.kind in MONEY_KINDS]
        )
        project_footfall(writes, rows, _undone_crossings(rows))
        writes.send()
    record_event(actor, "ledger.rebuilt", edition_id=edition_id)


def find_broken_links(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[BrokenLink]:
    """Every device whose list has a hole, a changed field or a lost tail; empty when all is as it was received."""
    devices = db.session.execute(
        select(Device.id, Device.next_seq, Device.head).where(
            Device.organisation_id == organisation_id, Device.edition_id == edition_id
        )
    ).all()
    broken = [(id_, _first_fault(organisation_id, id_, next_seq, head)) for id_, next_seq, head in devices]
    return [BrokenLink(device_id=id_, seq=seq) for id_, seq in broken if seq is not None]


def _first_fault(organisation_id: uuid.UUID, device_id: uuid.UUID, next_seq: int, head: str) -> int | None:
    previous, expected = FIRST_HASH, 1
    for row in _rows(organisation_id, device_id):
        if row.seq != expected or row.previous_hash != previous or row.link(previous) != row.hash:
            return expected
        previous, expected = row.hash, expected + 1
    return None if (expected, previous) == (next_seq, head) else expected


def _add_money(
    writes: Writes, organisation_id: uuid.UUID, edition_id: uuid.UUID, device_id: uuid.UUID, rows: list[EntryRow]
) -> None:
    entries = [money_entry(row) for row in rows]
    add_takings(writes, organisation_id, edition_id, fold_takings(entries))
    undone = {sale.id for sale in voided_sales(entries).values()}
    hours: dict[Hour, Sums] = {}
    for row, entry in zip(rows, entries, strict=True):
        key = (row.session_number, hour_of(row))
        # One entry alone is a fold of its own; an undone sale and its void leave nothing in the hour.
        for sums in () if row.id in undone else fold_takings([entry]).values():
            hours[key] = hours.get(key, Sums()) + sums
    add_hours(writes, organisation_id, edition_id, device_id.int % SHARDS, hours)


def _undone_crossings(rows: list[EntryRow]) -> dict[uuid.UUID, EntryRow]:
    """A void's id → the earlier crossing that it is the first to name."""
    standing: dict[uuid.UUID, EntryRow] = {}
    undone = {}
    for row in rows:
        if row.kind == EntryKind.ENTRY:
            standing[row.id] = row
        elif row.kind == EntryKind.VOID and row.ref_id and (crossing := standing.pop(row.ref_id, None)):
            undone[row.id] = crossing
    return undone


def _rows(organisation_id: uuid.UUID, device_id: uuid.UUID) -> Iterator[EntryRow]:
    columns = [getattr(LedgerEntry, name) for name in EntryRow._fields]
    asked = (
        select(*columns)
        .where(LedgerEntry.organisation_id == organisation_id, LedgerEntry.device_id == device_id)
        .order_by(LedgerEntry.seq)
        .execution_options(yield_per=5_000)
    )
    with db.session.execute(asked) as found:  # closed also when the reader stops at a fault
        for row in found:
            yield EntryRow(*row)
