"""The waiting list moves up: booths that became free are offered in queue order.

Each family that waits takes the best of her wishes that fits what is free now, by the rule and with the ceilings of the
draw. Nobody who holds a booth is moved: the cascade, in which holders may move up too, is not offered yet.
"""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from fairapp.db import db
from fairapp.domain.allocation import Move, fill, parse_json, read_snapshot
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation, Draw, WaitingListEntry
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now


def fill_free_booths(actor: Actor, edition_id: uuid.UUID) -> list[uuid.UUID]:
    """Offer what is free to whoever waits; returns the allocations made. The caller holds the edition."""
    asked = select(Draw).where(
        Draw.organisation_id == actor.organisation_id,
        Draw.edition_id == edition_id,
        Draw.withdrawn_at.is_(None),
        Draw.drawn_at.is_not(None),
    )
    drawn = db.session.scalar(asked)
    if drawn is None or drawn.result is None:
        return []
    waiting = _waiting_list(actor, drawn)
    moves = fill(
        read_snapshot(parse_json(drawn.snapshot)),
        queue=json.loads(drawn.result)["queue"],
        holdings=_holdings(actor, edition_id),
        waiting=waiting,
    )
    offers = _offers(actor, drawn, waiting, moves)
    if offers:
        db.session.execute(insert(Allocation), offers)
    for move in moves:
        waiting[move.code].left_at = now()
        record_event(actor, "allocation.offered", subject=move.code, edition_id=edition_id, booths=list(move.after))
    return [uuid.UUID(str(offer["id"])) for offer in offers]


def _holdings(actor: Actor, edition_id: uuid.UUID) -> dict[str, list[str]]:
    """Every booth that is held, by the code of who holds it, in the order of its row."""
    asked = (
        select(BoothRequest.code, Booth.number)
        .join(
            Allocation,
            (Allocation.organisation_id == BoothRequest.organisation_id)
            & (Allocation.booth_request_id == BoothRequest.id),
        )
        .join(Booth, (Booth.organisation_id == Allocation.organisation_id) & (Booth.id == Allocation.booth_id))
        .where(Allocation.organisation_id == actor.organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None))
        .order_by(BoothRequest.code, Booth.row, Booth.place)
    )
    held: dict[str, list[str]] = {}
    for code, number in db.session.execute(asked):
        held.setdefault(code, []).append(number)
    return held


def _waiting_list(actor: Actor, drawn: Draw) -> dict[str, WaitingListEntry]:
    """Who still waits, in order, by code."""
    asked = (
        select(BoothRequest.code, WaitingListEntry)
        .join(
            WaitingListEntry,
            (WaitingListEntry.organisation_id == BoothRequest.organisation_id)
            & (WaitingListEntry.booth_request_id == BoothRequest.id),
        )
        .where(WaitingListEntry.organisation_id == actor.organisation_id, WaitingListEntry.draw_id == drawn.id)
        .where(WaitingListEntry.left_at.is_(None))
        .order_by(WaitingListEntry.position)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def _offers(
    actor: Actor, drawn: Draw, waiting: dict[str, WaitingListEntry], moves: Sequence[Move]
) -> list[dict[str, Any]]:
    request_ids = [waiting[move.code].booth_request_id for move in moves]
    asked = select(BoothRequest.id, BoothRequest.exhibitor_id).where(
        BoothRequest.organisation_id == actor.organisation_id, BoothRequest.id.in_(request_ids)
    )
    exhibitors = {row.id: row.exhibitor_id for row in db.session.execute(asked)}
    numbers = [number for move in moves for number in move.after]
    places = select(Booth.number, Booth.id).where(
        Booth.organisation_id == actor.organisation_id, Booth.edition_id == drawn.edition_id, Booth.number.in_(numbers)
    )
    booths = {row.number: row.id for row in db.session.execute(places)}
    return [
        {
            "organisation_id": actor.organisation_id,
            "id": new_id(),
            "edition_id": drawn.edition_id,
            "draw_id": drawn.id,
            "booth_request_id": request_id,
            "exhibitor_id": exhibitors[request_id],
            "booth_id": booths[number],
            "choice": str(move.choice),
            "origin": "waiting-list",
            "offered_at": now(),
            "offered_by": actor.account_id,
        }
        for move, request_id in zip(moves, request_ids, strict=True)
        for number in move.after
    ]
