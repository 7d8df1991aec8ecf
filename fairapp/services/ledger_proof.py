"""Proof that the totals are the log and that the log is whole: rebuild the projections, verify the chains."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select

from fairapp.db import db, session_driver, transactional
from fairapp.domain.ledger import FIRST_HASH
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.takings import HourTakings, Takings
from fairapp.queries.settled import settled_in_edition
from fairapp.services.audit import Actor, record_event
from fairapp.services.cash_ups import restate_cash_ups
from fairapp.services.desk_lists import lock_list
from fairapp.services.footfall import add_footfall
from fairapp.services.ledger_fold import fold_list
from fairapp.services.ledger_settled import counting_rows, rows_of_list
from fairapp.services.ledger_writes import Writes
from fairapp.services.takings import SHARDS, add_hours, add_takings


@dataclass(frozen=True, kw_only=True)
class BrokenLink:
    """The first entry of a device whose place or hash is not what the entries before it demand."""

    device_id: uuid.UUID
    seq: int


@transactional
def rebuild_projections(actor: Actor, edition_id: uuid.UUID) -> None:
    """Forget the sums of an edition and fold its whole log again, with what was settled about it.

    Every list is locked first: what arrives meanwhile waits, and is added to the new sums.
    """
    asked = select(Device.id).where(Device.organisation_id == actor.organisation_id, Device.edition_id == edition_id)
    lists = [
        lock_list(actor, edition_id, device_id) for device_id in list(db.session.scalars(asked.order_by(Device.id)))
    ]
    for table in (Takings, HourTakings, Footfall):
        db.session.execute(
            delete(table).where(table.organisation_id == actor.organisation_id, table.edition_id == edition_id)
        )
    settled = settled_in_edition(actor.organisation_id, edition_id)
    for device in lists:
        rows = counting_rows(rows_of_list(actor.organisation_id, device.id), settled)
        sums, writes = fold_list(rows), Writes(session_driver())
        add_takings(writes, actor.organisation_id, edition_id, sums.takings)
        add_hours(writes, actor.organisation_id, edition_id, device.id.int % SHARDS, sums.hours)
        add_footfall(writes, sums.footfall)
        writes.send()
        if device.exhibitor_id is not None:
            restate_cash_ups(device, rows, settled)
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
    for row in rows_of_list(organisation_id, device_id):
        if row.seq != expected or row.previous_hash != previous or row.link(previous) != row.hash:
            return expected
        previous, expected = row.hash, expected + 1
    return None if (expected, previous) == (next_seq, head) else expected
