"""A fair that was held: booths drawn, tills and a gate enrolled, three sessions to sell in."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.draws import Allocation
from fairapp.models.editions import Session
from fairapp.services.audit import Actor
from fairapp.services.clock import replaying
from fairapp.services.devices import EnrolledDevice
from fairapp.services.ledger import record_entries
from tests.factories.devices import a_counter, another_stall, sent, written
from tests.factories.draws import drawn, ready_edition

PLAN = "Hall A: 1 row of 4, 3 × 3 m\nHall B: 1 row of 2, 3 × 3 m"
AFTER = datetime(2014, 12, 20, tzinfo=UTC)


@dataclass(kw_only=True)
class Phone:
    """An enrolled phone and the next place in its list."""

    device: EnrolledDevice
    seq: int = 1

    def send(self, at: datetime, *entries: dict[str, Any]) -> None:
        """Upload entries written at ``at``, in order."""
        placed = [{**entry, "seq": self.seq + number} for number, entry in enumerate(entries)]
        self.seq += len(placed)
        with replaying(at):
            answer = record_entries(self.device.device_key, sent(*placed, at=at))
        assert answer.next_seq == self.seq


@dataclass(kw_only=True)
class HeldFair:
    """``exhibitors`` hold booths, in the order of the queue; ``session_ids`` by number from 1."""

    actor: Actor
    edition_id: uuid.UUID
    exhibitors: list[uuid.UUID]
    session_ids: list[uuid.UUID]
    gate: Phone
    tills: dict[uuid.UUID, Phone] = field(default_factory=dict)

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.actor.organisation_id

    def till(self, seller: int) -> Phone:
        """The till of an exhibitor, enrolled when first asked for."""
        exhibitor_id = self.exhibitors[seller]
        if exhibitor_id not in self.tills:
            stall = another_stall(self.actor, self.edition_id, exhibitor_id)
            self.tills[exhibitor_id] = Phone(device=stall.device)
        return self.tills[exhibitor_id]

    def sell(self, seller: int, session: int, *amounts: int, method: str = "cash") -> None:
        """Sales half an hour into the second hour of a session."""
        at = moment(session)
        sales = [written("sale", 0, at, amount_minor=amount, method=method) for amount in amounts]
        self.till(seller).send(at, *sales)

    def refund(self, seller: int, session: int, amount: int) -> None:
        at = moment(session) + timedelta(hours=1)
        refunded = written("refund", 0, at, amount_minor=amount, method="cash", reason="came back")
        self.till(seller).send(at, refunded)

    def close(self, seller: int, session: int, *, sales: int, sales_minor: int, counted_minor: int) -> None:
        """Cash up: ``counted_minor`` in the drawer, which began empty."""
        at = moment(session) + timedelta(hours=5)
        counted = written(
            "cash_up",
            0,
            at,
            session_id=str(self.session_ids[session - 1]),
            float_minor=0,
            counted_minor=counted_minor,
            denominations={},
            sales=sales,
            sales_minor=sales_minor,
            zero_sales=sales == 0,
        )
        self.till(seller).send(at, counted)

    def enter(self, session: int, people: int) -> None:
        """People through the gate, in groups."""
        at = moment(session)
        groups = [min(500, people - done) for done in range(0, people, 500)]
        crossings = [written("entry", 0, at, headcount=size, party="group", direction="in") for size in groups]
        self.gate.send(at, *crossings)


def moment(session: int) -> datetime:
    """17:30 in Riyadh on the day of a session."""
    return datetime(2014, 12, 2 + session, 14, 30, tzinfo=UTC)


def held_fair(plan: str = PLAN, families: int = 8, *, organisation: str = "jeddah-chamber") -> HeldFair:
    """Six booths in two halls for eight families of two crafts, drawn; nothing sold yet."""
    wishes = [("A/std", "B/std")] * families
    ready = ready_edition(plan, wishes, crafts=("pottery", "embroidery"), organisation=organisation, anywhere=True)
    drawn(ready)
    asked = select(Allocation.exhibitor_id).where(Allocation.organisation_id == ready.actor.organisation_id)
    sessions = select(Session.id).where(Session.organisation_id == ready.actor.organisation_id)
    return HeldFair(
        actor=ready.actor,
        edition_id=ready.id,
        exhibitors=list(db.session.scalars(asked.order_by(Allocation.id))),
        session_ids=list(db.session.scalars(sessions.order_by(Session.number))),
        gate=Phone(device=a_counter(ready.actor, ready.id)),
    )
