"""Booths fixed for a family before the draw, for a reason that is published: part of the snapshot, frozen with it."""

import uuid

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.draws import Lock
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import check_not_committed, lock_edition

LONGEST_REASON = 300


@transactional
def lock_booth(actor: Actor, edition_id: uuid.UUID, *, code: str, booth: str, reason: str) -> None:
    """Fix a booth for the request with this code before the draw. The reason is published with the snapshot.

    Raises ``Conflict`` ``draw-committed``, ``booth-locked``; NotFound ``unknown-request``, ``unknown-booth``;
    ``Refused("reason-missing")``.
    """
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    why = clean_text(reason, LONGEST_REASON)
    if not why:
        raise Refused("reason-missing")
    request_id = _request_with(actor, edition_id, normalise_request_code(code))
    booth_id = _booth_numbered(actor, edition_id, booth)
    taken = select(Lock.id).where(Lock.organisation_id == actor.organisation_id, Lock.booth_id == booth_id)
    if db.session.scalar(taken) is not None:
        raise Conflict("booth-locked", booth=booth)
    db.session.add(
        Lock(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            booth_request_id=request_id,
            booth_id=booth_id,
            reason=why,
            locked_at=now(),
            locked_by=actor.account_id,
        )
    )
    record_event(actor, "draw.booth-locked", subject=booth, edition_id=edition_id, code=code, reason=why)


@transactional
def unlock_booth(actor: Actor, edition_id: uuid.UUID, *, booth: str) -> None:
    """Give a locked booth back to the draw. Raises ``Conflict("draw-committed")``, ``NotFound("unknown-booth")``."""
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    booth_id = _booth_numbered(actor, edition_id, booth)
    locked = db.session.scalar(
        select(Lock).where(Lock.organisation_id == actor.organisation_id, Lock.booth_id == booth_id)
    )
    if locked is None:
        raise NotFound("unknown-booth", booth=booth)
    db.session.delete(locked)
    record_event(actor, "draw.booth-unlocked", subject=booth, edition_id=edition_id)


def _request_with(actor: Actor, edition_id: uuid.UUID, code: str) -> uuid.UUID:
    found = db.session.scalar(
        select(BoothRequest.id).where(
            BoothRequest.organisation_id == actor.organisation_id,
            BoothRequest.edition_id == edition_id,
            BoothRequest.code == code,
        )
    )
    if found is None:
        raise NotFound("unknown-request", request=code)
    return found


def _booth_numbered(actor: Actor, edition_id: uuid.UUID, number: str) -> uuid.UUID:
    found = db.session.scalar(
        select(Booth.id).where(
            Booth.organisation_id == actor.organisation_id,
            Booth.edition_id == edition_id,
            Booth.number == number.strip().upper(),
        )
    )
    if found is None:
        raise NotFound("unknown-booth", booth=number)
    return found
