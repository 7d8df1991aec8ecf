"""Reads about badges: the list to print from, and what a badge's code opens."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from fairapp.db import db
from fairapp.domain.codes import normalise_code
from fairapp.domain.errors import NotFound, Refused
from fairapp.domain.exhibitors import search_key
from fairapp.models.badges import Badge
from fairapp.models.base import named_by
from fairapp.models.crafts import Craft
from fairapp.models.draws import Allocation
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, FormerNumber, Hall
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class StallPlace:
    """Where an exhibitor stands: the booths of one hall, in order."""

    hall: str
    booths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BadgeRow:
    """A current badge. ``craft`` holds its names by language; ``places`` is empty for who holds no booth any more."""

    id: uuid.UUID
    code: str
    exhibitor_id: uuid.UUID
    exhibitor: str
    craft: dict[str, str]
    places: tuple[StallPlace, ...]
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class StallRow:
    """What the public page of a stall says. Nothing personal."""

    organisation_id: uuid.UUID
    edition_id: uuid.UUID
    edition_slug: str
    edition: str
    fair_place: str
    starts_on: date
    ends_on: date | None
    time_zone: str
    exhibitor_id: uuid.UUID
    exhibitor: str
    craft: dict[str, str]
    places: tuple[StallPlace, ...]


def count_badges(organisation_id: uuid.UUID, edition_id: uuid.UUID, text: str = "") -> int:
    """How many current badges match."""
    asked = select(func.count()).select_from(Badge).join(Exhibitor, named_by(Exhibitor, Badge.exhibitor_id))
    return db.session.scalar(asked.where(*_current(organisation_id, edition_id, text))) or 0


def count_without_badge(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> int:
    """Exhibitors who hold a booth and have no badge yet."""
    badged = select(Badge.exhibitor_id).where(
        Badge.organisation_id == organisation_id, Badge.edition_id == edition_id, Badge.replaced_at.is_(None)
    )
    asked = select(func.count(func.distinct(Allocation.exhibitor_id))).where(
        Allocation.organisation_id == organisation_id,
        Allocation.edition_id == edition_id,
        Allocation.ended_at.is_(None),
        Allocation.exhibitor_id.not_in(badged),
    )
    return db.session.scalar(asked) or 0


def list_badges(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, text: str = "", *, offset: int = 0, limit: int | None = None
) -> list[BadgeRow]:
    """Current badges by name, of those whose name (hamza-blind) or booth matches ``text``."""
    asked = (
        select(Badge, Exhibitor.name, Craft)
        .join(Exhibitor, named_by(Exhibitor, Badge.exhibitor_id))
        .outerjoin(BoothRequest, _asked_for())
        .outerjoin(Craft, named_by(Craft, BoothRequest.craft_id))
        .where(*_current(organisation_id, edition_id, text))
        .order_by(Exhibitor.search_key, Exhibitor.id)
        .offset(offset)
        .limit(limit)
    )
    found = [(row[0], row[1], row[2]) for row in db.session.execute(asked)]
    places = list_places(organisation_id, edition_id, [badge.exhibitor_id for badge, _, _ in found])
    return [_row(badge, name, craft, places) for badge, name, craft in found]


def get_badge(organisation_id: uuid.UUID, edition_id: uuid.UUID, badge_id: uuid.UUID) -> BadgeRow:
    """Raises ``NotFound("unknown-badge")``."""
    asked = (
        select(Badge, Exhibitor.name, Craft)
        .join(Exhibitor, named_by(Exhibitor, Badge.exhibitor_id))
        .outerjoin(BoothRequest, _asked_for())
        .outerjoin(Craft, named_by(Craft, BoothRequest.craft_id))
        .where(Badge.organisation_id == organisation_id, Badge.edition_id == edition_id, Badge.id == badge_id)
    )
    row = db.session.execute(asked).first()
    if row is None:
        raise NotFound("unknown-badge")
    return _row(row[0], row[1], row[2], list_places(organisation_id, edition_id, [row[0].exhibitor_id]))


def get_stall(typed: str) -> StallRow:
    """The stall that a badge's code opens, as scanned or typed; a replaced badge opens it too.

    Raises ``NotFound("unknown-badge")``, also for what cannot be a code.
    """
    try:
        code = normalise_code(typed)
    except Refused:
        raise NotFound("unknown-badge") from None
    asked = (
        select(Badge.organisation_id, Badge.exhibitor_id, Edition, Exhibitor.name, Craft)
        .join(Edition, named_by(Edition, Badge.edition_id))
        .join(Exhibitor, named_by(Exhibitor, Badge.exhibitor_id))
        .outerjoin(BoothRequest, _asked_for())
        .outerjoin(Craft, named_by(Craft, BoothRequest.craft_id))
        .where(Badge.code == code)
    )
    row = db.session.execute(asked).first()
    if row is None:
        raise NotFound("unknown-badge")
    organisation_id, exhibitor_id, edition, name, craft = row
    return StallRow(
        organisation_id=organisation_id,
        edition_id=edition.id,
        edition_slug=edition.slug,
        edition=edition.name,
        fair_place=edition.place,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        time_zone=edition.time_zone,
        exhibitor_id=exhibitor_id,
        exhibitor=name,
        craft=_names(craft),
        places=list_places(organisation_id, edition.id, [exhibitor_id]).get(exhibitor_id, ()),
    )


def list_places(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, tuple[StallPlace, ...]]:
    """Where these exhibitors stand now; whoever holds no booth is left out."""
    wanted = set(exhibitor_ids)
    asked = (
        select(Allocation.exhibitor_id, Hall.name, Booth.number)
        .join(Booth, named_by(Booth, Allocation.booth_id))
        .join(Hall, named_by(Hall, Booth.hall_id))
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None))
        .order_by(Hall.position, Booth.row, Booth.place)
    )
    if len(wanted) <= _FEW:
        asked = asked.where(Allocation.exhibitor_id.in_(wanted))
    found: dict[uuid.UUID, dict[str, list[str]]] = {}
    for exhibitor_id, hall, number in db.session.execute(asked):
        if exhibitor_id in wanted:
            found.setdefault(exhibitor_id, {}).setdefault(hall, []).append(number)
    return {
        exhibitor_id: tuple(StallPlace(hall=hall, booths=tuple(numbers)) for hall, numbers in halls.items())
        for exhibitor_id, halls in found.items()
    }


_FEW = 100
"""Beyond, reading all booths of the edition costs less than naming their holders."""


def _row(badge: Badge, name: str, craft: Craft | None, places: dict[uuid.UUID, tuple[StallPlace, ...]]) -> BadgeRow:
    return BadgeRow(
        id=badge.id,
        code=badge.code,
        exhibitor_id=badge.exhibitor_id,
        exhibitor=name,
        craft=_names(craft),
        places=places.get(badge.exhibitor_id, ()),
        issued_at=badge.issued_at,
    )


def _asked_for() -> ColumnElement[bool]:
    """The badge's request: what she shows at this edition, whatever else she makes."""
    return and_(
        BoothRequest.organisation_id == Badge.organisation_id,
        BoothRequest.edition_id == Badge.edition_id,
        BoothRequest.exhibitor_id == Badge.exhibitor_id,
        BoothRequest.state != "withdrawn",
    )


def _names(craft: Craft | None) -> dict[str, str]:
    return {} if craft is None else {"ar": craft.name_ar, "fr": craft.name_fr, "en": craft.name_en}


def _current(organisation_id: uuid.UUID, edition_id: uuid.UUID, text: str) -> list[ColumnElement[bool]]:
    conditions = [
        Badge.organisation_id == organisation_id, Badge.edition_id == edition_id, Badge.replaced_at.is_(None),
    ]  # fmt: skip
    for word in text.split():
        at_booth = (
            select(Allocation.exhibitor_id)
            .join(Booth, named_by(Booth, Allocation.booth_id))
            .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
            .where(Allocation.ended_at.is_(None))
            .where(or_(Booth.number == word.upper(), Booth.id.in_(_once_numbered(organisation_id, edition_id, word))))
        )
        key = search_key(word)
        by_name = [Exhibitor.search_key.contains(key, autoescape=True)] if key else []
        conditions.append(or_(*by_name, Badge.exhibitor_id.in_(at_booth)))
    return conditions


def _once_numbered(organisation_id: uuid.UUID, edition_id: uuid.UUID, word: str) -> Any:
    """Booths that had this number before a renumbering: it may still stand on her papers."""
    return select(FormerNumber.booth_id).where(
        FormerNumber.organisation_id == organisation_id,
        FormerNumber.edition_id == edition_id,
        FormerNumber.number == word.upper(),
    )
