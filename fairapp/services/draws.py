"""The public draw of an edition: committed over a frozen snapshot, drawn with the digits of a ceremony, published.

The draw itself is pure and lives in ``fairapp.domain.allocation``; here it meets the edition. Everyone who decides
about an edition holds its row, so that two organisers take turns; an index holds that no booth is given twice.
"""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from fairapp.db import db, transactional
from fairapp.domain.allocation import canonical, draw, parse_json, read_digits, read_snapshot, snapshot_sha256
from fairapp.domain.errors import Conflict, Refused
from fairapp.domain.text import clean_text
from fairapp.models.base import new_id
from fairapp.models.draws import Allocation, Draw, WaitingListEntry
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.queries.draw_snapshots import build_snapshot
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.floor_plan import find_plan
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.draw_settings import dispute_hours_of
from fairapp.services.editions import check_not_committed, lock_edition

LONGEST_SOURCE = 200
LONGEST_REASON = 1_000


@transactional
def commit_draw(actor: Actor, edition_id: uuid.UUID, *, seed_source: str, seed_at: datetime) -> uuid.UUID:
    """Freeze plan, requests, locks and settings; publish H and where and when (aware) the digits will come from.

    Raises ``Conflict("draw-committed")``, and Refused ``field-empty``, ``seed-before-commit``,
    ``dispute-window-short``, ``plan-not-published``, ``no-eligible-requests``, ``invalid-snapshot``.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    source = clean_text(seed_source, LONGEST_SOURCE)
    if not source:
        raise Refused("field-empty", field="seed_source")
    moment = now()
    if seed_at <= moment:
        raise Refused("seed-before-commit")
    hours = dispute_hours_of(edition.draw_settings)
    if seed_at < moment + timedelta(hours=hours):
        raise Refused("dispute-window-short", hours=hours)
    snapshot = check_ready(actor.organisation_id, edition_id)
    committed = Draw(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=edition_id,
        snapshot=canonical(snapshot).decode(),
        snapshot_sha256=snapshot_sha256(snapshot),
        committed_at=moment,
        committed_by=actor.account_id,
        seed_source=source,
        seed_at=seed_at,
    )
    db.session.add(committed)
    db.session.flush()
    record_event(
        actor,
        "draw.committed",
        subject=edition.slug,
        edition_id=edition_id,
        sha256=committed.snapshot_sha256,
        requests=len(snapshot["requests"]),
        seed_source=source,
    )
    return committed.id


@transactional
def run_draw(actor: Actor, edition_id: uuid.UUID, *, digits: str) -> None:
    """Draw with the digits announced in public; offer the booths and write the waiting list, all at once.

    Raises ``Conflict`` ``draw-not-committed``, ``already-drawn``, ``snapshot-altered``, and Refused ``seed-not-yet``,
    ``invalid-digits``.
    """
    edition = lock_edition(actor, edition_id)
    current = _current(actor, edition_id)
    if current.drawn_at is not None:
        raise Conflict("already-drawn")
    if now() < current.seed_at:
        raise Refused("seed-not-yet", seed_at=current.seed_at.astimezone(ZoneInfo(edition.time_zone)))
    plain = read_digits(digits)
    if hashlib.sha256(current.snapshot.encode()).hexdigest() != current.snapshot_sha256:
        raise Conflict("snapshot-altered")
    result = cast(dict[str, Any], draw(cast(dict[str, object], parse_json(current.snapshot)), plain))
    current.digits, current.seed = plain, result["seed"]
    current.result, current.result_sha256 = canonical(result).decode(), result["result_sha256"]
    current.drawn_at, current.drawn_by = now(), actor.account_id
    db.session.flush()
    _write_outcome(actor, current, result, current.drawn_at + timedelta(hours=edition.confirmation_hours))
    record_event(
        actor,
        "draw.drawn",
        subject=edition.slug,
        edition_id=edition_id,
        digits=plain,
        sha256=result["result_sha256"],
        allocated=len(result["allocated"]),
        waiting=len(result["waiting"]),
    )


@transactional
def withdraw_draw(actor: Actor, edition_id: uuid.UUID, reason: str) -> None:
    """Take a committed draw back before it is drawn, for a reason that stays public; the next commit has a new H.

    Raises ``Conflict`` ``draw-not-committed``, ``already-drawn``, and ``Refused("reason-missing")``.
    """
    edition = lock_edition(actor, edition_id)
    current = _current(actor, edition_id)
    if current.drawn_at is not None:
        raise Conflict("already-drawn")
    reason = clean_text(reason, LONGEST_REASON, lines=True)
    if not reason:
        raise Refused("reason-missing")
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_reason = now(), actor.account_id, reason
    record_event(
        actor,
        "draw.withdrawn",
        subject=edition.slug,
        edition_id=edition_id,
        sha256=current.snapshot_sha256,
        reason=reason,
    )


def check_ready(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, Any]:
    """The snapshot a draw could be committed over now. Raises Refused ``plan-not-published``, ``no-eligible-requests``,
    ``invalid-snapshot``."""
    plan = find_plan(organisation_id, edition_id)
    if plan is None or plan.published_at is None:
        raise Refused("plan-not-published")
    snapshot = build_snapshot(get_edition_by_id(organisation_id, edition_id))
    if not snapshot["requests"]:
        raise Refused("no-eligible-requests")
    read_snapshot(snapshot)
    return snapshot


def _current(actor: Actor, edition_id: uuid.UUID) -> Draw:
    asked = (
        select(Draw)
        .where(
            Draw.organisation_id == actor.organisation_id, Draw.edition_id == edition_id, Draw.withdrawn_at.is_(None)
        )
        .with_for_update()
    )
    found = db.session.scalar(asked)
    if found is None:
        raise Conflict("draw-not-committed")
    return found


def _write_outcome(actor: Actor, drawn: Draw, result: dict[str, Any], answer_by: datetime) -> None:
    """Offers and waiting list in two statements, whatever the number of requests."""
    in_edition = (BoothRequest.organisation_id == actor.organisation_id) & (BoothRequest.edition_id == drawn.edition_id)
    asked = select(BoothRequest.code, BoothRequest.id, BoothRequest.exhibitor_id).where(in_edition)
    requests = {code: (id_, exhibitor_id) for code, id_, exhibitor_id in db.session.execute(asked)}
    on_floor = (Booth.organisation_id == actor.organisation_id) & (Booth.edition_id == drawn.edition_id)
    booths = {row.number: row.id for row in db.session.execute(select(Booth.number, Booth.id).where(on_floor))}
    common = {"organisation_id": actor.organisation_id, "edition_id": drawn.edition_id, "draw_id": drawn.id}
    offers = [
        {
            **common,
            "id": new_id(),
            "booth_request_id": requests[entry["code"]][0],
            "exhibitor_id": requests[entry["code"]][1],
            "booth_id": booths[number],
            "choice": str(entry["choice"]),
            "origin": "draw",
            "offered_at": drawn.drawn_at,
            "offered_by": actor.account_id,
            "answer_by": answer_by,
        }
        for entry in result["allocated"]
        for number in entry["booths"]
    ]
    waiting = [
        {**common, "id": new_id(), "booth_request_id": requests[code][0], "position": position}
        for position, code in enumerate(result["waiting"], start=1)
    ]
    _insert(Allocation, offers)
    _insert(WaitingListEntry, waiting)


def _insert(table: type[Allocation] | type[WaitingListEntry], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), list(rows))
