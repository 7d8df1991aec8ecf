"""Reads about the plan: halls, classes, booths and who holds them, gates. Lengths are whole millimetres."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.draws import Allocation
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, BoothClass, FloorPlan, Gate, Hall


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """The latest drawing of an edition; a draft until ``published_at``."""

    version: int
    sentence: str
    drawn_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HallRow:
    """``spread`` is none, spread or cluster; ``capacity`` is people at once, None when unknown."""

    id: uuid.UUID
    code: str
    name: str
    width_mm: int
    depth_mm: int
    spread: str
    capacity: int | None


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """A class of booths; ``hall`` is the code of its hall, ``booths`` how many it has."""

    id: uuid.UUID
    code: str
    name: str
    hall: str
    services: tuple[str, ...]
    booths: int


@dataclass(frozen=True, kw_only=True)
class BoothRow:
    """A booth; ``hall`` and ``booth_class`` are codes. Neighbours are consecutive places of a row."""

    id: uuid.UUID
    number: str
    hall: str
    booth_class: str
    row: int
    place: int
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int


@dataclass(frozen=True, kw_only=True)
class HeldBooth:
    """A booth and the exhibitor who holds it, None for a free one."""

    booth: str
    hall: str
    booth_class: str
    exhibitor: str | None


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """A gate; ``hall`` is the code of its hall, None for a gate of the whole fair."""

    id: uuid.UUID
    code: str
    name: str
    hall: str | None


def find_plan(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> PlanRow | None:
    """The latest drawing."""
    asked = select(FloorPlan).where(FloorPlan.organisation_id == organisation_id, FloorPlan.edition_id == edition_id)
    plan = db.session.scalar(asked.order_by(FloorPlan.version.desc()).limit(1))
    if plan is None:
        return None
    return PlanRow(version=plan.version, sentence=plan.sentence, drawn_at=plan.drawn_at, published_at=plan.published_at)


def list_halls(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[HallRow]:
    """In the order of the sentence."""
    asked = select(Hall).where(Hall.organisation_id == organisation_id, Hall.edition_id == edition_id)
    return [
        HallRow(
            id=hall.id,
            code=hall.code,
            name=hall.name,
            width_mm=hall.width_mm,
            depth_mm=hall.depth_mm,
            spread=hall.spread,
            capacity=hall.capacity,
        )
        for hall in db.session.scalars(asked.order_by(Hall.position, Hall.code))
    ]


def list_classes(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[ClassRow]:
    """In the published order."""
    booths = (
        select(func.count())
        .select_from(Booth)
        .where(Booth.organisation_id == BoothClass.organisation_id, Booth.booth_class_id == BoothClass.id)
        .where(Booth.withdrawn_at.is_(None))
        .correlate(BoothClass)
        .scalar_subquery()
    )
    asked = (
        select(BoothClass, Hall.code, booths)
        .join(Hall, named_by(Hall, BoothClass.hall_id))
        .where(BoothClass.organisation_id == organisation_id, BoothClass.edition_id == edition_id)
        .order_by(BoothClass.position, BoothClass.code)
    )
    return [
        ClassRow(
            id=found.id,
            code=found.code,
            name=found.name,
            hall=hall,
            services=tuple(found.services),
            booths=count,
        )
        for found, hall, count in db.session.execute(asked)
    ]


def list_booths(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[BoothRow]:
    """Hall by hall, row by row, place by place; without those taken out of the plan."""
    asked = _booths(organisation_id, edition_id, select(Booth, Hall.code, BoothClass.code))
    return [
        BoothRow(
            id=booth.id,
            number=booth.number,
            hall=hall,
            booth_class=booth_class,
            row=booth.row,
            place=booth.place,
            x_mm=booth.x_mm,
            y_mm=booth.y_mm,
            width_mm=booth.width_mm,
            depth_mm=booth.depth_mm,
        )
        for booth, hall, booth_class in db.session.execute(asked)
    ]


def list_held_booths(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[HeldBooth]:
    """The plan as a list: who holds which booth now, in the order of ``list_booths``."""
    asked = _booths(organisation_id, edition_id, select(Booth.number, Hall.code, BoothClass.code, Exhibitor.name))
    held = and_(
        Allocation.organisation_id == Booth.organisation_id,
        Allocation.booth_id == Booth.id,
        Allocation.ended_at.is_(None),
    )
    asked = asked.outerjoin(Allocation, held).outerjoin(Exhibitor, named_by(Exhibitor, Allocation.exhibitor_id))
    return [
        HeldBooth(booth=number, hall=hall, booth_class=booth_class, exhibitor=exhibitor)
        for number, hall, booth_class, exhibitor in db.session.execute(asked)
    ]


def list_gates(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[GateRow]:
    """By code."""
    asked = (
        select(Gate, Hall.code)
        .outerjoin(Hall, named_by(Hall, Gate.hall_id))
        .where(Gate.organisation_id == organisation_id, Gate.edition_id == edition_id)
        .order_by(Gate.code)
    )
    return [GateRow(id=gate.id, code=gate.code, name=gate.name, hall=hall) for gate, hall in db.session.execute(asked)]


def _booths(organisation_id: uuid.UUID, edition_id: uuid.UUID, asked: Any) -> Any:
    return (
        asked.join(Hall, named_by(Hall, Booth.hall_id))
        .join(BoothClass, named_by(BoothClass, Booth.booth_class_id))
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id, Booth.withdrawn_at.is_(None))
        .order_by(Hall.position, Hall.code, Booth.row, Booth.place)
    )
