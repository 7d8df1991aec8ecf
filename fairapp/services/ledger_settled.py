"""Rows of the ledger as they stand: with what was settled about them, read from the log as it is."""

import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.ledger import EntryStatus
from fairapp.domain.settlements import effective
from fairapp.models.ledger import LedgerEntry
from fairapp.queries.settled import Settled, settled_at
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_rows import EntryRow


def effective_row(row: EntryRow, settled: Settled) -> EntryRow:
    """The row with the session in which it counts; accepted when a person brought it in."""
    number = settled.get(row.id)
    if number is None:
        return row
    accepted = row.status == EntryStatus.ACCEPTED
    counts, session = effective(accepted=accepted, flags=row.flags, session=row.session_number, settled=number)
    status = EntryStatus.ACCEPTED if counts else EntryStatus.QUARANTINED
    return row._replace(status=status.value, session_number=session)


def counting_rows(rows: Iterable[EntryRow], settled: Settled) -> list[EntryRow]:
    """The rows that count, as they stand."""
    standing = (effective_row(row, settled) for row in rows) if settled else rows
    return [row for row in standing if row.status == EntryStatus.ACCEPTED]


def settled_of(device: LockedDevice) -> Settled:
    """What was settled about the entries of a device's exhibitor or gate."""
    if device.exhibitor_id is None and device.gate_id is None:
        return {}
    return settled_at(
        device.organisation_id, device.edition_id, exhibitor_id=device.exhibitor_id, gate_id=device.gate_id
    )


def rows_of_list(organisation_id: uuid.UUID, device_id: uuid.UUID) -> Iterator[EntryRow]:
    """A device's list in its order, as it is stored."""
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
