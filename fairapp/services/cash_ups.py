"""Counted drawers beside what the entries of their list say, as these stand.

What was counted never changes. What was expected is folded from the list up to the moment of counting, and folded anew
when a person settles one of its entries: so the cash-ups of an edition are a function of its log, like every sum.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from fairapp.db import db
from fairapp.domain.ledger import CountedDrawer, EntryKind, LedgerEntry, parse_entry
from fairapp.domain.takings import Takings, TakingsEntry, Tolerance, evidence_of, expected_cash, fold_takings, matched
from fairapp.models.audit import AuditEvent
from fairapp.models.editions import Edition, Session
from fairapp.models.ledger import LedgerEntry as StoredEntry
from fairapp.models.takings import CashUp
from fairapp.queries.settled import Settled
from fairapp.services.ledger_device import LockedDevice
from fairapp.services.ledger_rows import EntryRow
from fairapp.services.ledger_settled import counting_rows, settled_of
from fairapp.services.takings import MONEY_KINDS, money_entry

RULES_CHANGED = "checks.rules"
"""The act by which the tolerance is changed."""
CASH_UP_COLUMNS = (
    *("session_number", "counted_at", "float_minor", "counted_minor", "expected_minor", "denominations"),
    *("sales", "sales_minor", "net_minor", "zero_sales", "evidence"),
)
"""What a row of a cash-up says, beside whose it is."""


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """What cash-ups of an edition are judged by. ``session_numbers``: the id of a session as text → its number.

    ``tolerance`` is that of today, ``former`` those before it, each with the moment it was changed, in order: a drawer
    keeps being judged by the tolerance that held when its cash-up came in, so that nobody can raise a level afterwards.
    """

    exponent: int
    tolerance: Tolerance
    former: tuple[tuple[datetime, Tolerance], ...]
    session_numbers: Mapping[str, int]

    def tolerance_at(self, moment: datetime) -> Tolerance:
        """The tolerance that held then."""
        return next((held for changed_at, held in self.former if moment < changed_at), self.tolerance)


def get_yardstick(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Yardstick:
    """The sessions and the currency of an edition as they are now, and every tolerance it had."""
    edition = db.session.get_one(Edition, (organisation_id, edition_id))
    asked = select(Session.id, Session.number).where(
        Session.organisation_id == organisation_id, Session.edition_id == edition_id
    )
    return Yardstick(
        exponent=edition.exponent,
        tolerance=Tolerance(percent=edition.tolerance_percent, units=edition.tolerance_units),
        former=_former_tolerances(organisation_id, edition_id),
        session_numbers={str(id_): number for id_, number in db.session.execute(asked)},
    )


def record_cash_ups(
    device: LockedDevice, exhibitor_id: uuid.UUID, closings: Sequence[tuple[EntryRow, CountedDrawer]]
) -> None:
    """Set each newly counted drawer beside what this till's entries say, up to the moment of counting."""
    if not closings:
        return
    settled, yardstick = settled_of(device), get_yardstick(device.organisation_id, device.edition_id)
    entries = [money_entry(row) for row in counting_rows(_money_rows(device), settled)]
    for row, drawer in closings:
        values = cash_up_values(row, drawer, entries, yardstick, settled)
        db.session.add(CashUp(**_place(row), exhibitor_id=exhibitor_id, **values))
    db.session.flush()


def restate_cash_ups(device: LockedDevice, rows: Sequence[EntryRow], settled: Settled) -> None:
    """Write all cash-ups of a list anew, after what counts in it has changed. ``rows`` count, as they stand."""
    db.session.execute(
        delete(CashUp).where(CashUp.organisation_id == device.organisation_id, CashUp.device_id == device.id)
    )
    found = fold_cash_ups(rows, get_yardstick(device.organisation_id, device.edition_id), settled)
    for row, values in found:
        db.session.add(CashUp(**_place(row), exhibitor_id=device.exhibitor_id, **values))
        db.session.flush()  # one by one: their ids keep the order of the list


def fold_cash_ups(
    rows: Sequence[EntryRow], yardstick: Yardstick, settled: Settled
) -> list[tuple[EntryRow, dict[str, Any]]]:
    """Every cash-up of a list and what its row must say. ``rows`` are those that count, as they stand, in order."""
    entries = [money_entry(row) for row in rows if row.kind in MONEY_KINDS]
    drawers = [(row, drawer_of(row)) for row in rows if row.kind == EntryKind.CASH_UP]
    return [
        (row, cash_up_values(row, drawer, entries, yardstick, settled)) for row, drawer in drawers if drawer is not None
    ]


def cash_up_values(
    row: EntryRow, drawer: CountedDrawer, entries: Sequence[TakingsEntry], yardstick: Yardstick, settled: Settled
) -> dict[str, Any]:
    """What the row of a cash-up says, beside whose it is; ``entries`` are all of its list that touch money."""
    number = session_counted(row, drawer, yardstick.session_numbers, settled)
    earlier = [entry for entry in entries if entry.seq < row.seq]
    by_method = {cell.method: sums for cell, sums in fold_takings(earlier).items() if cell.session_number == number}
    total = sum(by_method.values(), Takings())
    expected = expected_cash(drawer.float_minor, by_method)
    lines_agree = (drawer.sales, drawer.sales_minor) == (total.sales, total.gross_minor - total.voided_minor)
    tolerance = yardstick.tolerance_at(row.received_at)
    cash_agrees = matched(drawer.counted_minor, expected, exponent=yardstick.exponent, tolerance=tolerance)
    return {
        "session_number": number,
        "counted_at": row.occurred_at or row.received_at,
        "float_minor": drawer.float_minor,
        "counted_minor": drawer.counted_minor,
        "expected_minor": expected,
        "denominations": dict(drawer.denominations),
        "sales": drawer.sales,
        "sales_minor": drawer.sales_minor,
        "net_minor": total.net_minor,
        "zero_sales": drawer.zero_sales,
        "evidence": evidence_of(cash_agrees=cash_agrees, lines_agree=lines_agree).value,
    }


def session_counted(row: EntryRow, drawer: CountedDrawer, session_numbers: Mapping[str, int], settled: Settled) -> int:
    """The session a drawer was counted for: as a person settled it, as the cash-up names it, or that of its moment."""
    if row.id in settled:
        return settled[row.id]
    return session_numbers.get(drawer.session_id, row.session_number)


def drawer_of(row: EntryRow) -> CountedDrawer | None:
    """What a cash-up counted, read from its payload again; None when it cannot be read any more."""
    try:
        entry = parse_entry(json.loads(row.payload))
    except (ValueError, RecursionError):
        return None
    return entry.drawer if isinstance(entry, LedgerEntry) else None


def _former_tolerances(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> tuple[tuple[datetime, Tolerance], ...]:
    """What held until each change, from the log that is never edited."""
    asked = (
        select(AuditEvent.occurred_at, AuditEvent.details)
        .where(AuditEvent.organisation_id == organisation_id, AuditEvent.edition_id == edition_id)
        .where(AuditEvent.action == RULES_CHANGED)
        .order_by(AuditEvent.occurred_at, AuditEvent.id)
    )
    return tuple(
        (changed_at, Tolerance(percent=details["former_percent"], units=details["former_units"]))
        for changed_at, details in db.session.execute(asked)
    )


def _place(row: EntryRow) -> dict[str, Any]:
    return {
        "organisation_id": row.organisation_id,
        "edition_id": row.edition_id,
        "device_id": row.device_id,
        "ledger_entry_id": row.id,
    }


def _money_rows(device: LockedDevice) -> list[EntryRow]:
    columns = [getattr(StoredEntry, name) for name in EntryRow._fields]
    asked = (
        select(*columns)
        .where(StoredEntry.organisation_id == device.organisation_id, StoredEntry.device_id == device.id)
        .where(StoredEntry.kind.in_(MONEY_KINDS))
        .order_by(StoredEntry.seq)
    )
    return [EntryRow(*row) for row in db.session.execute(asked)]
