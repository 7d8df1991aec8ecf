"""A ledger and, beside it, what it must hold: reckoned from the phones alone, by other means than the product's."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import Conflict
from fairapp.domain.ledger import canonical
from fairapp.models.devices import Device
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import Takings
from fairapp.services.ledger import record_entries
from tests.factories.devices import on_day
from tests.faults.desk import Desk
from tests.faults.phone import SimulatedPhone

OPENS, CUT_OFF = 12, 20
"""Hours of UTC between which something on 3 to 5 December belongs to a session: an hour's grace, an hour after."""
FORGOTTEN = timedelta(days=30)


def session_at(moment: datetime) -> int:
    """The session of a moment, by the calendar of the factory."""
    held = (moment.year, moment.month) == (2014, 12) and 3 <= moment.day <= 5 and OPENS <= moment.hour < CUT_OFF
    return moment.day - 2 if held else 0


@dataclass(kw_only=True)
class Known:
    """One entry: when it really happened (None: its clock was moved under it), and whether it counts."""

    at: datetime | None
    counts: bool = True


@dataclass(kw_only=True)
class Listed:
    """One phone with what the server must hold of it."""

    phone: SimulatedPhone
    seller: str
    device_id: Any
    gate: bool = False
    known: list[Known] = field(default_factory=list)
    stored: int = 0
    revoked_at: datetime | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def record(self, kind: str, at: datetime, **fields: Any) -> dict[str, Any]:
        self.known.append(Known(at=at))
        return self.phone.write(kind, at, **fields)

    def is_forgotten(self, at: datetime) -> bool:
        return self.revoked_at is not None and self.revoked_at + FORGOTTEN <= at

    def deliver(self, at: datetime, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Hand a body to the server; returns status and answer. The model takes it in by its own reckoning."""
        if body not in self.bodies:
            self.bodies.append(body)
        places = sorted(entry["seq"] for entry in body["entries"])
        with on_day(at):
            if places[0] > self.stored + 1:
                with pytest.raises(Conflict) as gap:
                    record_entries(self.phone.key, body)
                assert (gap.value.code, gap.value.values) == ("gap", {"next_seq": self.stored + 1})
                return 409, {"code": "gap", "next_seq": self.stored + 1}
            answer = record_entries(self.phone.key, body)
        before = self.stored
        while self.stored + 1 in places:
            self.stored += 1
            self.known[self.stored - 1].counts = self.revoked_at is None
        statuses = {result.seq: result.status for result in answer.results}
        assert all(statuses[seq] == "duplicate" for seq in places if seq <= before), "sent again is known again"
        assert answer.next_seq == self.stored + 1
        return 200, {"results": statuses and [], "next_seq": answer.next_seq}

    def standing(self, desk: Desk) -> list[tuple[dict[str, Any], Known]]:
        """The stored entries that count, approved ones too, without sales or crossings that one of them undoes."""
        held = [
            (entry, known)
            for entry, known in zip(self.phone.entries[: self.stored], self.known, strict=False)
            if known.counts or entry["id"] in desk.told.settled
        ]
        undone, seen = set(), set()
        for entry, _ in held:
            if entry["kind"] == "void" and entry["ref"] in seen:
                undone.add(entry["ref"])
            elif entry["kind"] in ("sale", "entry"):
                seen.add(entry["id"])
        return [(entry, known) for entry, known in held if entry["kind"] != "void" and entry["id"] not in undone]


def check_lists(lists: list[Listed]) -> None:
    """Every list is stored unbroken, once, with nothing in it that its phone did not write."""
    db.session.rollback()
    for listed in lists:
        asked = select(LedgerEntry.payload).where(LedgerEntry.device_id == listed.device_id).order_by(LedgerEntry.seq)
        written = [canonical(entry) for entry in listed.phone.entries[: listed.stored]]
        assert list(db.session.scalars(asked)) == written
        next_seq = db.session.scalar(select(Device.next_seq).where(Device.id == listed.device_id))
        assert next_seq == listed.stored + 1


def check_totals(lists: list[Listed], desk: Desk | None = None) -> None:
    """Net takings by exhibitor and method, and by session where no clock was moved; people by direction; estimates."""
    db.session.rollback()
    desk = desk or Desk.closed()
    expected, sessions, unsure = Counter[tuple[str, str]](), Counter[tuple[str, int]](), set[str]()
    people = Counter[str]()
    for listed in lists:
        for entry, known in listed.standing(desk):
            if entry["kind"] == "entry":
                people[entry["direction"]] += entry["headcount"]
            elif entry["kind"] in ("sale", "refund"):
                amount = entry["amount_minor"] * (1 if entry["kind"] == "sale" else -1)
                expected[listed.seller, entry["method"]] += amount
                told = desk.session_of(entry["id"], session_at(known.at) if known.at else -1)
                unsure |= {listed.seller} if told < 0 else set()
                sessions[listed.seller, told] += amount
    for id_, sale in desk.standing():
        expected[sale["seller"], sale["method"]] += sale["amount"]
        sessions[sale["seller"], desk.session_of(id_, sale["session"])] += sale["amount"]
    rows = db.session.scalars(select(Takings)).all()
    found, found_sessions = Counter[tuple[str, str]](), Counter[tuple[str, int]]()
    estimated = Counter[tuple[str, int]]()
    for row in rows:
        net = row.gross_minor - row.voided_minor - row.refunds_minor
        found[str(row.exhibitor_id), row.method] += net
        found_sessions[str(row.exhibitor_id), row.session_number] += net
        estimated[str(row.exhibitor_id), row.session_number] += row.estimated_minor
    assert plain(found) == plain(expected)
    assert plain(estimated) == desk.estimated()
    sure = {key: net for key, net in plain(sessions).items() if key[0] not in unsure}
    assert {key: net for key, net in plain(found_sessions).items() if key[0] not in unsure} == sure
    assert sum(found_sessions.values()) == sum(expected.values()), "sessions and the uncertain are the grand total"
    crossed = db.session.scalars(select(Footfall)).all()
    counted = {"in": sum(row.inwards for row in crossed), "out": sum(row.outwards for row in crossed)}
    assert counted == {"in": people["in"], "out": people["out"]}


def plain(counter: Counter[Any]) -> dict[Any, int]:
    """Without zeros."""
    return {key: value for key, value in counter.items() if value}
