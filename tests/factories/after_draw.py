"""What follows a draw: who holds what, who waits, and each family's secret."""

import uuid

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.draws import Allocation, Reallocation, WaitingListEntry
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.services.family_links import issue_family_links
from tests.factories.draws import ReadyEdition, drawn, ready_edition

KEY = "a key of the tests"


def a_drawn_edition(**how: object) -> ReadyEdition:
    """``ready_edition``, drawn."""
    ready = ready_edition(**how)  # type: ignore[arg-type]  # passed through as given
    drawn(ready)
    return ready


def held() -> dict[str, str]:
    """Booth → code of who holds it."""
    db.session.rollback()
    asked = (
        select(Booth.number, BoothRequest.code)
        .join(Allocation, Allocation.booth_id == Booth.id)
        .join(BoothRequest, BoothRequest.id == Allocation.booth_request_id)
        .where(Allocation.ended_at.is_(None))
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def holds(code: str) -> list[str]:
    """The booths of one family."""
    return sorted(booth for booth, holder in held().items() if holder == code)


def waiting() -> list[str]:
    """Codes in the order of the waiting list."""
    db.session.rollback()
    asked = (
        select(BoothRequest.code)
        .join(WaitingListEntry, WaitingListEntry.booth_request_id == BoothRequest.id)
        .where(WaitingListEntry.left_at.is_(None))
        .order_by(WaitingListEntry.position)
    )
    return list(db.session.scalars(asked))


def allocation_of(code: str) -> Allocation:
    """The allocation she holds."""
    db.session.rollback()
    asked = (
        select(Allocation)
        .join(BoothRequest, BoothRequest.id == Allocation.booth_request_id)
        .where(BoothRequest.code == code, Allocation.ended_at.is_(None))
    )
    return db.session.scalars(asked).one()


def secrets_of(ready: ReadyEdition) -> dict[str, str]:
    """The secret of each family by her code."""
    return issue_family_links(ready.actor, ready.id, ready.codes, secret_key=KEY)


def records() -> list[Reallocation]:
    """Every change of booths, the first first."""
    db.session.rollback()
    return list(db.session.scalars(select(Reallocation).order_by(Reallocation.made_at, Reallocation.id)))


def ended_of(code: str) -> list[str | None]:
    """How what she held ended."""
    db.session.rollback()
    asked = (
        select(Allocation.ended_as)
        .join(BoothRequest, BoothRequest.id == Allocation.booth_request_id)
        .where(BoothRequest.code == code, Allocation.ended_at.is_not(None))
        .order_by(Allocation.ended_at)
    )
    return list(db.session.scalars(asked))


def ids_of(*codes: str) -> list[uuid.UUID]:
    """The allocations these families hold."""
    return [allocation_of(code).id for code in codes]
