"""Stand-bys: who waits and is there takes a place that stands empty today, in queue order, for this session only."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.allocation import fill, read_snapshot
from fairapp.domain.attendance import is_free_today, presence
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import Conflict, NotFound
from fairapp.models.attendance import Arrival, Excuse, StandBy, StandByPlace
from fairapp.models.draws import Draw
from fairapp.models.editions import Edition, Session
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import (
    find_drawn,
    held_now,
    numbers_in_list,
    painted_numbers,
    waiting_now,
    withdrawn_booths,
)
from fairapp.services.clock import now
from fairapp.services.corrections import corrected_snapshot
from fairapp.services.editions import lock_edition


@dataclass(frozen=True, kw_only=True)
class Today:
    """A session at this moment. ``free`` booths stand empty; ``offers`` says by code which of them each is offered.

    Numbers are those painted on the floor. ``present`` are the codes of the stand-bys without a place, in queue order;
    ``placed`` says where the others stand.
    """

    free: tuple[str, ...]
    present: tuple[str, ...]
    offers: Mapping[str, tuple[str, ...]]
    placed: Mapping[str, tuple[str, ...]]


@transactional
def mark_present(actor: Actor, edition_id: uuid.UUID, *, session_number: int, code: str) -> None:
    """A family of the waiting list is here. Said twice, it stays as first said; after leaving she is back in her place.

    Raises NotFound ``unknown-session``, ``Conflict("not-waiting")``.
    """
    lock_edition(actor, edition_id)
    session = _session(actor, edition_id, session_number)
    code = normalise_request_code(code)
    drawn = find_drawn(actor, edition_id)
    entry = waiting_now(actor, drawn).get(code) if drawn else None
    if entry is None:
        raise Conflict("not-waiting", request=code)
    known = _stand_bys(actor, session).get(code)
    if known is not None:
        known.left_at = None
        return
    db.session.add(
        StandBy(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            session_id=session.id,
            booth_request_id=entry.booth_request_id,
            present_at=now(),
            present_by=actor.account_id,
        )
    )
    record_event(actor, "stand-by.present", subject=code, edition_id=edition_id, number=session_number)


@transactional
def leave_stand_by(actor: Actor, edition_id: uuid.UUID, *, session_number: int, code: str) -> None:
    """She has gone, or does not want what is offered; her place on the waiting list stays.

    Raises NotFound ``unknown-session``, ``Conflict("not-standing-by")``.
    """
    lock_edition(actor, edition_id)
    session = _session(actor, edition_id, session_number)
    code = normalise_request_code(code)
    known = _stand_bys(actor, session).get(code)
    if known is None or known.left_at is not None or code in _placed(actor, session):
        raise Conflict("not-standing-by", request=code)
    known.left_at = now()
    record_event(actor, "stand-by.left", subject=code, edition_id=edition_id, number=session_number)


@transactional
def place_stand_by(actor: Actor, edition_id: uuid.UUID, *, session_number: int, code: str, booth: str) -> None:
    """She takes ``booth`` (numbers with spaces between) for this session: what is offered to her, or what nobody is
    offered. Raises NotFound ``unknown-session``, Conflict ``not-standing-by``, ``booth-not-free-today``,
    ``offered-to-another``.
    """
    lock_edition(actor, edition_id)
    session = _session(actor, edition_id, session_number)
    today = look_at(actor, edition_id, session_number)
    code, wanted = normalise_request_code(code), booth.upper().split()
    if code not in today.present:
        raise Conflict("not-standing-by", request=code)
    for number in wanted or [""]:
        if number not in today.free:
            raise Conflict("booth-not-free-today", booth=number)
        if any(number in offer for other, offer in today.offers.items() if other != code):
            raise Conflict("offered-to-another", booth=number)
    drawn = _drawn(actor, edition_id)
    today_numbers = painted_numbers(actor, numbers_in_list(actor, drawn))
    ids = {number: booth_id for booth_id, number in today_numbers.items()}
    known = _stand_bys(actor, session)[code]
    for number in dict.fromkeys(wanted):
        db.session.add(
            StandByPlace(
                organisation_id=actor.organisation_id,
                session_id=session.id,
                stand_by_id=known.id,
                booth_id=ids[number],
                placed_at=now(),
                placed_by=actor.account_id,
            )
        )
    record_event(actor, "stand-by.placed", subject=code, edition_id=edition_id, booths=wanted, number=session_number)


def look_at(actor: Actor, edition_id: uuid.UUID, session_number: int) -> Today:
    """What stands empty in a session at this moment, and to whom each place goes by the rule of the draw."""
    session = _session(actor, edition_id, session_number)
    drawn = find_drawn(actor, edition_id)
    if drawn is None or drawn.result is None:
        return Today(free=(), present=(), offers={}, placed={})
    numbers = numbers_in_list(actor, drawn)
    taken = _taken(actor, session)
    placed = _placed(actor, session)
    holdings = {code: [numbers[booth_id] for booth_id in ids] for code, ids in (taken | placed).items()}
    closed = withdrawn_booths(actor, edition_id)
    queue = json.loads(drawn.result)["queue"]
    here = {code for code, one in _stand_bys(actor, session).items() if one.left_at is None and code not in placed}
    moves = fill(
        read_snapshot(corrected_snapshot(actor, drawn)),
        queue=queue,
        holdings=holdings,
        waiting=here & waiting_now(actor, drawn).keys(),
        closed={numbers[booth_id] for booth_id in closed},
    )
    painted = painted_numbers(actor, numbers)
    shown = {numbers[booth_id]: number for booth_id, number in painted.items()}
    in_use = {booth_id for ids in (taken | placed).values() for booth_id in ids}
    return Today(
        free=tuple(sorted(painted[one] for one in numbers.keys() - in_use - closed)),
        present=tuple(code for code in queue if code in here),
        offers={move.code: tuple(shown[number] for number in move.after) for move in moves},
        placed={code: tuple(painted[booth_id] for booth_id in ids) for code, ids in placed.items()},
    )


def _taken(actor: Actor, session: Session) -> dict[str, list[uuid.UUID]]:
    """Booths whose families came or are still awaited, by code."""
    edition = db.session.get_one(Edition, (actor.organisation_id, session.edition_id))
    patience = timedelta(minutes=edition.patience_minutes)
    in_session = (Arrival.organisation_id == actor.organisation_id) & (Arrival.session_id == session.id)
    asked = select(Arrival.exhibitor_id, Arrival.arrived_at).where(in_session)
    arrived = {row.exhibitor_id: row.arrived_at for row in db.session.execute(asked)}
    excused = set(
        db.session.scalars(
            select(Excuse.exhibitor_id).where(
                Excuse.organisation_id == actor.organisation_id, Excuse.session_id == session.id
            )
        )
    )
    taken: dict[str, list[uuid.UUID]] = {}
    for code, allocations in held_now(actor, session.edition_id).items():
        who = allocations[0].exhibitor_id
        since = min(one.offered_at for one in allocations)
        state = presence(
            now(), session.opens_at, arrived.get(who), patience, is_excused=who in excused, held_since=since
        )
        if not is_free_today(state):
            taken[code] = [one.booth_id for one in allocations]
    return taken


def _placed(actor: Actor, session: Session) -> dict[str, list[uuid.UUID]]:
    asked = (
        select(BoothRequest.code, StandByPlace.booth_id)
        .join(
            StandBy,
            (StandBy.organisation_id == BoothRequest.organisation_id) & (StandBy.booth_request_id == BoothRequest.id),
        )
        .join(
            StandByPlace,
            (StandByPlace.organisation_id == StandBy.organisation_id) & (StandByPlace.stand_by_id == StandBy.id),
        )
        .where(StandBy.organisation_id == actor.organisation_id, StandBy.session_id == session.id)
        .order_by(StandByPlace.placed_at, StandByPlace.id)
    )
    placed: dict[str, list[uuid.UUID]] = {}
    for code, booth_id in db.session.execute(asked):
        placed.setdefault(code, []).append(booth_id)
    return placed


def _stand_bys(actor: Actor, session: Session) -> dict[str, StandBy]:
    asked = (
        select(BoothRequest.code, StandBy)
        .join(
            StandBy,
            (StandBy.organisation_id == BoothRequest.organisation_id) & (StandBy.booth_request_id == BoothRequest.id),
        )
        .where(StandBy.organisation_id == actor.organisation_id, StandBy.session_id == session.id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def _drawn(actor: Actor, edition_id: uuid.UUID) -> Draw:
    drawn = find_drawn(actor, edition_id)
    if drawn is None:
        raise Conflict("not-drawn-yet")
    return drawn


def _session(actor: Actor, edition_id: uuid.UUID, number: int) -> Session:
    asked = select(Session).where(
        Session.organisation_id == actor.organisation_id, Session.edition_id == edition_id, Session.number == number
    )
    found = db.session.scalar(asked)
    if found is None:
        raise NotFound("unknown-session", number=number)
    return found
