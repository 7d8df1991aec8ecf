"""Reads about numbers that booths had before: who asks for an old number finds the booth."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from fairapp.db import db
from fairapp.models.base import named_by
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
        .join(Hall, named_by(Hall, Booth.hall_id))
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
        .join(Booth, named_by(Booth, FormerNumber.booth_id))
        .where(FormerNumber.organisation_id == organisation_id, FormerNumber.edition_id == edition_id)
        .where(Booth.number.in_(list(numbers)))
        .order_by(FormerNumber.until.desc(), FormerNumber.id.desc())
    )
    former: dict[str, list[str]] = {}
    for number, earlier in db.session.execute(asked):
        former.setdefault(number, []).append(earlier)
    return former


def find_former(organisation_id: uuid.UUID, edition_id: uuid.UUID, numbers: Iterable[str]) -> dict[str, uuid.UUID]:
    """The booth that had each number last, of booths that stand; whether another has it today is not asked."""
    asked = (
        select(FormerNumber.number, Booth.id)
        .join(Booth, named_by(Booth, FormerNumber.booth_id))
        .where(FormerNumber.organisation_id == organisation_id, FormerNumber.edition_id == edition_id)
        .where(FormerNumber.number.in_(list(numbers)), Booth.withdrawn_at.is_(None))
        .order_by(FormerNumber.until, FormerNumber.id)
    )
    return {row.number: row.id for row in db.session.execute(asked)}


def list_numbered_at(organisation_id: uuid.UUID, edition_id: uuid.UUID, moment: datetime) -> dict[str, NumberedBooth]:
    """Every booth of today by the number that it had at a moment; ``former`` is None where no number changed since.

    Numbers change hands: a list of that moment is read by this and not by who has or ever had a number.
    """
    mine = (FormerNumber.organisation_id == organisation_id) & (FormerNumber.edition_id == edition_id)
    changes = select(FormerNumber.booth_id, FormerNumber.number).where(mine, FormerNumber.until > moment)
    # The first change after the moment says what the number was: it is written last.
    latest_first = changes.order_by(FormerNumber.until.desc(), FormerNumber.id.desc())
    then = {row.booth_id: row.number for row in db.session.execute(latest_first)}
    booths = (
        select(Booth.id, Booth.number, Hall.code)
        .join(Hall, named_by(Hall, Booth.hall_id))
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id)
    )
    found = [
        NumberedBooth(booth_id=booth_id, number=number, hall=hall, former=then.get(booth_id))
        for booth_id, number, hall in db.session.execute(booths)
    ]
    # A booth drawn since may have a number that another had then: who had it then comes last and stays.
    found.sort(key=lambda booth: booth.former is not None)
    return {booth.former or booth.number: booth for booth in found}
