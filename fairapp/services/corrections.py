"""Appeals: a fact put right after the draw, and what the same seed would have given with it. Nobody loses a booth.

The frozen list and its result stay as they were published. Corrections count for what is given from now on, and the
rehearsal with the same seed says what an appeal is worth; a booth for it is then given by hand.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.allocation import draw_with_seed, parse_json, read_snapshot
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.floor_plan import SERVICES
from fairapp.domain.text import clean_text
from fairapp.models.crafts import Craft
from fairapp.models.draws import Draw
from fairapp.models.requests import BoothRequest, FactCorrection
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import find_drawn, requests_coded
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition

LONGEST_REASON = 1_000
MOST_TIER = 9
MOST_GROUPS = 20
YES = {"yes", "oui", "نعم"}
NO = {"no", "non", "لا"}
FACTS = ("accessible", "needs", "tier", "groups", "craft")


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a request got in the draw and what it would have got; no booths is waiting."""

    code: str
    booths: tuple[str, ...]
    would_be: tuple[str, ...]


@transactional
def correct_fact(actor: Actor, edition_id: uuid.UUID, *, code: str, fact: str, value: str, reason: str) -> None:
    """Put one fact of a drawn request right. ``fact`` is tier, groups, needs, accessible or craft; ``value`` as typed.

    Raises ``Conflict("not-drawn-yet")``, ``NotFound("code-not-in-draw")``, and Refused ``reason-missing``,
    ``fact-unknown``, ``fact-unreadable``, ``fact-unchanged``, ``invalid-snapshot``.
    """
    lock_edition(actor, edition_id)
    drawn = find_drawn(actor, edition_id)
    if drawn is None:
        raise Conflict("not-drawn-yet")
    why = clean_text(reason, LONGEST_REASON, lines=True)
    if not why:
        raise Refused("reason-missing")
    code = normalise_request_code(code)
    listed = {asked["code"]: asked for asked in corrected_snapshot(actor, drawn)["requests"]}
    request = requests_coded(actor, edition_id, [code]).get(code)
    if code not in listed or request is None:
        raise NotFound("code-not-in-draw", request=code)
    after = _read_fact(actor, fact, value)
    before = listed[code][fact]
    if after == before:
        raise Refused("fact-unchanged")
    db.session.add(
        FactCorrection(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            booth_request_id=request.id,
            fact=fact,
            before=before,
            after=after,
            reason=why,
            corrected_at=now(),
            corrected_by=actor.account_id,
            corrected_by_name=actor.name,
        )
    )
    db.session.flush()
    read_snapshot(corrected_snapshot(actor, drawn))
    record_event(actor, "request.corrected", subject=code, edition_id=edition_id, reason=why)


def corrected_snapshot(actor: Actor, drawn: Draw) -> dict[str, Any]:
    """The frozen list with every correction since."""
    snapshot = cast(dict[str, Any], parse_json(drawn.snapshot))
    asked = (
        select(BoothRequest.code, FactCorrection.fact, FactCorrection.after)
        .join(
            BoothRequest,
            (BoothRequest.organisation_id == FactCorrection.organisation_id)
            & (BoothRequest.id == FactCorrection.booth_request_id),
        )
        .where(FactCorrection.organisation_id == actor.organisation_id, FactCorrection.edition_id == drawn.edition_id)
        .order_by(FactCorrection.corrected_at, FactCorrection.id)
    )
    corrections = [(row.code, row.fact, row.after) for row in db.session.execute(asked)]
    if corrections:
        listed = {request["code"]: request for request in snapshot["requests"]}
        for code, fact, after in corrections:
            listed[code][fact] = after
    return snapshot


def redraw_with_corrections(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[Changed]:
    """The same seed over the corrected list: whose outcome would differ. A simulation; nothing is changed by it.

    Raises ``Conflict("not-drawn-yet")``.
    """
    actor = Actor(organisation_id=organisation_id)
    drawn = find_drawn(actor, edition_id)
    if drawn is None or drawn.result is None or drawn.seed is None:
        raise Conflict("not-drawn-yet")
    parsed = read_snapshot(corrected_snapshot(actor, drawn))
    again = cast(dict[str, Any], draw_with_seed(parsed, drawn.snapshot_sha256, drawn.seed))
    was = {entry["code"]: tuple(entry["booths"]) for entry in json.loads(drawn.result)["allocated"]}
    would_be = {entry["code"]: tuple(entry["booths"]) for entry in again["allocated"]}
    return [
        Changed(code=code, booths=was.get(code, ()), would_be=would_be.get(code, ()))
        for code in sorted(was.keys() | would_be.keys())
        if was.get(code) != would_be.get(code)
    ]


def _read_fact(actor: Actor, fact: str, value: str) -> object:
    readers: dict[str, Callable[[str], object]] = {
        "tier": _read_tier,
        "groups": _read_groups,
        "needs": _read_needs,
        "accessible": _read_yes,
        "craft": lambda text: _read_craft(actor, text),
    }
    if fact not in readers:
        raise Refused("fact-unknown")
    return readers[fact](value.strip())


def _read_tier(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= MOST_TIER):
        raise Refused("fact-unreadable")
    return int(text)


def _read_groups(text: str) -> list[str]:
    groups = sorted({clean_text(part, 80) for part in text.replace("،", ",").split(",")} - {""})
    if len(groups) > MOST_GROUPS or "open" in groups:
        raise Refused("fact-unreadable")
    return groups


def _read_needs(text: str) -> list[str]:
    needs = sorted({part.strip() for part in text.replace("،", ",").split(",")} - {""})
    if not set(needs) <= set(SERVICES):
        raise Refused("fact-unreadable")
    return needs


def _read_yes(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise Refused("fact-unreadable")
    return text.lower() in YES


def _read_craft(actor: Actor, text: str) -> str:
    known = select(Craft.code).where(Craft.organisation_id == actor.organisation_id, Craft.code == text)
    if db.session.scalar(known) is None:
        raise Refused("fact-unreadable")
    return text
