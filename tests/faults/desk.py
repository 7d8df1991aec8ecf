"""The desk beside the phones: what people of the office enter and settle, and what must hold of it afterwards."""

import uuid
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.queries.desk import OpenEntry, list_set_aside, list_uncertain
from fairapp.services.audit import Actor
from fairapp.services.desk_entries import DeskLine, record_desk_entries
from fairapp.services.estimates import decide_estimate, propose_estimate, withdraw_estimate
from fairapp.services.settlements import approve_late_entries, settle_entries
from tests.factories.devices import on_day

WHEN_UNKNOWN = 2
"""The session for what a phone handed over late at an hour of no session."""


@dataclass(kw_only=True)
class Told:
    """What the desk's lists hold: sales and refunds, signed, with the session they were told for."""

    sales: dict[str, dict[str, Any]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    settled: dict[str, int] = field(default_factory=dict)
    estimates: dict[uuid.UUID, tuple[str, int, int]] = field(default_factory=dict)
    lengths: Counter[str] = field(default_factory=Counter)


@dataclass(kw_only=True)
class Desk:
    """Two people of the office. ``told`` is what they know; it goes back in time with the server's database."""

    actor: Actor
    edition_id: uuid.UUID
    told: Told = field(default_factory=Told)
    kept: Told | None = None

    @classmethod
    def closed(cls) -> "Desk":
        """Nobody sits there."""
        return cls(actor=Actor(organisation_id=uuid.UUID(int=0)), edition_id=uuid.UUID(int=0))

    def keep(self) -> None:
        self.kept = deepcopy(self.told)

    def go_back(self) -> None:
        self.told = deepcopy(self.kept) if self.kept else Told()

    def enter(
        self, seller: str, at: datetime, session: int, *, kind: str, amount: int, method: str, times: int
    ) -> None:
        """A sale or a refund told at the desk; the form may be sent twice."""
        line = DeskLine(id=new_id(), kind=kind, occurred_at=at, amount_minor=amount, method=method, reason="as told")
        for _ in range(times):
            self._record(seller, line, at)
        signed = amount if kind == "sale" else -amount
        self.told.sales[str(line.id)] = {"seller": seller, "method": method, "amount": signed, "session": session}
        self.told.lengths[seller] += 1

    def undo(self, which: int, at: datetime) -> None:
        """A line of the desk that stands is undone."""
        open_ = [id_ for id_, sale in self.told.sales.items() if id_ not in self.told.undone and sale["amount"] > 0]
        if open_:
            id_ = open_[which % len(open_)]
            seller = self.told.sales[id_]["seller"]
            line = DeskLine(kind="void", occurred_at=at, ref=uuid.UUID(id_), reason="typed wrongly")
            self._record(seller, line, at)
            self.told.undone.add(id_)
            self.told.lengths[seller] += 1

    def settle(self, which: int, session: int, at: datetime) -> None:
        """Some of what has no session gets one, with something that was settled before, moved."""
        known = list_uncertain(self.actor.organisation_id, self.edition_id)
        chosen = known[: which + 1]
        with on_day(at):
            changed = settle_entries(
                self.actor, self.edition_id, [one.id for one in chosen], session_number=session, reason="asked her"
            ) if chosen else 0  # fmt: skip
        assert changed == len(chosen)
        self._learn(chosen, dict.fromkeys((one.id for one in chosen), session))

    def approve(self, device_id: uuid.UUID, which: int, at: datetime) -> None:
        """Some of what a revoked phone handed over counts from now on."""
        aside = list_set_aside(self.actor.organisation_id, self.edition_id, device_id)
        chosen = [one for one in aside if one.approvable][which:]
        if chosen:
            with on_day(at):
                ids = [one.id for one in chosen]
                how: dict[str, Any] = {"reason": "she brought it", "session_number": WHEN_UNKNOWN}
                for times in (len(ids), 0):
                    found = approve_late_entries(self.actor, self.edition_id, device_id=device_id, entry_ids=ids, **how)
                    assert found == times, "twice is once"
            self._learn(chosen, {one.id: one.session_number or WHEN_UNKNOWN for one in chosen})

    def estimate(self, amount: int, at: datetime, *, agreed: bool) -> None:
        """For a till that is lost, if any is."""
        lost = select(Device).where(Device.lost_at.is_not(None), Device.kind == "till").order_by(Device.id)
        device = db.session.scalars(lost).first()
        if device is None:
            return
        with on_day(at):
            estimate_id = propose_estimate(
                self._person(), self.edition_id, device_id=device.id, session_number=1, amount_minor=amount, reason="?"
            )
            decide_estimate(self._person(), estimate_id, agreed=agreed)
        if agreed:
            self.told.estimates[estimate_id] = (str(device.exhibitor_id), 1, amount)
            self.told.lengths[str(device.exhibitor_id)] += 1

    def withdraw(self, at: datetime) -> None:
        """The phone came back."""
        if self.told.estimates:
            estimate_id, (seller, _, _) = self.told.estimates.popitem()
            with on_day(at):
                withdraw_estimate(self._person(), estimate_id, reason="it came back")
            self.told.lengths[seller] += 1

    def session_of(self, id_: str, session: int) -> int:
        """The session of an entry, once it is settled."""
        return self.told.settled.get(id_, session)

    def standing(self) -> list[tuple[str, dict[str, Any]]]:
        """What was entered and not undone."""
        return [(id_, sale) for id_, sale in self.told.sales.items() if id_ not in self.told.undone]

    def estimated(self) -> dict[tuple[str, int], int]:
        sums = Counter[tuple[str, int]]()
        for seller, session, amount in self.told.estimates.values():
            sums[seller, session] += amount
        return dict(sums)

    def _learn(self, chosen: list[OpenEntry], sessions: dict[uuid.UUID, int]) -> None:
        for one in chosen:
            self.told.settled[str(one.id)] = sessions[one.id]
            self.told.lengths[str(one.exhibitor_id or one.gate_id)] += 1

    def _record(self, seller: str, line: DeskLine, at: datetime) -> None:
        with on_day(at):
            record_desk_entries(
                self._person(),
                self.edition_id,
                exhibitor_id=uuid.UUID(seller),
                source="paper",
                lines=[line],
                outside_sessions=True,
            )

    def _person(self) -> Actor:
        return Actor(organisation_id=self.actor.organisation_id, account_id=new_id(), name="somebody")
