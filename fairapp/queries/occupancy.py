"""Who is inside: by hall, over all its gates and all their phones.

Gates are disjoint sets: a crossing is counted at one gate, and a gate belongs to one hall or to none. What a hall holds
is therefore the sum over its gates; gates without a hall count for the whole fair alone, which is the sum over all.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.footfall import Crowding, crowding, occupancy
from fairapp.domain.footfall import Footfall as Crossed
from fairapp.models.devices import Device
from fairapp.models.floor_plan import Gate, Hall
from fairapp.models.footfall import Footfall


@dataclass(frozen=True, kw_only=True)
class GatePhone:
    """A phone that may count at a gate; None when it has sent nothing yet."""

    device_id: uuid.UUID
    name: str
    last_heard_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class GateCount:
    """One gate in one session; ``crossed`` is None when nobody counted there. ``phones`` are those that may count.

    ``as_of``: whatever happened before is known, from every phone that counted and has not been revoked or lost.
    """

    gate_id: uuid.UUID
    gate: str
    hall_id: uuid.UUID | None
    crossed: Crossed | None
    as_of: datetime | None
    phones: tuple[GatePhone, ...]

    @property
    def last_heard_at(self) -> datetime | None:
        """When any of its phones was heard."""
        return max((phone.last_heard_at for phone in self.phones if phone.last_heard_at), default=None)


@dataclass(frozen=True, kw_only=True)
class Occupancy:
    """People inside a hall, or inside the whole fair (``hall_id`` None, ``name`` empty), in one session.

    ``inside`` is None while nobody has counted. ``limit`` is None when nobody has said how many it may hold; the whole
    fair holds what its halls hold. ``as_of``: up to when every phone that counted was heard; None while none has.
    """

    hall_id: uuid.UUID | None
    name: str
    inside: int | None
    limit: int | None
    as_of: datetime | None
    gates: tuple[GateCount, ...]

    @property
    def crowding(self) -> Crowding | None:
        """How near it is to its limit."""
        return None if self.inside is None else crowding(self.inside, self.limit)


def list_gate_counts(organisation_id: uuid.UUID, edition_id: uuid.UUID, session_number: int) -> list[GateCount]:
    """Every gate of the edition, by code."""
    asked = (
        select(Gate.id, Gate.code, Gate.name, Gate.hall_id)
        .where(Gate.organisation_id == organisation_id, Gate.edition_id == edition_id)
        .order_by(Gate.code)
    )
    phones = _phones(organisation_id, edition_id)
    sums = _sums(organisation_id, edition_id, session_number)
    return [
        _gate_count(gate_id, name or code, hall_id, phones.get(gate_id, []), sums.get(gate_id, {}))
        for gate_id, code, name, hall_id in db.session.execute(asked)
    ]


def list_occupancies(organisation_id: uuid.UUID, edition_id: uuid.UUID, gates: Sequence[GateCount]) -> list[Occupancy]:
    """Every hall that has gates, in the order of the plan, and then the whole fair."""
    asked = (
        select(Hall.id, Hall.code, Hall.name, Hall.capacity)
        .where(Hall.organisation_id == organisation_id, Hall.edition_id == edition_id)
        .order_by(Hall.position, Hall.code)
    )
    halls = list(db.session.execute(asked))
    limits = [capacity for _, _, _, capacity in halls]
    known = [limit for limit in limits if limit is not None]
    whole = sum(known) if known and len(known) == len(limits) else None
    found = [
        _occupancy(hall_id, name or code, capacity, [gate for gate in gates if gate.hall_id == hall_id])
        for hall_id, code, name, capacity in halls
    ]
    return [*(one for one in found if one.gates), _occupancy(None, "", whole, gates)]


def occupancy_at(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, gate_id: uuid.UUID, session_number: int
) -> Occupancy | None:
    """Of the hall that a gate leads into, or of the whole fair; None for a gate that is not there."""
    gates = list_gate_counts(organisation_id, edition_id, session_number)
    halls = list_occupancies(organisation_id, edition_id, gates)
    hall_id = next((gate.hall_id for gate in gates if gate.gate_id == gate_id), None)
    return next((one for one in halls if one.hall_id == hall_id), None) if gates else None


def _occupancy(hall_id: uuid.UUID | None, name: str, limit: int | None, gates: Sequence[GateCount]) -> Occupancy:
    counted = [gate.crossed for gate in gates if gate.crossed is not None]
    return Occupancy(
        hall_id=hall_id,
        name=name,
        inside=occupancy(sum(counted, Crossed())) if counted else None,
        limit=limit,
        as_of=min((gate.as_of for gate in gates if gate.as_of), default=None),
        gates=tuple(gates),
    )


def _gate_count(
    gate_id: uuid.UUID,
    gate: str,
    hall_id: uuid.UUID | None,
    phones: list[GatePhone],
    sums: dict[uuid.UUID, Crossed],
) -> GateCount:
    heard = [phone.last_heard_at for phone in phones if phone.device_id in sums and phone.last_heard_at]
    return GateCount(
        gate_id=gate_id,
        gate=gate,
        hall_id=hall_id,
        crossed=sum(sums.values(), Crossed()) if sums else None,
        as_of=min(heard, default=None),
        phones=tuple(phones),
    )


def _phones(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID | None, list[GatePhone]]:
    asked = (
        select(Device.gate_id, Device.id, Device.name, Device.last_heard_at)
        .where(
            Device.organisation_id == organisation_id,
            Device.edition_id == edition_id,
            Device.kind == "gate",
            Device.kept_by == "phone",
            Device.revoked_at.is_(None),
            Device.lost_at.is_(None),
        )
        .order_by(Device.enrolled_at, Device.id)
    )
    found: dict[uuid.UUID | None, list[GatePhone]] = {}
    for gate_id, device_id, name, heard in db.session.execute(asked):
        found.setdefault(gate_id, []).append(GatePhone(device_id=device_id, name=name, last_heard_at=heard))
    return found


def _sums(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, session_number: int
) -> dict[uuid.UUID, dict[uuid.UUID, Crossed]]:
    """By gate and device."""
    asked = (
        select(Footfall.gate_id, Footfall.device_id, func.sum(Footfall.inwards), func.sum(Footfall.outwards))
        .where(
            Footfall.organisation_id == organisation_id,
            Footfall.edition_id == edition_id,
            Footfall.session_number == session_number,
        )
        .group_by(Footfall.gate_id, Footfall.device_id)
    )
    found: dict[uuid.UUID, dict[uuid.UUID, Crossed]] = {}
    for gate_id, device_id, inwards, outwards in db.session.execute(asked):
        found.setdefault(gate_id, {})[device_id] = Crossed(inwards=int(inwards), outwards=int(outwards))
    return found
