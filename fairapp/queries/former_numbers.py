"""Reads about numbers that booths had before: who asks for an old number finds the booth."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from fairapp.db import db
from fairapp.models.floor_plan import Booth, FormerNumber, Hall


@dataclass(frozen=True, kw_only=True)
class NumberedBooth:
    """A booth found by a number: ``number`` is today's; ``former`` the one it was found by, None for today's."""

    booth_id: uuid.UUID
    number: str
    hall: str
    former: str | None


def find_by_number(organisation_id: uuid.UUID, edition_id: uuid.UUID, number: str) -> list[NumberedBooth]:
    """Who has this number, then who had it: after a renumbering these may be two booths."""
    former = (
        select(FormerNumber.booth_id)
        .where(FormerNumber.organisation_id == organisation_id, FormerNumber.edition_id == edition_id)
        .where(FormerNumber.number == number)
    )
    asked = (
        select(Booth.id, Booth.number, Hall.code)
        .join(Hall, (Hall.organisation_id == Booth.organisation_id) & (Hall.id == Booth.hall_id))
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id)
        .where(or_(Booth.number == number, Booth.id.in_(former)))
    )
    found = [
        NumberedBooth(
            booth_id=row.id, number=row.number, hall=row.code, former=None if row.number == number else number
        )
        for row in db.session.execute(asked)
    ]
    return sorted(found, key=lambda booth: (booth.former is not None, booth.number))


def list_former_of(organisation_id: uuid.UUID, edition_id: uuid.UUID, numbers: Iterable[str]) -> dict[str, list[str]]:
    """The earlier numbers of the booths with these numbers today, the last one first; others are left out."""
    asked = (
        select(Booth.number, FormerNumber.number)
        .join(Booth, (Booth.organisation_id == FormerNumber.organisation_id) & (Booth.id == FormerNumber.booth_id))
        .where(FormerNumber.organisation_id == organisation_id, FormerNumber.edition_id == edition_id)
        .where(Booth.number.in_(list(numbers)))
        .order_by(FormerNumber.until.desc(), FormerNumber.id.desc())
    )
    former: dict[str, list[str]] = {}
    for number, earlier in db.session.execute(asked):
        former.setdefault(number, []).append(earlier)
    return former
