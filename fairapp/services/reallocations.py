"""Booths that became free go on: by the cascade until the plan is frozen, by the fill afterwards.

Each time is one transaction with a record of its own: who, when, why, and every move. Nobody who holds a booth is moved
unless she consented, and then only to a wish higher on her list: nobody is ever worse off.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from fairapp.db import db, transactional
from fairapp.domain.allocation import Move, cascade, fill, read_snapshot
from fairapp.domain.errors import Conflict, Refused
from fairapp.domain.text import clean_text
from fairapp.models.draws import Allocation, Draw, MoveConsent, PlanFreeze, Reallocation, WaitingListEntry
from fairapp.models.editions import Edition
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import (
    Given,
    end_allocations,
    find_drawn,
    give_booths,
    held_now,
    numbers_in_list,
    painted_numbers,
    requests_coded,
    waiting_now,
    withdrawn_booths,
)
from fairapp.services.clock import now
from fairapp.services.corrections import corrected_snapshot
from fairapp.services.editions import lock_edition

LONGEST_REASON = 1_000
CASCADE = "cascade"
FILL = "fill"
GRANT = "grant"
WAITING_LIST = "waiting-list"


@transactional
def pass_on(actor: Actor, edition_id: uuid.UUID, *, reason: str = "") -> int:
    """Offer whatever is free now, because somebody asked for it; returns how many families it reached."""
    lock_edition(actor, edition_id)
    made = pass_on_freed(actor, edition_id, "asked", clean_text(reason, LONGEST_REASON, lines=True))
    asked = select(func.count(Allocation.booth_request_id.distinct())).where(
        Allocation.organisation_id == actor.organisation_id, Allocation.id.in_(made)
    )
    return db.session.scalar(asked) or 0


@transactional
def freeze_plan(actor: Actor, edition_id: uuid.UUID, *, reason: str = "") -> None:
    """From now on nobody is moved: freed booths only fill. Raises ``Conflict("plan-frozen")``."""
    edition = lock_edition(actor, edition_id)
    if find_freeze(actor, edition_id) is not None:
        raise Conflict("plan-frozen")
    frozen = PlanFreeze(
        organisation_id=actor.organisation_id,
        edition_id=edition_id,
        frozen_at=now(),
        frozen_by=actor.account_id,
        frozen_by_name=actor.name,
        reason=clean_text(reason, LONGEST_REASON, lines=True),
    )
    db.session.add(frozen)
    record_event(actor, "plan.frozen", subject=edition.slug, edition_id=edition_id, reason=frozen.reason)


@transactional
def thaw_plan(actor: Actor, edition_id: uuid.UUID, *, reason: str) -> None:
    """Let families move up again, for a written reason. Raises ``Conflict("plan-not-frozen")``, ``reason-missing``."""
    edition = lock_edition(actor, edition_id)
    frozen = find_freeze(actor, edition_id)
    if frozen is None:
        raise Conflict("plan-not-frozen")
    reason = clean_text(reason, LONGEST_REASON, lines=True)
    if not reason:
        raise Refused("reason-missing")
    frozen.thawed_at, frozen.thawed_by, frozen.thawed_by_name = now(), actor.account_id, actor.name
    frozen.thawed_reason = reason
    record_event(actor, "plan.thawed", subject=edition.slug, edition_id=edition_id, reason=reason)


def pass_on_freed(actor: Actor, edition_id: uuid.UUID, cause: str, reason: str = "") -> list[uuid.UUID]:
    """Offer what is free in queue order; returns the allocations made. The caller holds the edition.

    ``cause`` is declined, lapsed, forfeited or asked.
    """
    db.session.flush()
    drawn = find_drawn(actor, edition_id)
    if drawn is None or drawn.result is None:
        return []
    frozen = find_freeze(actor, edition_id) is not None
    numbers = numbers_in_list(actor, drawn)
    held, waiting = held_now(actor, edition_id), waiting_now(actor, drawn)
    said = _consents(actor, edition_id)
    who_moves = () if frozen else [code for code in held if said.get(held[code][0].booth_request_id)]
    snapshot = read_snapshot(corrected_snapshot(actor, drawn))
    queue = json.loads(drawn.result)["queue"]
    holdings = {code: [numbers[one.booth_id] for one in allocations] for code, allocations in held.items()}
    closed = {numbers[booth_id] for booth_id in withdrawn_booths(actor, edition_id)}
    ready = [code for code, entry in waiting.items() if said.get(entry.booth_request_id, True)]
    if frozen:
        moves = fill(snapshot, queue=queue, holdings=holdings, waiting=ready, closed=closed)
    else:
        moves = cascade(snapshot, queue=queue, holdings=holdings, waiting=ready, opted_in=who_moves, closed=closed)
    kind = FILL if frozen else CASCADE
    return _write(actor, drawn, net_moves(moves), held, waiting, numbers, (kind, cause, reason))


def net_moves(moves: Sequence[Move]) -> list[Move]:
    """Where each family began and ended: one may move more than once."""
    net: dict[str, Move] = {}
    for move in moves:
        began = net[move.code].before if move.code in net else move.before
        net[move.code] = Move(code=move.code, before=began, after=move.after, choice=move.choice)
    return list(net.values())


def find_freeze(actor: Actor, edition_id: uuid.UUID) -> PlanFreeze | None:
    """The freeze that stands."""
    return db.session.scalar(
        select(PlanFreeze).where(
            PlanFreeze.organisation_id == actor.organisation_id,
            PlanFreeze.edition_id == edition_id,
            PlanFreeze.thawed_at.is_(None),
        )
    )


def answer_until(actor: Actor, edition_id: uuid.UUID) -> datetime:
    """Until when an offer made now waits for its answer."""
    edition = db.session.get_one(Edition, (actor.organisation_id, edition_id))
    return now() + timedelta(hours=edition.confirmation_hours)


def record_reallocation(
    actor: Actor, edition_id: uuid.UUID, kind: str, moves: Sequence[Move], *, cause: str = "", reason: str = ""
) -> None:
    """One change of booths, with its author, kept for ever."""
    made = [{"code": m.code, "before": list(m.before), "after": list(m.after), "choice": m.choice} for m in moves]
    db.session.add(
        Reallocation(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            kind=kind,
            cause=cause,
            reason=reason,
            moves=made,
            made_at=now(),
            made_by=actor.account_id,
            made_by_name=actor.name,
        )
    )


def end_consents(actor: Actor, request_ids: Sequence[uuid.UUID]) -> None:
    """What these families said concerned what they held until now."""
    if request_ids:
        mine = (MoveConsent.organisation_id == actor.organisation_id) & MoveConsent.booth_request_id.in_(request_ids)
        db.session.execute(update(MoveConsent).where(mine, MoveConsent.ended_at.is_(None)).values(ended_at=now()))


def _write(
    actor: Actor,
    drawn: Draw,
    moves: Sequence[Move],
    held: Mapping[str, list[Allocation]],
    waiting: Mapping[str, WaitingListEntry],
    numbers: Mapping[uuid.UUID, str],
    record: tuple[str, str, str],
) -> list[uuid.UUID]:
    """All of it at once: what is left is left before anybody enters."""
    if not moves:
        return []
    ids = {number: booth_id for booth_id, number in numbers.items()}
    requests: dict[str, BoothRequest] = requests_coded(actor, drawn.edition_id, [move.code for move in moves])
    end_allocations(actor, [one for move in moves for one in held.get(move.code, ())], "moved")
    given = [
        Given(
            request=requests[move.code],
            booth_ids=tuple(ids[number] for number in move.after),
            choice=str(move.choice),
            origin=CASCADE if move.before else WAITING_LIST,
            keeps=held[move.code][0] if move.before else None,
        )
        for move in moves
    ]
    made = give_booths(actor, drawn, given, answer_by=answer_until(actor, drawn.edition_id))
    # Who waited said it about waiting; who asked to move up may still have better wishes.
    end_consents(actor, [requests[move.code].id for move in moves if not move.before])
    kind, cause, reason = record
    shown = _as_painted(actor, moves, ids)
    record_reallocation(actor, drawn.edition_id, kind, shown, cause=cause, reason=reason)
    for move in shown:
        if move.code in waiting:
            waiting[move.code].left_at = now()
        booths = list(move.after)
        if move.before:
            record_event(actor, "allocation.moved", subject=move.code, edition_id=drawn.edition_id, booths=booths)
        else:
            record_event(actor, "allocation.offered", subject=move.code, edition_id=drawn.edition_id, booths=booths)
    return made


def _as_painted(actor: Actor, moves: Sequence[Move], ids: Mapping[str, uuid.UUID]) -> list[Move]:
    """The same moves under the numbers of today: those are what people will read."""
    touched = {number: ids[number] for move in moves for number in (*move.before, *move.after)}
    today = painted_numbers(actor, touched.values())
    painted = {number: today[booth_id] for number, booth_id in touched.items()}
    return [
        Move(
            code=move.code,
            before=tuple(painted[number] for number in move.before),
            after=tuple(painted[number] for number in move.after),
            choice=move.choice,
        )
        for move in moves
    ]


def _consents(actor: Actor, edition_id: uuid.UUID) -> dict[uuid.UUID, bool]:
    asked = select(MoveConsent.booth_request_id, MoveConsent.consents).where(
        MoveConsent.organisation_id == actor.organisation_id,
        MoveConsent.edition_id == edition_id,
        MoveConsent.ended_at.is_(None),
    )
    return {row.booth_request_id: row.consents for row in db.session.execute(asked)}
