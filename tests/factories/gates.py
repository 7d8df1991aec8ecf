"""A fair with gates in halls, and marshals who count, recount and hand over."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.floor_plan import Hall
from fairapp.services.audit import Actor
from fairapp.services.clock import replaying
from fairapp.services.devices import enrol_device, issue_token
from fairapp.services.floor_plan import add_gate, draw_plan
from tests.factories.devices import BEFORE, a_fair, written
from tests.factories.results import Phone, moment


@dataclass(frozen=True, kw_only=True)
class GatedFair:
    """Hall A, which may hold 20, with gates A1 and A2; hall B with B1; G of the whole fair. A phone at each."""

    actor: Actor
    edition_id: uuid.UUID
    gates: dict[str, uuid.UUID]
    phones: dict[str, Phone]

    @property
    def wall(self) -> tuple[uuid.UUID, uuid.UUID]:
        return self.actor.organisation_id, self.edition_id

    def another_phone(self, gate: str) -> Phone:
        """One more at the same gate."""
        with replaying(BEFORE):
            token = issue_token(self.actor, self.edition_id, kind="gate", gate_id=self.gates[gate]).token
            return Phone(device=enrol_device(token, f"second at {gate}"))

    def cross(self, gate: str, headcount: int, direction: str = "in", *, session: int = 1, minutes: int = 0) -> None:
        """People through a gate, half an hour and ``minutes`` into the second hour of a session."""
        at = moment(session) + timedelta(minutes=minutes)
        self.phones[gate].send(at, crossing(at, headcount, direction))

    def recount(self, gate: str, counted: int, recounted: int, *, session: int = 1) -> None:
        self.note(gate, a_recount(moment(session), counted, recounted), session=session)

    def hand_over(self, gate: str, leaves: str, takes_over: str, *, session: int = 1) -> None:
        told = {"what": "hand-over", "from": leaves, "to": takes_over, "in": 3, "out": 1}
        self.note(gate, told, session=session)

    def note(self, gate: str, told: object, *, session: int = 1) -> None:
        """A note whose text is the JSON of ``told``."""
        at = moment(session)
        self.phones[gate].send(at, written("note", 0, at, text=json.dumps(told)))


def a_gated_fair(slug: str = "jeddah-chamber") -> GatedFair:
    """Nothing counted yet."""
    actor, edition_id = a_fair(slug)
    draw_plan(actor, edition_id, "Hall A: 1 row of 2, 3 × 3 m\nHall B: 1 row of 2, 3 × 3 m")
    hall = db.session.scalars(select(Hall).where(Hall.edition_id == edition_id, Hall.code == "A")).one()
    hall.capacity = 20
    db.session.commit()
    places = {"A1": "A", "A2": "A", "B1": "B", "G": None}
    gates = {
        code: add_gate(actor, edition_id, code=code, name=f"Gate {code}", hall_code=hall)
        for code, hall in places.items()
    }
    fair = GatedFair(actor=actor, edition_id=edition_id, gates=gates, phones={})
    for code in places:
        fair.phones[code] = fair.another_phone(code)
    return fair


def crossing(at: datetime, headcount: int, direction: str = "in") -> dict[str, Any]:
    return written("entry", 0, at, headcount=headcount, party="group", direction=direction)


def a_recount(until: datetime, counted: int, recounted: int) -> dict[str, Any]:
    """A quarter of an hour counted twice, as the phone notes it."""
    since = until - timedelta(minutes=15)
    spell = {"since": since.isoformat(), "until": until.isoformat()}
    return {"what": "recount", **spell, "counted": counted, "recounted": recounted}
