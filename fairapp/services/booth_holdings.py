"""Who holds which booth at this moment, in the words of the list that was frozen for the draw."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, select, update

from fairapp.db import db
from fairapp.models.base import named_by, new_id
from fairapp.models.draws import Allocation, Draw, WaitingListEntry
from fairapp.models.floor_plan import Booth, FormerNumber
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor
from fairapp.services.clock import now


@dataclass(frozen=True, kw_only=True)
class Given:
    """Booths to be given to a request. ``keeps`` is what it held until now: its answer stays."""

    request: BoothRequest
    booth_ids: tuple[uuid.UUID, ...]
    choice: str
    origin: str
    reason: str = ""
    keeps: Allocation | None = None


def find_drawn(actor: Actor, edition_id: uuid.UUID) -> Draw | None:
    """The draw that stands and was held; None before."""
    return db.session.scalar(
        select(Draw).where(
            Draw.organisation_id == actor.organisation_id,
            Draw.edition_id == edition_id,
            Draw.withdrawn_at.is_(None),
            Draw.drawn_at.is_not(None),
        )
    )


def numbers_in_list(actor: Actor, drawn: Draw) -> dict[uuid.UUID, str]:
    """The number each booth had when the list was frozen: a hall may have been renumbered since."""
    on_floor = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == drawn.edition_id)
    numbers = {row.id: row.number for row in db.session.execute(select(Booth.id, Booth.number).where(on_floor))}
    former = (
        select(FormerNumber.booth_id, FormerNumber.number)
        .where(FormerNumber.organisation_id == actor.organisation_id, FormerNumber.edition_id == drawn.edition_id)
        .where(FormerNumber.until > drawn.committed_at)
        .order_by(FormerNumber.until.desc())  # the earliest change after the commit is written last
    )
    numbers |= {row.booth_id: row.number for row in db.session.execute(former)}
    return numbers


def painted_numbers(actor: Actor, booth_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The numbers that stand on the floor today."""
    asked = select(Booth.id, Booth.number).where(
        Booth.organisation_id == actor.organisation_id, Booth.id.in_(list(booth_ids))
    )
    return {row.id: row.number for row in db.session.execute(asked)}


def withdrawn_booths(actor: Actor, edition_id: uuid.UUID) -> set[uuid.UUID]:
    """Booths that are not given any more."""
    asked = select(Booth.id).where(
        Booth.organisation_id == actor.organisation_id, Booth.edition_id == edition_id, Booth.withdrawn_at.is_not(None)
    )
    return set(db.session.scalars(asked))


def held_now(actor: Actor, edition_id: uuid.UUID) -> dict[str, list[Allocation]]:
    """Every allocation that stands, by the code of who holds it, in the order of its row."""
    asked = (
        select(BoothRequest.code, Allocation)
        .join(
            Allocation,
            (Allocation.organisation_id == BoothRequest.organisation_id)
            & (Allocation.booth_request_id == BoothRequest.id),
        )
        .join(Booth, named_by(Booth, Allocation.booth_id))
        .where(Allocation.organisation_id == actor.organisation_id, Allocation.edition_id == edition_id)
        .where(Allocation.ended_at.is_(None))
        .order_by(BoothRequest.code, Booth.row, Booth.place)
    )
    held: dict[str, list[Allocation]] = {}
    for code, allocation in db.session.execute(asked):
        held.setdefault(code, []).append(allocation)
    return held


def waiting_now(actor: Actor, drawn: Draw) -> dict[str, WaitingListEntry]:
    """Who still waits, in order, by code."""
    asked = (
        select(BoothRequest.code, WaitingListEntry)
        .join(
            WaitingListEntry,
            and_(
                WaitingListEntry.organisation_id == BoothRequest.organisation_id,
                WaitingListEntry.booth_request_id == BoothRequest.id,
            ),
        )
        .where(WaitingListEntry.organisation_id == actor.organisation_id, WaitingListEntry.draw_id == drawn.id)
        .where(WaitingListEntry.left_at.is_(None))
        .order_by(WaitingListEntry.position)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def requests_coded(actor: Actor, edition_id: uuid.UUID, codes: Iterable[str]) -> dict[str, BoothRequest]:
    """The requests of these codes; codes that are not there are left out."""
    asked = select(BoothRequest).where(
        BoothRequest.organisation_id == actor.organisation_id,
        BoothRequest.edition_id == edition_id,
        BoothRequest.code.in_(list(codes)),
    )
    return {request.code: request for request in db.session.scalars(asked)}


def end_allocations(actor: Actor, allocations: Iterable[Allocation], ended_as: str) -> None:
    """These are held no longer. Written at once: the index lets nobody in before."""
    ids = [allocation.id for allocation in allocations]
    if ids:
        mine = (Allocation.organisation_id == actor.organisation_id) & Allocation.id.in_(ids)
        ended = {"ended_at": now(), "ended_as": ended_as, "ended_by": actor.account_id}
        db.session.execute(update(Allocation).where(mine).values(**ended))


def give_booths(actor: Actor, drawn: Draw, given: Iterable[Given], *, answer_by: datetime) -> list[uuid.UUID]:
    """Write the allocations. Who had confirmed what she held stays confirmed; the others answer by ``answer_by``."""
    rows = []
    for one in given:
        sure = one.keeps is not None and one.keeps.confirmed_at is not None
        rows += [
            {
                "organisation_id": actor.organisation_id,
                "id": new_id(),
                "edition_id": drawn.edition_id,
                "draw_id": drawn.id,
                "booth_request_id": one.request.id,
                "exhibitor_id": one.request.exhibitor_id,
                "booth_id": booth_id,
                "choice": one.choice,
                "origin": one.origin,
                "reason": one.reason,
                "offered_at": now(),
                "offered_by": actor.account_id,
                "answer_by": None if sure else answer_by,
                "confirmed_at": one.keeps.confirmed_at if one.keeps and sure else None,
                "confirmed_by": one.keeps.confirmed_by if one.keeps and sure else None,
            }
            for booth_id in one.booth_ids
        ]
    if rows:
        db.session.execute(insert(Allocation), rows)
    return [uuid.UUID(str(row["id"])) for row in rows]
