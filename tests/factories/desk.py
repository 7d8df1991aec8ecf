"""People at the desk, and what they enter."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.ledger import CountedDrawer
from fairapp.models.base import new_id
from fairapp.models.editions import Session
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import CashUp, HourTakings, Takings
from fairapp.services.audit import Actor
from fairapp.services.desk_entries import DeskLine, record_desk_entries
from fairapp.services.devices import revoke_device
from fairapp.services.ledger import EntryResult, record_entries
from fairapp.services.ledger_proof import rebuild_projections
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.devices import DAY_1, Stall, on_day, sent

EVENING = DAY_1 + timedelta(hours=5)
"""After the first session's closing, within its cut-off."""


def somebody(actor: Actor, name: str = "Samira") -> Actor:
    """A person of the office, of an invented name."""
    return Actor(organisation_id=actor.organisation_id, account_id=new_id(), name=name)


def told(kind: str = "sale", at: datetime = DAY_1, **fields: Any) -> DeskLine:
    """A line that somebody told at the desk: a sale of ten riyals in cash, where nothing else is said."""
    usual = {"amount_minor": 1_000, "method": "cash"} if kind in ("sale", "refund") else {}
    reason = {"reason": "as she says"} if kind in ("refund", "void") else {}
    return DeskLine(kind=kind, occurred_at=at, **(usual | reason | fields))


def a_drawer(counted_minor: int, session: int = 1, **fields: Any) -> CountedDrawer:
    """A drawer counted for a session; its sums are left to the server."""
    asked = select(Session.id).where(Session.number == session).order_by(Session.id)
    known = {"float_minor": 0, "denominations": {"100": 1}, "sales": 0, "sales_minor": 0, "zero_sales": False}
    return CountedDrawer(
        session_id=str(db.session.scalars(asked).first()), counted_minor=counted_minor, **(known | fields)
    )


def enter(
    stall: Stall, *lines: DeskLine, at: datetime = EVENING, source: str = "staff", **more: Any
) -> list[EntryResult]:
    """Somebody enters lines for the stall's exhibitor."""
    with on_day(at):
        place = {"exhibitor_id": stall.exhibitor_id, "source": source} | more
        return record_desk_entries(somebody(stall.actor), stall.edition_id, lines=lines, **place)


def send(key: str, *entries: Any, at: datetime = DAY_1, told_at: datetime | None = None) -> list[list[str]]:
    """A phone sends at ``at``, by its own clock at ``told_at``; returns the flags."""
    with on_day(at):
        return [one.flags for one in record_entries(key, sent(*entries, at=told_at or at)).results]


def revoke(stall: Stall, at: datetime = DAY_1) -> None:
    with on_day(at):
        revoke_device(stall.actor, stall.device.device_id)


def ids(*conditions: Any) -> list[uuid.UUID]:
    """The stored entries that meet these conditions, in the order of their lists."""
    db.session.rollback()
    asked = select(LedgerEntry.id).where(*conditions).order_by(LedgerEntry.device_id, LedgerEntry.seq)
    return list(db.session.scalars(asked))


def net() -> dict[int, int]:
    """Session → net takings of everybody, without zeros."""
    db.session.rollback()
    sums: dict[int, int] = {}
    for row in db.session.scalars(select(Takings)):
        sums[row.session_number] = (
            sums.get(row.session_number, 0) + row.gross_minor - row.voided_minor - row.refunds_minor
        )
    return {number: minor for number, minor in sums.items() if minor}


def projections() -> list[Any]:
    """Every sum that is stored, without its id and without zeros."""
    db.session.rollback()
    takings = [
        (*(row.exhibitor_id, row.session_number, row.method), *sums)
        for row in db.session.scalars(select(Takings))
        if any(sums := (row.gross_minor, row.voided_minor, row.refunds_minor, row.sales, row.estimated_minor))
    ]
    hours: dict[Any, Any] = {}
    for row in db.session.scalars(select(HourTakings)):
        before = hours.get((row.session_number, row.hour_at), (0, 0))
        hours[row.session_number, row.hour_at] = (before[0] + row.net_minor, before[1] + row.sales)
    drawers = [
        (row.device_id, row.session_number, row.expected_minor, row.net_minor, row.evidence)
        for row in db.session.scalars(select(CashUp).order_by(CashUp.device_id, CashUp.id))
    ]
    return [sorted(takings, key=str), sorted(item for item in hours.items() if any(item[1])), drawers]


def holds(stall: Stall) -> bool:
    """The ledger verifies, and building every sum anew changes none."""
    proof = verify_ledger(stall.actor.organisation_id, stall.edition_id)
    assert proof.whole, (proof.faults, proof.differences)
    before = projections()
    rebuild_projections(stall.actor, stall.edition_id)
    assert projections() == before
    return True
