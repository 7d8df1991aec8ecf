"""Who missed which session without excuse.

A session counts when somebody's arrival was recorded in it (a list that nobody kept proves nothing), for the families
that held a confirmed booth when it opened and until its patience ran out. Whoever sold was there.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, select

from fairapp.db import db
from fairapp.domain.attendance import no_show_from
from fairapp.models.attendance import Arrival, Excuse
from fairapp.models.base import named_by
from fairapp.models.draws import Allocation
from fairapp.models.editions import Edition, Session
from fairapp.models.takings import Takings


@dataclass(frozen=True, kw_only=True)
class LastTime:
    """The edition of the same fair in which an exhibitor last held a booth, and the sessions she missed there."""

    edition: str
    missed: tuple[int, ...]


def list_absences(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    moment: datetime,
    exhibitor_ids: Iterable[uuid.UUID] | None = None,
) -> dict[uuid.UUID, list[int]]:
    """Numbers of the sessions missed without excuse by ``moment``, by exhibitor; of these or of all."""
    wanted = None if exhibitor_ids is None else set(exhibitor_ids)
    found: dict[uuid.UUID, list[int]] = {}
    for row in db.session.execute(_missed(organisation_id, edition_id)):
        over = no_show_from(row.opens_at, timedelta(minutes=row.patience_minutes))
        kept = row.ended_at is None or row.ended_at >= over
        if over <= moment and row.confirmed_at < over and kept and (wanted is None or row.exhibitor_id in wanted):
            missed = found.setdefault(row.exhibitor_id, [])
            if row.number not in missed:
                missed.append(row.number)
    return found


def list_last_times(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_ids: Iterable[uuid.UUID], moment: datetime
) -> dict[uuid.UUID, LastTime]:
    """What these exhibitors did the last time before this edition; those who were never there are left out."""
    this = db.session.get_one(Edition, (organisation_id, edition_id))
    asked = (
        select(Edition.id, Edition.name)
        .where(Edition.organisation_id == organisation_id, Edition.fair_id == this.fair_id)
        .where(Edition.starts_on < this.starts_on)
        .order_by(Edition.starts_on.desc(), Edition.slug)
    )
    earlier = db.session.execute(asked).all()
    last: dict[uuid.UUID, LastTime] = {}
    left = set(exhibitor_ids)
    for edition in earlier:
        there = left & _holders(organisation_id, edition.id)
        missed = list_absences(organisation_id, edition.id, moment, there) if there else {}
        last |= {one: LastTime(edition=edition.name, missed=tuple(sorted(missed.get(one, ())))) for one in there}
        left -= there
        if not left:
            break
    return last


def _holders(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> set[uuid.UUID]:
    """Who confirmed a booth of the edition, whatever became of it."""
    asked = (
        select(Allocation.exhibitor_id)
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.confirmed_at.is_not(None))
        .distinct()
    )
    return set(db.session.scalars(asked))


def _missed(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> Any:
    in_session = and_(Arrival.organisation_id == Session.organisation_id, Arrival.session_id == Session.id)
    was_there = exists().where(
        Arrival.organisation_id == Session.organisation_id,
        Arrival.session_id == Session.id,
        Arrival.exhibitor_id == Allocation.exhibitor_id,
    )
    was_excused = exists().where(
        Excuse.organisation_id == Session.organisation_id,
        Excuse.session_id == Session.id,
        Excuse.exhibitor_id == Allocation.exhibitor_id,
    )
    sold = exists().where(
        Takings.organisation_id == Session.organisation_id,
        Takings.edition_id == Session.edition_id,
        Takings.session_number == Session.number,
        Takings.exhibitor_id == Allocation.exhibitor_id,
    )
    return (
        select(
            Allocation.exhibitor_id,
            Allocation.confirmed_at,
            Allocation.ended_at,
            Session.number,
            Session.opens_at,
            Edition.patience_minutes,
        )
        .join(
            Session,
            and_(Session.organisation_id == Allocation.organisation_id, Session.edition_id == Allocation.edition_id),
        )
        .join(Edition, named_by(Edition, Session.edition_id))
        .where(Allocation.organisation_id == organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.confirmed_at.is_not(None), exists().where(in_session))
        .where(~was_there, ~was_excused, ~sold)
        .order_by(Session.number)
    )
