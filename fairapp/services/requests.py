"""Asking for a booth, deciding who may take part in the draw, withdrawing.

A person is in at most one request of an edition, alone or as a member of a household or cooperative. Once a draw is
committed its list is frozen: the draw has to be withdrawn before anything here changes.
"""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import exists, insert, select, update

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation, WaitingListEntry
from fairapp.models.requests import BoothRequest, RequestChoice, RequestDecision
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import check_not_committed, lock_edition
from fairapp.services.new_requests import NewRequest, parts_of, prepare_requests

LONGEST_REASON = 1_000


@transactional
def submit_request(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    exhibitor_id: uuid.UUID,
    craft_id: uuid.UUID | None,
    choices: Sequence[str],
    anywhere: bool = True,
    units_min: int = 1,
    units_max: int = 1,
    needs: Sequence[str] = (),
    groups: Sequence[str] = (),
    accessible: bool = False,
    tier: int = 1,
    seniority: int = 0,
    source: str = "desk",
    watts: int | None = None,
    note: str = "",
    terms_accepted: bool = False,
) -> str:
    """One request; returns its code. See ``NewRequest`` for the values and ``submit_requests`` for the refusals."""
    asked = NewRequest(
        exhibitor_id=exhibitor_id,
        craft_id=craft_id,
        choices=tuple(choices),
        anywhere=anywhere,
        units_min=units_min,
        units_max=units_max,
        needs=tuple(needs),
        groups=tuple(groups),
        accessible=accessible,
        tier=tier,
        seniority=seniority,
        source=source,
        watts=watts,
        note=note,
        terms_accepted=terms_accepted,
    )
    return submit_requests(actor, edition_id, [asked])[0]


@transactional
def submit_requests(actor: Actor, edition_id: uuid.UUID, requests: Sequence[NewRequest]) -> list[str]:
    """Many requests, all or none; returns their codes in the same order.

    Raises ``Conflict("already-requested")`` (the exhibitor has a request), ``Conflict("person-already-requested")`` (a
    member is in another), ``Conflict("draw-committed")``, NotFound ``unknown-edition``, ``unknown-exhibitor``,
    ``unknown-craft``, and Refused ``unknown-choice``, ``choice-repeated``, ``choices-missing``, ``too-many-choices``,
    ``unknown-service``, ``units-out-of-range``, ``watts-out-of-range``.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    rows, choices = prepare_requests(actor, edition_id, requests)
    if rows:
        db.session.execute(insert(BoothRequest), rows)
    if choices:
        db.session.execute(insert(RequestChoice), choices)
    codes = [str(row["code"]) for row in rows]
    if len(codes) == 1:
        record_event(actor, "request.submitted", subject=codes[0], edition_id=edition_id, source=requests[0].source)
    elif codes:
        record_event(actor, "requests.submitted", subject=edition.slug, edition_id=edition_id, requests=len(codes))
    return codes


@transactional
def decide_requests(
    actor: Actor, edition_id: uuid.UUID, request_ids: Iterable[uuid.UUID], *, eligible: bool, reason: str = ""
) -> int:
    """Say of many requests that they may or may not take part in the draw; returns how many changed.

    Raises ``Refused("reason-missing")`` for ineligible without a written reason, ``NotFound("unknown-request")``,
    ``Conflict("request-withdrawn")``, ``Conflict("draw-committed")``; then none is changed.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    reason = clean_text(reason, LONGEST_REASON, lines=True)
    if not eligible and not reason:
        raise Refused("reason-missing")
    wanted = set(request_ids)
    found = _requests(actor, edition_id, wanted)
    if len(found) != len(wanted):
        raise NotFound("unknown-request", request=str(next(iter(wanted - found.keys()))))
    state = "eligible" if eligible else "ineligible"
    withdrawn = [code for code, was, _ in found.values() if was == "withdrawn"]
    if withdrawn:
        raise Conflict("request-withdrawn", request=withdrawn[0])
    changed = {id_: code for id_, (code, was, why) in found.items() if (was, why) != (state, reason)}
    _write_decisions(actor, list(changed), state, reason)
    if changed:
        subject = next(iter(changed.values())) if len(changed) == 1 else edition.slug
        record_event(
            actor, f"requests.{state}", subject=subject, edition_id=edition_id, requests=len(changed), reason=reason
        )
    return len(changed)


@transactional
def withdraw_request(actor: Actor, edition_id: uuid.UUID, request_id: uuid.UUID, *, reason: str = "") -> None:
    """Take a request back; she may ask again. Raises ``Conflict`` ``request-withdrawn``, ``request-holds-booth``.

    Between a draw's commit and its result nothing changes (``draw-committed``); afterwards she leaves the waiting list.
    """
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id, and_not_drawn=True)
    found = _requests(actor, edition_id, {request_id})
    if request_id not in found:
        raise NotFound("unknown-request", request=str(request_id))
    code, state, _ = found[request_id]
    if state == "withdrawn":
        raise Conflict("request-withdrawn", request=code)
    mine = (Allocation.organisation_id == actor.organisation_id) & (Allocation.booth_request_id == request_id)
    if db.session.scalar(select(exists().where(mine, Allocation.ended_at.is_(None)))):
        raise Conflict("request-holds-booth", request=code)
    _write_decisions(actor, [request_id], "withdrawn", clean_text(reason, LONGEST_REASON, lines=True))
    db.session.execute(
        update(WaitingListEntry)
        .where(
            WaitingListEntry.organisation_id == actor.organisation_id,
            WaitingListEntry.booth_request_id == request_id,
            WaitingListEntry.left_at.is_(None),
        )
        .values(left_at=now())
    )
    record_event(actor, "request.withdrawn", subject=code, edition_id=edition_id)


def _requests(
    actor: Actor, edition_id: uuid.UUID, request_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, tuple[str, str, str]]:
    """Code, state and reason of those that are in the edition."""
    found: dict[uuid.UUID, tuple[str, str, str]] = {}
    for part in parts_of(sorted(request_ids)):
        asked = select(BoothRequest.id, BoothRequest.code, BoothRequest.state, BoothRequest.reason).where(
            BoothRequest.organisation_id == actor.organisation_id,
            BoothRequest.edition_id == edition_id,
            BoothRequest.id.in_(part),
        )
        found |= {id_: (code, state, reason) for id_, code, state, reason in db.session.execute(asked)}
    return found


def _write_decisions(actor: Actor, request_ids: Sequence[uuid.UUID], state: str, reason: str) -> None:
    decided = {"state": state, "reason": reason, "decided_at": now(), "decided_by": actor.account_id}
    for part in parts_of(request_ids):
        db.session.execute(
            update(BoothRequest)
            .where(BoothRequest.organisation_id == actor.organisation_id, BoothRequest.id.in_(part))
            .values(**decided)
            .execution_options(synchronize_session=False)
        )
        rows = [
            {
                "organisation_id": actor.organisation_id,
                "id": new_id(),
                "booth_request_id": request_id,
                "decided_by_name": actor.name,
                **decided,
            }
            for request_id in part
        ]
        db.session.execute(insert(RequestDecision), rows)
