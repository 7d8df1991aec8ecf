"""Answers: within a deadline, by the family herself at her secret address or by the office; silence lapses."""

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, func, select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, Gone, Refused
from fairapp.models.attendance import Arrival
from fairapp.models.draws import Allocation, MoveConsent, WaitingListEntry
from fairapp.models.editions import Session
from fairapp.models.requests import BoothRequest
from fairapp.queries.families import FamilyRow, get_family
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import end_allocations
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.reallocations import end_consents, pass_on_freed

HOURS = range(1, 24 * 60 + 1)
PATIENCE_MINUTES = range(0, 12 * 60 + 1)


@transactional
def confirm_as_family(token: str) -> None:
    """She comes. Said twice, it stays as first said.

    Raises NotFound ``family-link-unknown``, ``Conflict("nothing-offered")``, ``Gone("offer-lapsed")``.
    """
    family = get_family(token)
    actor = _herself(family)
    lock_edition(actor, family.edition_id)
    held = _held(family)
    if not held:
        raise Conflict("nothing-offered")
    fresh = [one for one in held if one.confirmed_at is None]
    if any(one.answer_by is not None and one.answer_by < now() for one in fresh):
        raise Gone("offer-lapsed")
    for one in fresh:
        one.confirmed_at = now()
    if fresh:
        record_event(actor, "offer.confirmed", subject=family.code, edition_id=family.edition_id)


@transactional
def decline_as_family(token: str) -> None:
    """She does not come: what she holds is freed and goes to the next; or she leaves the waiting list.

    Raises NotFound ``family-link-unknown``, ``Conflict("nothing-offered")``.
    """
    family = get_family(token)
    actor = _herself(family)
    lock_edition(actor, family.edition_id)
    held = _held(family)
    waits = db.session.scalar(
        select(WaitingListEntry).where(
            WaitingListEntry.organisation_id == family.organisation_id,
            WaitingListEntry.booth_request_id == family.request_id,
            WaitingListEntry.left_at.is_(None),
        )
    )
    if not held and waits is None:
        raise Conflict("nothing-offered")
    if waits is not None:
        waits.left_at = now()
    end_allocations(actor, held, "declined")
    end_consents(actor, [family.request_id])
    record_event(actor, "offer.declined", subject=family.code, edition_id=family.edition_id)
    if held:
        pass_on_freed(actor, family.edition_id, "declined", family.code)


@transactional
def say_whether_to_move(token: str, *, consents: bool) -> None:
    """Whether better booths that become free may reach her. What she said before ends and is kept.

    Raises NotFound ``family-link-unknown``.
    """
    family = get_family(token)
    actor = _herself(family)
    lock_edition(actor, family.edition_id)
    end_consents(actor, [family.request_id])
    db.session.flush()
    db.session.add(
        MoveConsent(
            organisation_id=family.organisation_id,
            edition_id=family.edition_id,
            booth_request_id=family.request_id,
            consents=consents,
            said_at=now(),
        )
    )
    if consents:
        record_event(actor, "move.wished", subject=family.code, edition_id=family.edition_id)
    else:
        record_event(actor, "move.not-wished", subject=family.code, edition_id=family.edition_id)


@transactional
def lapse_overdue(actor: Actor, edition_id: uuid.UUID) -> int:
    """Offers whose deadline passed in silence are freed and go on, all in one; returns how many families it concerns.

    Nobody who has come to the fair lapses, and nothing lapses once the last session is over.
    """
    edition = lock_edition(actor, edition_id)
    overdue = _overdue(actor, edition_id)
    if not overdue:
        return 0
    end_allocations(actor, overdue, "lapsed")
    requests = sorted({one.booth_request_id for one in overdue})
    end_consents(actor, requests)
    asked = select(BoothRequest.code).where(
        BoothRequest.organisation_id == actor.organisation_id, BoothRequest.id.in_(requests)
    )
    codes = sorted(db.session.scalars(asked))
    record_event(
        actor, "allocations.lapsed", subject=codes[0] if len(codes) == 1 else edition.slug, edition_id=edition_id,
        allocations=len(overdue),
    )  # fmt: skip
    pass_on_freed(actor, edition_id, "lapsed", " ".join(codes))
    return len(codes)


@transactional
def set_deadlines(actor: Actor, edition_id: uuid.UUID, *, confirmation_hours: int, patience_minutes: int) -> None:
    """How long an offer waits for an answer, and a booth for its family on the day. Offers made keep their deadline.

    Raises ``Refused("hours-out-of-range")``, ``Refused("patience-out-of-range")``.
    """
    edition = lock_edition(actor, edition_id)
    if confirmation_hours not in HOURS:
        raise Refused("hours-out-of-range", most=HOURS[-1])
    if patience_minutes not in PATIENCE_MINUTES:
        raise Refused("patience-out-of-range", most=PATIENCE_MINUTES[-1])
    edition.confirmation_hours, edition.patience_minutes = confirmation_hours, patience_minutes
    record_event(actor, "deadlines.set", subject=edition.slug, edition_id=edition_id, hours=confirmation_hours)


def _overdue(actor: Actor, edition_id: uuid.UUID) -> Sequence[Allocation]:
    last = db.session.scalar(
        select(func.max(Session.closes_at)).where(
            Session.organisation_id == actor.organisation_id, Session.edition_id == edition_id
        )
    )
    if last is not None and last <= now():
        return []
    came = exists().where(
        Arrival.organisation_id == Allocation.organisation_id,
        Arrival.edition_id == Allocation.edition_id,
        Arrival.exhibitor_id == Allocation.exhibitor_id,
    )
    asked = select(Allocation).where(
        Allocation.organisation_id == actor.organisation_id,
        Allocation.edition_id == edition_id,
        Allocation.ended_at.is_(None),
        Allocation.confirmed_at.is_(None),
        Allocation.answer_by < now(),
        ~came,
    )
    return db.session.scalars(asked).all()


def _held(family: FamilyRow) -> Sequence[Allocation]:
    asked = select(Allocation).where(
        Allocation.organisation_id == family.organisation_id,
        Allocation.booth_request_id == family.request_id,
        Allocation.ended_at.is_(None),
    )
    return db.session.scalars(asked).all()


def _herself(family: FamilyRow) -> Actor:
    return Actor(organisation_id=family.organisation_id)
