"""Who came to a session: recorded at the desk, by scanning a badge, or by the till that opened."""

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from fairapp.db import db, transactional
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.attendance import Arrival
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation
from fairapp.models.editions import Session
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.new_requests import parts_of

SOURCES = ("badge", "desk", "till")


@transactional
def record_arrivals(
    actor: Actor, edition_id: uuid.UUID, *, session_number: int, exhibitor_ids: Iterable[uuid.UUID], source: str
) -> int:
    """These exhibitors came to the session; returns how many are newly recorded. ``source`` is one of ``SOURCES``.

    Said twice, it stays as first said. Raises NotFound ``unknown-session``, and ``Refused("exhibitor-without-booth")``
    for anyone who holds no booth of the edition; then nothing is recorded.
    """
    if source not in SOURCES:
        raise ValueError(f"nobody reports arrivals by {source!r}")
    session_id = lock_session(actor, edition_id, session_number)
    wanted = set(exhibitor_ids)
    check_hold_booths(actor, edition_id, wanted)
    mine = (Arrival.organisation_id == actor.organisation_id) & (Arrival.session_id == session_id)
    fresh = sorted(wanted - set(db.session.scalars(select(Arrival.exhibitor_id).where(mine))))
    rows = [
        {
            "organisation_id": actor.organisation_id,
            "id": new_id(),
            "edition_id": edition_id,
            "session_id": session_id,
            "exhibitor_id": exhibitor_id,
            "arrived_at": now(),
            "recorded_by": actor.account_id,
            "source": source,
        }
        for exhibitor_id in fresh
    ]
    if rows:
        db.session.execute(insert(Arrival), rows)
        record_event(
            actor, "arrivals.recorded", subject=str(session_number), edition_id=edition_id, arrivals=len(rows),
            source=source,
        )  # fmt: skip
    return len(rows)


@transactional
def take_back_arrival(actor: Actor, edition_id: uuid.UUID, *, session_number: int, exhibitor_id: uuid.UUID) -> bool:
    """The wrong line was tapped: she has not come after all. Returns whether she was recorded."""
    session_id = lock_session(actor, edition_id, session_number)
    taken = db.session.execute(
        delete(Arrival)
        .where(Arrival.organisation_id == actor.organisation_id, Arrival.session_id == session_id)
        .where(Arrival.exhibitor_id == exhibitor_id)
        .returning(Arrival.id)
    ).first()
    if taken is not None:
        record_event(
            actor, "arrival.taken-back", subject=str(session_number), edition_id=edition_id, exhibitor=str(exhibitor_id)
        )
    return taken is not None


def lock_session(actor: Actor, edition_id: uuid.UUID, number: int) -> uuid.UUID:
    """The session, held: two marshals who report the same family take turns."""
    asked = (
        select(Session.id)
        .where(Session.organisation_id == actor.organisation_id, Session.edition_id == edition_id)
        .where(Session.number == number)
        .with_for_update(key_share=True)
    )
    session_id = db.session.scalar(asked)
    if session_id is None:
        raise NotFound("unknown-session", number=number)
    return session_id


def check_hold_booths(actor: Actor, edition_id: uuid.UUID, exhibitor_ids: set[uuid.UUID]) -> None:
    holding: set[uuid.UUID] = set()
    for part in parts_of(sorted(exhibitor_ids)):
        asked = select(Allocation.exhibitor_id).where(
            Allocation.organisation_id == actor.organisation_id,
            Allocation.edition_id == edition_id,
            Allocation.exhibitor_id.in_(part),
            Allocation.ended_at.is_(None),
        )
        holding |= set(db.session.scalars(asked))
    if holding != exhibitor_ids:
        raise Refused("exhibitor-without-booth")
