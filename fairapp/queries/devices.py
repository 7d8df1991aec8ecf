"""Reads about devices, and about the places that may get one."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.domain.exhibitors import search_key
from fairapp.domain.text import ascii_digits
from fairapp.models.base import named_by
from fairapp.models.devices import Device
from fairapp.models.draws import Allocation
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, Gate, Hall

PAGE = 50
IS_PHONE = Device.kept_by == "phone"
"""The desk's own lists are no devices that anybody holds: they stand in the ledger, and in no list of phones."""


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    """A device as the list shows it. ``received`` counts the entries it has handed over."""

    id: uuid.UUID
    kind: str
    name: str
    exhibitor: str | None
    booth: str | None
    gate: str | None
    received: int
    enrolled_at: datetime
    last_heard_at: datetime | None
    revoked_at: datetime | None
    lost_at: datetime | None
    forks: int


@dataclass(frozen=True, kw_only=True)
class DeviceCounts:
    """How many devices an edition has, and how many of those that may record have been silent since a moment."""

    tills: int
    gates: int
    silent: int
    revoked: int


@dataclass(frozen=True, kw_only=True)
class TillPlace:
    """A stall that may get a till: an exhibitor with a booth. ``devices`` counts the phones enrolled for it."""

    exhibitor_id: uuid.UUID
    exhibitor: str
    number: str
    booth_id: uuid.UUID
    booth: str
    hall: str
    devices: int


@dataclass(frozen=True, kw_only=True)
class GatePlace:
    """A gate, and how many phones count at it."""

    gate_id: uuid.UUID
    code: str
    name: str
    devices: int


@dataclass(frozen=True, kw_only=True)
class DeviceDetails:
    """What a phone shows of itself: its stall or gate, in words."""

    id: uuid.UUID
    edition_id: uuid.UUID
    kind: str
    name: str
    exhibitor: str | None
    booth: str | None
    gate: str | None
    gate_code: str | None
    gate_limit: int | None
    """How many people the gate's hall holds at once, where it has a hall and the limit is known."""


def list_devices(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, *, search: str = "", kind: str = "", page: int = 1
) -> tuple[list[DeviceRow], int]:
    """One page of the devices, those heard last first, and how many there are in all."""
    asked = _with_places(Device.organisation_id == organisation_id, Device.edition_id == edition_id, IS_PHONE)
    if kind:
        asked = asked.where(Device.kind == kind)
    if search.strip():
        asked = asked.where(_named_like(search.strip()))
    total = db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    ordered = asked.order_by(Device.last_heard_at.is_(None), Device.last_heard_at.desc(), Device.id)
    return [_row(row) for row in db.session.execute(ordered.limit(PAGE).offset(PAGE * (page - 1)))], total


def count_devices(organisation_id: uuid.UUID, edition_id: uuid.UUID, *, silent_since: datetime) -> DeviceCounts:
    """Devices of an edition; a till is silent when nothing was heard from it since ``silent_since``."""
    mine = (Device.organisation_id == organisation_id) & (Device.edition_id == edition_id) & IS_PHONE
    live = mine & Device.revoked_at.is_(None)
    quiet = Device.last_heard_at.is_(None) | (Device.last_heard_at < silent_since)
    counted = [live & (Device.kind == "till"), live & (Device.kind == "gate"), live & quiet]
    tills, gates, silent = (db.session.scalar(select(func.count()).where(condition)) or 0 for condition in counted)
    revoked = db.session.scalar(select(func.count()).where(mine, Device.revoked_at.is_not(None))) or 0
    return DeviceCounts(tills=tills, gates=gates, silent=silent, revoked=revoked)


def get_device(organisation_id: uuid.UUID, device_id: uuid.UUID, edition_id: uuid.UUID | None = None) -> DeviceDetails:
    """Raises ``NotFound("unknown-device")``, also when it is not of the edition that is named."""
    mine = (Device.organisation_id == organisation_id, Device.id == device_id, IS_PHONE)
    found = db.session.execute(_with_places(*mine)).first()
    if found is None or edition_id not in (None, found.edition_id):
        raise NotFound("unknown-device")
    return DeviceDetails(
        id=found.id,
        edition_id=found.edition_id,
        kind=found.kind,
        name=found.name,
        exhibitor=found.exhibitor,
        booth=found.booth,
        gate=found.gate,
        gate_code=found.gate_code,
        gate_limit=found.gate_limit,
    )


def list_till_places(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, *, without_device: bool = False, all_booths: bool = False
) -> list[TillPlace]:
    """Every exhibitor who holds a booth, by booth: with her first booth, or once for each with ``all_booths``."""
    asked = (
        select(Allocation.exhibitor_id, Exhibitor.name, Exhibitor.number, Booth.id, Booth.number, Hall.name)
        .join(Exhibitor, named_by(Exhibitor, Allocation.exhibitor_id))
        .join(Booth, named_by(Booth, Allocation.booth_id))
        .join(Hall, named_by(Hall, Booth.hall_id))
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None))
        .order_by(Booth.number)
    )
    devices = _count_by(Device.exhibitor_id, organisation_id, edition_id)
    places: dict[uuid.UUID, TillPlace] = {}
    for exhibitor_id, exhibitor, number, booth_id, booth, hall in db.session.execute(asked):
        place = TillPlace(
            exhibitor_id=exhibitor_id,
            exhibitor=exhibitor,
            number=number,
            booth_id=booth_id,
            booth=booth,
            hall=hall,
            devices=devices.get(exhibitor_id, 0),
        )
        if not (without_device and place.devices):
            places.setdefault(booth_id if all_booths else exhibitor_id, place)
    return list(places.values())


def list_gates(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[GatePlace]:
    """The gates of an edition, by code."""
    asked = select(Gate.id, Gate.code, Gate.name).where(
        Gate.organisation_id == organisation_id, Gate.edition_id == edition_id
    )
    devices = _count_by(Device.gate_id, organisation_id, edition_id)
    return [
        GatePlace(gate_id=id_, code=code, name=name, devices=devices.get(id_, 0))
        for id_, code, name in db.session.execute(asked.order_by(Gate.code))
    ]


def get_till_place(organisation_id: uuid.UUID, edition_id: uuid.UUID, booth: str) -> TillPlace:
    """The stall at a booth number, in any case and digits. Raises ``NotFound("booth-not-held")``."""
    wanted = ascii_digits(booth).strip().casefold()
    held = list_till_places(organisation_id, edition_id, all_booths=True)
    for place in held:
        if place.booth.casefold() == wanted:
            return place
    raise NotFound("booth-not-held", booth=booth)


def get_gate(organisation_id: uuid.UUID, edition_id: uuid.UUID, code: str) -> GatePlace:
    """Raises ``NotFound("unknown-gate")``."""
    for gate in list_gates(organisation_id, edition_id):
        if gate.code.casefold() == code.strip().casefold():
            return gate
    raise NotFound("unknown-gate", gate=code)


def _with_places(*conditions: Any) -> Any:
    return (
        select(
            Device.id,
            Device.edition_id,
            Device.kind,
            Device.name,
            Device.next_seq,
            Device.enrolled_at,
            Device.last_heard_at,
            Device.revoked_at,
            Device.lost_at,
            Device.fork_count,
            Exhibitor.name.label("exhibitor"),
            Booth.number.label("booth"),
            Gate.name.label("gate"),
            Gate.code.label("gate_code"),
            Hall.capacity.label("gate_limit"),
        )
        .outerjoin(Exhibitor, named_by(Exhibitor, Device.exhibitor_id))
        .outerjoin(Booth, named_by(Booth, Device.booth_id))
        .outerjoin(Gate, named_by(Gate, Device.gate_id))
        .outerjoin(Hall, named_by(Hall, Gate.hall_id))
        .where(*conditions)
    )


def _named_like(text: str) -> Any:
    places = [column.icontains(text, autoescape=True) for column in (Booth.number, Gate.code, Gate.name)]
    folded = search_key(text)  # empty for signs alone, and everything contains the empty
    return or_(*places, *([Exhibitor.search_key.contains(folded, autoescape=True)] if folded else []))


def _count_by(column: Any, organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[uuid.UUID, int]:
    asked = (
        select(column, func.count())
        .where(Device.organisation_id == organisation_id, Device.edition_id == edition_id)
        .where(column.is_not(None), Device.revoked_at.is_(None), IS_PHONE)
        .group_by(column)
    )
    return {place: count for place, count in db.session.execute(asked)}  # noqa: C416  # rows are no pairs to a checker


def _row(row: Any) -> DeviceRow:
    return DeviceRow(
        id=row.id,
        kind=row.kind,
        name=row.name,
        exhibitor=row.exhibitor,
        booth=row.booth,
        gate=row.gate,
        received=row.next_seq - 1,
        enrolled_at=row.enrolled_at,
        last_heard_at=row.last_heard_at,
        revoked_at=row.revoked_at,
        lost_at=row.lost_at,
        forks=row.fork_count,
    )
