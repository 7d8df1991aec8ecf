"""What becomes of the booths that were offered: confirmed, declined, given to the next, or given by hand."""

import uuid
from collections.abc import Iterable

from sqlalchemy import exists, insert, select, update

from fairapp.db import db, transactional
from fairapp.domain.allocation import Move
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.text import ascii_digits, clean_text, without_marks
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation, WaitingListEntry
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.queries.former_numbers import find_former
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.new_requests import parts_of
from fairapp.services.reallocations import GRANT, answer_until, end_consents, pass_on_freed, record_reallocation

LONGEST_REASON = 1_000
MANUAL = "manual"


@transactional
def confirm_allocations(actor: Actor, edition_id: uuid.UUID, allocation_ids: Iterable[uuid.UUID]) -> int:
    """These families said that they come; returns how many were not confirmed before.

    Raises ``NotFound("unknown-allocation")`` and ``Conflict("allocation-ended")``; then none is changed.
    """
    edition = lock_edition(actor, edition_id)
    wanted = set(allocation_ids)
    in_edition = (Allocation.organisation_id == actor.organisation_id) & (Allocation.edition_id == edition_id)
    found: list[Allocation] = []
    for part in parts_of(sorted(wanted)):
        found += db.session.scalars(select(Allocation).where(in_edition, Allocation.id.in_(part)))
    if len(found) != len(wanted):
        raise NotFound("unknown-allocation")
    if any(allocation.ended_at is not None for allocation in found):
        raise Conflict("allocation-ended")
    fresh = [allocation.id for allocation in found if allocation.confirmed_at is None]
    for part in parts_of(fresh):
        chosen = update(Allocation).where(in_edition, Allocation.id.in_(part))
        db.session.execute(chosen.values(confirmed_at=now(), confirmed_by=actor.account_id))
    if fresh:
        record_event(
            actor, "allocations.confirmed", subject=edition.slug, edition_id=edition_id, allocations=len(fresh)
        )
    return len(fresh)


@transactional
def decline_allocation(actor: Actor, allocation_id: uuid.UUID) -> list[uuid.UUID]:
    """The family does not come: all its booths of this request are freed and offered to the waiting list.

    Returns the allocations made from the waiting list. Raises ``NotFound("unknown-allocation")``,
    ``Conflict("allocation-ended")``.
    """
    edition_id = _edition_of(actor, allocation_id)
    lock_edition(actor, edition_id)
    mine = Allocation.organisation_id == actor.organisation_id
    declined = db.session.scalars(select(Allocation).where(mine, Allocation.id == allocation_id)).one()
    if declined.ended_at is not None:
        raise Conflict("allocation-ended")
    held = (mine, Allocation.booth_request_id == declined.booth_request_id, Allocation.ended_at.is_(None))
    ended = {"ended_at": now(), "ended_as": "declined", "ended_by": actor.account_id}
    db.session.execute(update(Allocation).where(*held).values(**ended))
    code = db.session.scalar(
        select(BoothRequest.code).where(
            BoothRequest.organisation_id == actor.organisation_id, BoothRequest.id == declined.booth_request_id
        )
    )
    end_consents(actor, [declined.booth_request_id])
    record_event(actor, "allocation.declined", subject=str(code), edition_id=edition_id)
    return pass_on_freed(actor, edition_id, "declined", str(code))


@transactional
def allocate_by_hand(actor: Actor, edition_id: uuid.UUID, *, booth: str, code: str, reason: str) -> uuid.UUID:
    """Give a free booth to a family that waits, for a written reason; shown as manual ever after.

    ``booth`` is its number of today, or the one it had last where nobody has that number now.
    Raises ``Refused("reason-missing")``, NotFound ``unknown-booth``, ``unknown-request``, Conflict ``booth-held``,
    ``not-waiting``.
    """
    lock_edition(actor, edition_id)
    reason = clean_text(reason, LONGEST_REASON, lines=True)
    if not reason:
        raise Refused("reason-missing")
    place = _booth(actor, edition_id, ascii_digits(without_marks(booth)).strip().upper())
    entry, asked = _waiting(actor, edition_id, code.strip().upper())
    allocation = {
        "organisation_id": actor.organisation_id,
        "id": new_id(),
        "edition_id": edition_id,
        "draw_id": entry.draw_id,
        "booth_request_id": asked.id,
        "exhibitor_id": asked.exhibitor_id,
        "booth_id": place.id,
        "choice": MANUAL,
        "origin": MANUAL,
        "reason": reason,
        "offered_at": now(),
        "offered_by": actor.account_id,
        "answer_by": answer_until(actor, edition_id),
    }
    db.session.execute(insert(Allocation), [allocation])
    entry.left_at = now()
    end_consents(actor, [asked.id])
    granted = Move(code=asked.code, before=(), after=(place.number,), choice=MANUAL)
    record_reallocation(actor, edition_id, GRANT, [granted], reason=reason)
    record_event(
        actor, "allocation.manual", subject=asked.code, edition_id=edition_id, booth=place.number, reason=reason
    )
    return uuid.UUID(str(allocation["id"]))


def _edition_of(actor: Actor, allocation_id: uuid.UUID) -> uuid.UUID:
    asked = select(Allocation.edition_id).where(
        Allocation.organisation_id == actor.organisation_id, Allocation.id == allocation_id
    )
    edition_id = db.session.scalar(asked)
    if edition_id is None:
        raise NotFound("unknown-allocation")
    return edition_id


def _booth(actor: Actor, edition_id: uuid.UUID, number: str) -> Booth:
    standing = select(Booth).where(
        Booth.organisation_id == actor.organisation_id,
        Booth.edition_id == edition_id,
        Booth.withdrawn_at.is_(None),
    )
    found = db.session.scalar(standing.where(Booth.number == number))
    if found is None:
        former = find_former(actor.organisation_id, edition_id, [number])
        found = db.session.scalar(standing.where(Booth.id.in_(former.values())))
    if found is None:
        raise NotFound("unknown-booth", booth=number)
    held = exists().where(
        Allocation.organisation_id == actor.organisation_id,
        Allocation.booth_id == found.id,
        Allocation.ended_at.is_(None),
    )
    if db.session.scalar(select(held)):
        raise Conflict("booth-held", booth=found.number)
    return found


def _waiting(actor: Actor, edition_id: uuid.UUID, code: str) -> tuple[WaitingListEntry, BoothRequest]:
    asked = select(BoothRequest).where(
        BoothRequest.organisation_id == actor.organisation_id,
        BoothRequest.edition_id == edition_id,
        BoothRequest.code == code,
    )
    request = db.session.scalar(asked)
    if request is None:
        raise NotFound("unknown-request", request=code)
    waits = select(WaitingListEntry).where(
        WaitingListEntry.organisation_id == actor.organisation_id,
        WaitingListEntry.booth_request_id == request.id,
        WaitingListEntry.left_at.is_(None),
    )
    entry = db.session.scalar(waits)
    if entry is None:
        raise Conflict("not-waiting", request=code)
    return entry, request
