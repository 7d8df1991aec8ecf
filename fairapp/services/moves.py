"""What an organiser changes by hand after the draw, always with a reason and always shown as done by hand."""

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, select

from fairapp.db import db, transactional
from fairapp.domain.allocation import Move
from fairapp.domain.codes import normalise_request_code
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.draws import Allocation, Draw, Substitution
from fairapp.models.exhibitors import ExhibitorMember
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import (
    Given,
    end_allocations,
    find_drawn,
    give_booths,
    held_now,
    painted_numbers,
    requests_coded,
)
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.reallocations import answer_until, record_reallocation

LONGEST_REASON = 1_000
MANUAL = "manual"


@transactional
def move_family(actor: Actor, edition_id: uuid.UUID, *, code: str, booths: str, reason: str) -> None:
    """A family leaves what she holds for as many free booths, numbers with spaces between. Her answer stays as it was.

    Raises ``Refused("reason-missing")``, ``Refused("booths-differ-in-number")``, NotFound ``unknown-booth``,
    ``unknown-request``, Conflict ``booth-held``, ``holds-no-booth``, ``not-drawn-yet``.
    """
    lock_edition(actor, edition_id)
    why, drawn = _reason(reason), _drawn(actor, edition_id)
    held = held_now(actor, edition_id)
    request = _request(actor, edition_id, code)
    mine = _holding(held, request)
    wanted = _free_booths(actor, edition_id, booths.upper().split())
    if len(wanted) != len(mine):
        raise Refused("booths-differ-in-number", number=len(mine))
    before = _numbers(actor, mine)
    end_allocations(actor, mine, "moved")
    given = Given(
        request=request, booth_ids=tuple(booth.id for booth in wanted), choice=MANUAL, origin=MANUAL, reason=why,
        keeps=mine[0],
    )  # fmt: skip
    give_booths(actor, drawn, [given], answer_by=answer_until(actor, edition_id))
    after = tuple(booth.number for booth in wanted)
    move = Move(code=request.code, before=before, after=after, choice=MANUAL)
    record_reallocation(actor, edition_id, "move", [move], reason=why)
    record_event(
        actor, "allocation.moved-by-hand", subject=request.code, edition_id=edition_id, booths=list(after), reason=why
    )


@transactional
def swap_families(actor: Actor, edition_id: uuid.UUID, *, first: str, second: str, reason: str) -> None:
    """Two families exchange what they hold. Raises as ``move_family``, and ``Refused("same-family")``."""
    lock_edition(actor, edition_id)
    why, drawn = _reason(reason), _drawn(actor, edition_id)
    held = held_now(actor, edition_id)
    one, other = (_request(actor, edition_id, code) for code in (first, second))
    if one.id == other.id:
        raise Refused("same-family")
    hers, theirs = _holding(held, one), _holding(held, other)
    at, there = _numbers(actor, hers), _numbers(actor, theirs)
    end_allocations(actor, [*hers, *theirs], "swapped")
    given = [
        Given(
            request=request, booth_ids=tuple(left.booth_id for left in leaves), choice=MANUAL, origin=MANUAL,
            reason=why, keeps=keeps[0],
        )
        for request, leaves, keeps in ((one, theirs, hers), (other, hers, theirs))
    ]  # fmt: skip
    give_booths(actor, drawn, given, answer_by=answer_until(actor, edition_id))
    moves = [
        Move(code=one.code, before=at, after=there, choice=MANUAL),
        Move(code=other.code, before=there, after=at, choice=MANUAL),
    ]
    record_reallocation(actor, edition_id, "swap", moves, reason=why)
    record_event(
        actor, "allocations.swapped", subject=f"{one.code} {other.code}", edition_id=edition_id,
        booths=[*at, *there], reason=why,
    )  # fmt: skip


@transactional
def substitute_member(actor: Actor, edition_id: uuid.UUID, *, code: str, member_id: uuid.UUID, reason: str) -> None:
    """Another member of the household takes over; place and badge stay the family's.

    Raises ``Refused("reason-missing")``, NotFound ``unknown-request``, ``unknown-member``, and
    ``Conflict("holds-no-booth")``.
    """
    lock_edition(actor, edition_id)
    why = _reason(reason)
    request = _request(actor, edition_id, code)
    _holding(held_now(actor, edition_id), request)
    member = db.session.scalar(
        select(ExhibitorMember).where(
            ExhibitorMember.organisation_id == actor.organisation_id,
            ExhibitorMember.exhibitor_id == request.exhibitor_id,
            ExhibitorMember.id == member_id,
        )
    )
    if member is None:
        raise NotFound("unknown-member")
    db.session.add(
        Substitution(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            booth_request_id=request.id,
            member_id=member.id,
            member_name=member.name,
            reason=why,
            recorded_at=now(),
            recorded_by=actor.account_id,
            recorded_by_name=actor.name,
        )
    )
    record_event(actor, "member.substituted", subject=request.code, edition_id=edition_id, reason=why)


def _reason(text: str) -> str:
    reason = clean_text(text, LONGEST_REASON, lines=True)
    if not reason:
        raise Refused("reason-missing")
    return reason


def _drawn(actor: Actor, edition_id: uuid.UUID) -> Draw:
    drawn = find_drawn(actor, edition_id)
    if drawn is None:
        raise Conflict("not-drawn-yet")
    return drawn


def _request(actor: Actor, edition_id: uuid.UUID, typed: str) -> BoothRequest:
    code = normalise_request_code(typed)
    found = requests_coded(actor, edition_id, [code]).get(code)
    if found is None:
        raise NotFound("unknown-request", request=code)
    return found


def _holding(held: dict[str, list[Allocation]], request: BoothRequest) -> list[Allocation]:
    if request.code not in held:
        raise Conflict("holds-no-booth", request=request.code)
    return held[request.code]


def _numbers(actor: Actor, allocations: Sequence[Allocation]) -> tuple[str, ...]:
    numbers = painted_numbers(actor, [one.booth_id for one in allocations])
    return tuple(numbers[one.booth_id] for one in allocations)


def _free_booths(actor: Actor, edition_id: uuid.UUID, numbers: Sequence[str]) -> list[Booth]:
    in_plan = select(Booth).where(
        Booth.organisation_id == actor.organisation_id,
        Booth.edition_id == edition_id,
        Booth.number.in_(numbers),
        Booth.withdrawn_at.is_(None),
    )
    found = {booth.number: booth for booth in db.session.scalars(in_plan)}
    wanted = []
    for number in dict.fromkeys(numbers):
        if number not in found:
            raise NotFound("unknown-booth", booth=number[:40])
        held = exists().where(
            Allocation.organisation_id == actor.organisation_id,
            Allocation.booth_id == found[number].id,
            Allocation.ended_at.is_(None),
        )
        if db.session.scalar(select(held)):
            raise Conflict("booth-held", booth=number)
        wanted.append(found[number])
    return wanted
