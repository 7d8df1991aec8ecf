"""Reads of the checks at stalls: what was drawn for a visit, and what the marshals found."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.stall_checks import CheckSeed
from fairapp.models.stall_checks import CheckSample, StallCheck

Place = tuple[uuid.UUID, int]
"""An exhibitor and the number of a session."""


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """What a marshal found at one stall, beside the net of the ledger at that moment; both in minor units."""

    exhibitor_id: uuid.UUID
    session_number: int
    cause: str
    found_minor: int
    net_minor: int
    agrees: bool
    note: str
    checked_at: datetime
    checked_by: str


@dataclass(frozen=True, kw_only=True)
class SampleRow:
    """The stalls drawn for a session. ``chosen``, then ``others``, are all that could be drawn, in the order drawn."""

    session_number: int
    percent: int
    seed: CheckSeed
    chosen: tuple[uuid.UUID, ...]
    others: tuple[uuid.UUID, ...]
    drawn_at: datetime
    drawn_by: str

    @property
    def stalls(self) -> int:
        """How many could be drawn."""
        return len(self.chosen) + len(self.others)


def list_last_checks(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    exhibitor_id: uuid.UUID | None = None,
) -> dict[Place, CheckRow]:
    """The check that stands, the last, by exhibitor and session; of all, or of one exhibitor."""
    asked = select(StallCheck).where(StallCheck.organisation_id == organisation_id, StallCheck.edition_id == edition_id)
    if exhibitor_id is not None:
        asked = asked.where(StallCheck.exhibitor_id == exhibitor_id)
    rows = db.session.scalars(asked.order_by(StallCheck.id))  # in the order in which they were made
    return {(row.exhibitor_id, row.session_number): _check(row) for row in rows}


def list_checks(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_id: uuid.UUID, session_number: int
) -> list[CheckRow]:
    """Every check of one stall in one session, the last first."""
    asked = (
        select(StallCheck)
        .where(StallCheck.organisation_id == organisation_id, StallCheck.edition_id == edition_id)
        .where(StallCheck.exhibitor_id == exhibitor_id, StallCheck.session_number == session_number)
        .order_by(StallCheck.id.desc())
    )
    return [_check(row) for row in db.session.scalars(asked)]


def find_sample(organisation_id: uuid.UUID, edition_id: uuid.UUID, session_number: int) -> SampleRow | None:
    """The sample of a session; None while none is drawn."""
    return next(iter(_samples(organisation_id, edition_id, CheckSample.session_number == session_number)), None)


def list_samples(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[SampleRow]:
    """The samples of all sessions, by number."""
    return _samples(organisation_id, edition_id)


def _samples(organisation_id: uuid.UUID, edition_id: uuid.UUID, *more: Any) -> list[SampleRow]:
    asked = (
        select(CheckSample)
        .where(CheckSample.organisation_id == organisation_id, CheckSample.edition_id == edition_id, *more)
        .order_by(CheckSample.session_number)
    )
    return [_sample(row) for row in db.session.scalars(asked)]


def _sample(row: CheckSample) -> SampleRow:
    return SampleRow(
        session_number=row.session_number,
        percent=row.percent,
        seed=CheckSeed(digits=row.digits, session_number=row.session_number, heads_hash=row.heads_hash),
        chosen=tuple(uuid.UUID(one) for one in row.chosen["drawn"]),
        others=tuple(uuid.UUID(one) for one in row.chosen["others"]),
        drawn_at=row.drawn_at,
        drawn_by=row.drawn_by_name,
    )


def _check(row: StallCheck) -> CheckRow:
    return CheckRow(
        exhibitor_id=row.exhibitor_id,
        session_number=row.session_number,
        cause=row.cause,
        found_minor=row.found_minor,
        net_minor=row.net_minor,
        agrees=row.agrees,
        note=row.note,
        checked_at=row.checked_at,
        checked_by=row.checked_by_name,
    )
