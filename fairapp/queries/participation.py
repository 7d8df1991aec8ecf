"""Reads of who took part in an edition: asked, was given a booth, waits, came. Counts for its results."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, null, select

from fairapp.db import db
from fairapp.models.attendance import Arrival
from fairapp.models.base import named_by
from fairapp.models.crafts import Craft
from fairapp.models.draws import Allocation, Draw, WaitingListEntry
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, Hall
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Counts of one edition. ``requests`` without those withdrawn; ``came`` is None when no arrival was recorded."""

    requests: int
    booths: int
    allocated: int
    waiting: int
    came: int | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A booth and its hall, as they are called."""

    hall: str
    booth: str


@dataclass(frozen=True, kw_only=True)
class Participant:
    """An exhibitor of an edition. ``craft`` is its name in ar, fr and en (empty when unknown); ``held``: has a booth.

    ``places`` are the booths she holds, or held before she gave them up; takings stay hers wherever she stands.
    """

    exhibitor_id: uuid.UUID
    number: str
    name: str
    search_key: str
    kind: str
    craft: dict[str, str]
    places: tuple[Place, ...]
    held: bool


def count_participation(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Participation:
    """The counts, each by its own index."""
    current = named_by(Draw, WaitingListEntry.draw_id)
    requests = select(func.count(BoothRequest.id)).where(
        BoothRequest.organisation_id == organisation_id,
        BoothRequest.edition_id == edition_id,
        BoothRequest.state != "withdrawn",
    )
    booths = select(func.count(Booth.id)).where(
        Booth.organisation_id == organisation_id, Booth.edition_id == edition_id, Booth.withdrawn_at.is_(None)
    )
    allocated = select(func.count(Allocation.booth_request_id.distinct())).where(
        Allocation.organisation_id == organisation_id,
        Allocation.edition_id == edition_id,
        Allocation.ended_at.is_(None),
    )
    waiting = (
        select(func.count(WaitingListEntry.id))
        .join(Draw, current)
        .where(
            WaitingListEntry.organisation_id == organisation_id,
            WaitingListEntry.edition_id == edition_id,
            WaitingListEntry.left_at.is_(None),
            Draw.withdrawn_at.is_(None),
        )
    )
    came = select(func.count(Arrival.exhibitor_id.distinct())).where(
        Arrival.organisation_id == organisation_id, Arrival.edition_id == edition_id
    )
    counts = [db.session.scalar(asked) or 0 for asked in (requests, booths, allocated, waiting, came)]
    return Participation(
        requests=counts[0], booths=counts[1], allocated=counts[2], waiting=counts[3], came=counts[4] or None
    )


def list_participants(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    also: Iterable[uuid.UUID] = (),
    only: uuid.UUID | None = None,
) -> list[Participant]:
    """Who holds a booth, and whoever else ``also`` names (someone who sold and then left), by name; or ``only`` her."""
    wanted = set(also)
    allotted = _allotted(organisation_id, edition_id, only)
    held = {id_ for id_, rows in allotted.items() if any(row.ended_at is None for row in rows)}
    shown = held | wanted
    rows = {id_: found for id_, found in allotted.items() if id_ in shown}
    rows |= _without_booth(organisation_id, wanted - set(rows))
    participants = [_participant(found, held=id_ in held) for id_, found in rows.items()]
    return sorted(participants, key=lambda one: (one.search_key, one.number))


_EXHIBITOR = (
    Exhibitor.id,
    Exhibitor.number,
    Exhibitor.name,
    Exhibitor.search_key,
    Exhibitor.kind,
    Exhibitor.craft_typed,
    Craft.name_ar,
    Craft.name_fr,
    Craft.name_en,
)


def _allotted(organisation_id: uuid.UUID, edition_id: uuid.UUID, only: uuid.UUID | None) -> dict[uuid.UUID, list[Any]]:
    """Exhibitor → one row for each booth she was ever given, those she still holds first."""
    asked = (
        select(*_EXHIBITOR, Allocation.ended_at, Booth.number.label("booth"), Hall.name.label("hall"), Hall.code)
        .select_from(Allocation)
        .join(Exhibitor, _walled(Allocation, Exhibitor, Allocation.exhibitor_id))
        .join(Booth, _walled(Allocation, Booth, Allocation.booth_id))
        .join(Hall, _walled(Allocation, Hall, Booth.hall_id))
        .join(BoothRequest, _walled(Allocation, BoothRequest, Allocation.booth_request_id))
        .outerjoin(Craft, _walled(Allocation, Craft, BoothRequest.craft_id))
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .order_by(Allocation.ended_at.is_not(None), Hall.position, Hall.code, Booth.row, Booth.place)
    )
    if only is not None:
        asked = asked.where(Allocation.exhibitor_id == only)
    found: dict[uuid.UUID, list[Any]] = {}
    for row in db.session.execute(asked):
        found.setdefault(row.id, []).append(row)
    return found


def _without_booth(organisation_id: uuid.UUID, ids: set[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    if not ids:
        return {}
    asked = (
        select(*_EXHIBITOR, null().label("ended_at"), null().label("booth"), null().label("hall"), null().label("code"))
        .outerjoin(Craft, _walled(Exhibitor, Craft, Exhibitor.craft_id))
        .where(Exhibitor.organisation_id == organisation_id, Exhibitor.id.in_(ids))
    )
    return {row.id: [row] for row in db.session.execute(asked)}


def _walled(here: Any, there: Any, key: Any) -> ColumnElement[bool]:
    return and_(there.organisation_id == here.organisation_id, there.id == key)


def _participant(rows: list[Any], *, held: bool) -> Participant:
    first = rows[0]
    stands = [row for row in rows if row.ended_at is None or not held]
    typed = first.craft_typed
    names = (first.name_ar or typed, first.name_fr or typed, first.name_en or typed)
    return Participant(
        exhibitor_id=first.id,
        number=first.number,
        name=first.name,
        search_key=first.search_key,
        kind=first.kind,
        craft=dict(zip(("ar", "fr", "en"), names, strict=True)),
        places=tuple(Place(hall=row.hall or row.code, booth=row.booth) for row in stands if row.booth),
        held=held,
    )
