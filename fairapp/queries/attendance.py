"""Reads about who came."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.exhibitors import search_key
from fairapp.models.attendance import Arrival, Excuse
from fairapp.models.draws import Allocation
from fairapp.models.exhibitors import Exhibitor
from fairapp.queries.badges import StallPlace, list_places


@dataclass(frozen=True, kw_only=True)
class ExpectedRow:
    """An exhibitor who holds a booth (``held_since``), and when she arrived; None while she has not."""

    exhibitor_id: uuid.UUID
    exhibitor: str
    places: tuple[StallPlace, ...]
    arrived_at: datetime | None
    source: str | None
    held_since: datetime | None = None

    @property
    def booths(self) -> str:
        """All her booths, in order."""
        return " ".join(number for place in self.places for number in place.booths)


@dataclass(frozen=True, kw_only=True)
class ArrivalCount:
    """Exhibitors, not booths."""

    arrived: int
    expected: int


def count_arrivals(organisation_id: uuid.UUID, edition_id: uuid.UUID, session_id: uuid.UUID) -> ArrivalCount:
    """How many came to the session, of how many hold a booth now."""
    holders = (
        select(Allocation.exhibitor_id)
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None))
        .distinct()
    )
    arrived = select(func.count()).where(
        Arrival.organisation_id == organisation_id,
        Arrival.session_id == session_id,
        Arrival.exhibitor_id.in_(holders),
    )
    expected = select(func.count()).select_from(holders.subquery())
    return ArrivalCount(arrived=db.session.scalar(arrived) or 0, expected=db.session.scalar(expected) or 0)


def list_expected(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, session_id: uuid.UUID, text: str = "", *, state: str = ""
) -> list[ExpectedRow]:
    """Everyone who holds a booth, by booth; of those whose name (hamza-blind) or booth matches ``text``.

    ``state`` is arrived, expected or empty for both.
    """
    held = (
        select(Allocation.exhibitor_id, func.min(Allocation.offered_at).label("since"))
        .where(
            Allocation.organisation_id == organisation_id,
            Allocation.edition_id == edition_id,
            Allocation.ended_at.is_(None),
        )
        .group_by(Allocation.exhibitor_id)
        .subquery()
    )
    asked = (
        select(Exhibitor.id, Exhibitor.name, Exhibitor.search_key, Arrival.arrived_at, Arrival.source, held.c.since)
        .join(held, held.c.exhibitor_id == Exhibitor.id)
        .outerjoin(
            Arrival,
            (Arrival.organisation_id == Exhibitor.organisation_id)
            & (Arrival.exhibitor_id == Exhibitor.id)
            & (Arrival.session_id == session_id),
        )
        .where(Exhibitor.organisation_id == organisation_id)
    )
    found = list(db.session.execute(asked))
    places = list_places(organisation_id, edition_id, [row.id for row in found])
    rows = [
        (row.search_key, ExpectedRow(
            exhibitor_id=row.id, exhibitor=row.name, places=places.get(row.id, ()), arrived_at=row.arrived_at,
            source=row.source, held_since=row.since,
        ))
        for row in found
        if state in ("", "arrived" if row.arrived_at else "expected")
    ]  # fmt: skip
    words = [(search_key(word), word.upper()) for word in text.split()]
    matching = [
        row
        for key, row in rows
        if all((folded and folded in key) or number in row.booths.split() for folded, number in words)
    ]
    return sorted(matching, key=lambda row: row.booths)


def list_excused(organisation_id: uuid.UUID, session_id: uuid.UUID) -> set[uuid.UUID]:
    """Exhibitors whose absence from the session is excused."""
    asked = select(Excuse.exhibitor_id).where(
        Excuse.organisation_id == organisation_id, Excuse.session_id == session_id
    )
    return set(db.session.scalars(asked))


def find_arrival(organisation_id: uuid.UUID, session_id: uuid.UUID, exhibitor_id: uuid.UUID) -> datetime | None:
    """When she arrived at the session, None while she has not."""
    asked = select(Arrival.arrived_at).where(
        Arrival.organisation_id == organisation_id,
        Arrival.session_id == session_id,
        Arrival.exhibitor_id == exhibitor_id,
    )
    return db.session.scalar(asked)
