"""Reads about who was given which booth, who answered, and who waits."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from fairapp.db import db
from fairapp.domain.exhibitors import search_key
from fairapp.models.base import named_by
from fairapp.models.crafts import Craft
from fairapp.models.draws import Allocation, WaitingListEntry
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, BoothClass, Hall
from fairapp.models.requests import BoothRequest

STATES = ("offered", "confirmed", "declined", "lapsed", "moved", "swapped", "forfeited")


@dataclass(frozen=True, kw_only=True)
class AllocationRow:
    """A booth and whom it was given to. ``state`` is offered, confirmed, or how it ended; ``craft`` is a code.

    ``choice`` is the number of the wish, anywhere, lock or manual; ``origin`` draw, waiting-list or manual.
    """

    id: uuid.UUID
    booth: str
    hall: str
    hall_name: str
    booth_class: str
    code: str
    exhibitor_id: uuid.UUID
    exhibitor: str
    exhibitor_number: str
    phone: str
    craft: str
    choice: str
    origin: str
    reason: str
    state: str
    offered_at: datetime
    answer_by: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """A family that still waits; ``position`` is the one the draw gave."""

    position: int
    code: str
    exhibitor: str
    exhibitor_number: str
    phone: str
    craft: str


@dataclass(frozen=True, kw_only=True)
class AllocationFilter:
    """What is looked for: a name (hamza-blind), code, number or booth; a hall's code; a state. Empty is any."""

    text: str = ""
    hall: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    """A class of booths: how many there are, are held, and are confirmed."""

    hall: str
    hall_name: str
    booth_class: str
    class_name: str
    booths: int
    held: int
    confirmed: int


def count_allocations(organisation_id: uuid.UUID, edition_id: uuid.UUID, wanted: AllocationFilter) -> int:
    """How many match."""
    asked = _joined(select(func.count()).select_from(Allocation))
    return db.session.scalar(asked.where(*_conditions(organisation_id, edition_id, wanted))) or 0


def count_states(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, int]:
    """How many booths are in each of ``STATES``, whether held or given up."""
    held = Allocation.ended_at.is_(None)
    kinds = {
        "offered": and_(held, Allocation.confirmed_at.is_(None)),
        "confirmed": and_(held, Allocation.confirmed_at.is_not(None)),
        **{ended: Allocation.ended_as == ended for ended in STATES[2:]},
    }
    asked = select(*(func.count(case((kinds[state], Allocation.id))) for state in STATES)).where(
        Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id
    )
    return dict(zip(STATES, db.session.execute(asked).one(), strict=True))


def count_overdue(organisation_id: uuid.UUID, edition_id: uuid.UUID, moment: datetime) -> int:
    """Offers that were to be answered before ``moment``."""
    asked = select(func.count(Allocation.id)).where(
        Allocation.organisation_id == organisation_id,
        Allocation.edition_id == edition_id,
        Allocation.ended_at.is_(None),
        Allocation.confirmed_at.is_(None),
        Allocation.answer_by < moment,
    )
    return db.session.scalar(asked) or 0


def list_allocations(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    wanted: AllocationFilter,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[AllocationRow]:
    """Booth by booth; what ended comes after who holds it now."""
    asked = _joined(select(Allocation, Booth.number, Hall, BoothClass.code, BoothRequest.code, Exhibitor, Craft.code))
    asked = (
        asked.where(*_conditions(organisation_id, edition_id, wanted))
        .order_by(Hall.position, Booth.row, Booth.place, Allocation.ended_at.is_not(None), Allocation.offered_at.desc())
        .offset(offset)
        .limit(limit)
    )
    return [_row(*found) for found in db.session.execute(asked)]


def count_waiting(organisation_id: uuid.UUID, edition_id: uuid.UUID, text: str = "") -> int:
    """How many wait."""
    asked = _waiting(select(func.count()).select_from(WaitingListEntry), organisation_id, edition_id, text)
    return db.session.scalar(asked) or 0


def list_waiting(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, text: str = "", *, offset: int = 0, limit: int | None = None
) -> list[WaitingRow]:
    """In the order in which free booths are offered."""
    columns = select(
        WaitingListEntry.position, BoothRequest.code, Exhibitor.name, Exhibitor.number, Exhibitor.phone, Craft.code
    )
    asked = _waiting(columns, organisation_id, edition_id, text).order_by(WaitingListEntry.position)
    return [
        WaitingRow(position=position, code=code, exhibitor=name, exhibitor_number=number, phone=phone, craft=craft)
        for position, code, name, number, phone, craft in db.session.execute(asked.offset(offset).limit(limit))
    ]


def list_class_counts(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[ClassCount]:
    """By hall and class, in the published order."""
    held = and_(
        Allocation.organisation_id == Booth.organisation_id,
        Allocation.booth_id == Booth.id,
        Allocation.ended_at.is_(None),
    )
    asked = (
        select(
            Hall.code,
            Hall.name,
            BoothClass.code,
            BoothClass.name,
            func.count(Booth.id),
            func.count(Allocation.id),
            func.count(case((Allocation.confirmed_at.is_not(None), Allocation.id))),
        )
        .select_from(Booth)
        .join(BoothClass, named_by(BoothClass, Booth.booth_class_id))
        .join(Hall, named_by(Hall, Booth.hall_id))
        .outerjoin(Allocation, held)
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id, Booth.withdrawn_at.is_(None))
        .group_by(Hall.code, Hall.name, BoothClass.code, BoothClass.name, BoothClass.position)
        .order_by(BoothClass.position, BoothClass.code)
    )
    return [
        ClassCount(
            hall=hall, hall_name=hall_name, booth_class=code, class_name=name, booths=booths, held=held_, confirmed=sure
        )
        for hall, hall_name, code, name, booths, held_, sure in db.session.execute(asked)
    ]


def list_free_booths(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[str]:
    """Numbers of the booths that nobody holds, in the order of the plan."""
    holders = select(Allocation.booth_id).where(
        Allocation.organisation_id == organisation_id,
        Allocation.edition_id == edition_id,
        Allocation.ended_at.is_(None),
    )
    asked = (
        select(Booth.number)
        .join(Hall, named_by(Hall, Booth.hall_id))
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id)
        .where(Booth.withdrawn_at.is_(None), Booth.id.not_in(holders))
        .order_by(Hall.position, Booth.row, Booth.place)
    )
    return list(db.session.scalars(asked))


def list_held_by(organisation_id: uuid.UUID, edition_id: uuid.UUID, code: str) -> list[AllocationRow]:
    """What the family of this code holds now."""
    wanted = AllocationFilter()
    asked = _joined(select(Allocation, Booth.number, Hall, BoothClass.code, BoothRequest.code, Exhibitor, Craft.code))
    asked = asked.where(*_conditions(organisation_id, edition_id, wanted), BoothRequest.code == code)
    return [_row(*found) for found in db.session.execute(asked.order_by(Booth.row, Booth.place))]


def _joined(asked: Any) -> Any:
    return (
        asked.join(Booth, named_by(Booth, Allocation.booth_id))
        .join(Hall, named_by(Hall, Booth.hall_id))
        .join(BoothClass, named_by(BoothClass, Booth.booth_class_id))
        .join(BoothRequest, named_by(BoothRequest, Allocation.booth_request_id))
        .join(Exhibitor, named_by(Exhibitor, Allocation.exhibitor_id))
        .join(Craft, named_by(Craft, BoothRequest.craft_id))
    )


def _waiting(asked: Any, organisation_id: uuid.UUID, edition_id: uuid.UUID, text: str) -> Any:
    return (
        asked.join(BoothRequest, named_by(BoothRequest, WaitingListEntry.booth_request_id))
        .join(Exhibitor, named_by(Exhibitor, BoothRequest.exhibitor_id))
        .join(Craft, named_by(Craft, BoothRequest.craft_id))
        .where(WaitingListEntry.organisation_id == organisation_id, WaitingListEntry.edition_id == edition_id)
        .where(WaitingListEntry.left_at.is_(None), *_matching(text))
    )


def _conditions(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, wanted: AllocationFilter
) -> Iterable[ColumnElement[bool]]:
    yield Allocation.organisation_id == organisation_id
    yield Allocation.edition_id == edition_id
    match wanted.state:
        case "":
            yield Allocation.ended_at.is_(None)
        case "offered":
            yield and_(Allocation.ended_at.is_(None), Allocation.confirmed_at.is_(None))
        case "confirmed":
            yield and_(Allocation.ended_at.is_(None), Allocation.confirmed_at.is_not(None))
        case ended:
            yield Allocation.ended_as == ended
    if wanted.hall:
        yield Hall.code == wanted.hall
    yield from _matching(wanted.text, Booth.number)


def _matching(text: str, *exact: Any) -> Iterable[ColumnElement[bool]]:
    for word in text.split():
        key = search_key(word)
        by_name = [Exhibitor.search_key.contains(key, autoescape=True)] if key else []
        numbers = [column == word.upper() for column in (BoothRequest.code, Exhibitor.number, *exact)]
        yield or_(*by_name, *numbers)


def _row(
    found: Allocation, number: str, hall: Hall, booth_class: str, code: str, exhibitor: Exhibitor, craft: str
) -> AllocationRow:
    return AllocationRow(
        id=found.id,
        booth=number,
        hall=hall.code,
        hall_name=hall.name,
        booth_class=booth_class,
        code=code,
        exhibitor_id=exhibitor.id,
        exhibitor=exhibitor.name,
        exhibitor_number=exhibitor.number,
        phone=exhibitor.phone,
        craft=craft,
        choice=found.choice,
        origin=found.origin,
        reason=found.reason,
        state=found.ended_as or ("confirmed" if found.confirmed_at else "offered"),
        offered_at=found.offered_at,
        answer_by=found.answer_by,
        confirmed_at=found.confirmed_at,
    )
