"""Three evenings of sales and visitors: every stall and gate with a phone of its own, sent as the evening goes on."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fairapp.demo import inputs
from fairapp.demo.inputs import StallCount, StallSale
from fairapp.demo.phones import Phone
from fairapp.demo.watches import GateEvent, keep_watch
from fairapp.queries.editions import SessionRow, list_sessions
from fairapp.services.audit import Actor
from fairapp.services.clock import replaying
from fairapp.services.devices import enrol_device, issue_token

PHONES = {"till": "هاتف الجناح", "gate": "هاتف البوابة"}
Progress = Callable[[Iterable[Any], str, int], AbstractContextManager[Iterable[Any]]]


@dataclass(kw_only=True)
class Evening:
    """The phones, and what happens at each stall and gate by session. Stalls count from 1."""

    sessions: list[SessionRow]
    tills: dict[int, Phone]
    gates: dict[str, Phone]
    sales: dict[tuple[int, int], list[StallSale]]
    counts: dict[tuple[int, int], StallCount]
    watches: dict[tuple[str, int], list[GateEvent]]
    progress: Progress

    @classmethod
    def open(
        cls,
        actor: Actor,
        edition_id: uuid.UUID,
        stalls: list[uuid.UUID],
        gates: dict[str, uuid.UUID],
        progress: Progress,
    ) -> "Evening":
        """Enrol a phone at each stall and gate an hour before the first opening, and read what will happen."""
        sessions = list_sessions(actor.organisation_id, edition_id)
        with replaying(sessions[0].opens_at - timedelta(hours=1)):
            with progress(enumerate(stalls, start=1), "phones", len(stalls)) as enrolling:
                tills = {
                    stall: _enrol(actor, edition_id, kind="till", exhibitor_id=exhibitor_id)
                    for stall, exhibitor_id in enrolling
                }
            gate_phones = {
                code: _enrol(actor, edition_id, kind="gate", gate_id=gate_id) for code, gate_id in gates.items()
            }
        return cls(
            sessions=sessions,
            tills=tills,
            gates=gate_phones,
            sales=_sales_by_stall(),
            counts={(count.stall, count.session): count for count in inputs.counts()},
            watches=_watches(),
            progress=progress,
        )

    def replay_all(self, afterwards: Callable[[SessionRow, dict[int, int]], None]) -> None:
        """One evening after the other; ``afterwards`` gets the session and what each stall sold in it."""
        for session in self.sessions:
            with self.progress(self.tills.items(), f"session {session.number}", len(self.tills)) as tills:
                for stall, till in tills:
                    self._trade(session, stall, till)
            self._count_visitors(session)
            afterwards(session, {stall: self._sold(stall, session) for stall in self.tills})

    def _sold(self, stall: int, session: SessionRow) -> int:
        return sum(sale.amount_minor for sale in self.sales[stall, session.number])

    def _trade(self, session: SessionRow, stall: int, till: Phone) -> None:
        sold = self.sales[stall, session.number]
        for sale in sold:
            till.sell(sale)
        closing = session.closes_at + timedelta(minutes=10)
        count = self.counts.get((stall, session.number))
        if count is not None:
            till.close(count, str(session.id), sold, closing)
        with replaying(closing):
            till.send(closing)

    def _count_visitors(self, session: SessionRow) -> None:
        for code, gate in self.gates.items():
            keep_watch(gate, self.watches[code, session.number])
        with replaying(session.closes_at):
            for gate in self.gates.values():
                gate.send(session.closes_at)


def _enrol(actor: Actor, edition_id: uuid.UUID, *, kind: str, **place: uuid.UUID) -> Phone:
    issued = issue_token(actor, edition_id, kind=kind, **place)
    return Phone(key=enrol_device(issued.token, PHONES[kind]).device_key)


def _sales_by_stall() -> dict[tuple[int, int], list[StallSale]]:
    found: dict[tuple[int, int], list[StallSale]] = defaultdict(list)
    for sale in inputs.sales():
        found[sale.stall, sale.session].append(sale)
    return found


def _watches() -> dict[tuple[str, int], list[GateEvent]]:
    found: dict[tuple[str, int], list[GateEvent]] = defaultdict(list)
    events: list[GateEvent] = [*inputs.crossings(), *inputs.recounts(), *inputs.hand_overs()]
    for event in events:
        found[event.gate, event.session].append(event)
    return found
