"""Reads about booth requests: the list, one of them with its history, what the draw needs, what the public may see."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.domain.exhibitors import search_key
from fairapp.domain.text import ascii_digits
from fairapp.models.crafts import Craft
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, BoothClass
from fairapp.models.requests import BoothRequest, RequestChoice, RequestDecision

Wish = tuple[str, str]
"""``("class", "A/std")`` or ``("booth", "A-07")``: what a choice of the draw's snapshot names, and its name."""

STATES = ("submitted", "eligible", "ineligible", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """A line of the list. ``craft`` is the code; the name of a craft depends on the reader."""

    id: uuid.UUID
    code: str
    exhibitor_id: uuid.UUID
    exhibitor: str
    exhibitor_number: str
    kind: str
    town: str
    phone: str
    craft: str
    state: str
    reason: str
    needs: tuple[str, ...]
    groups: tuple[str, ...]
    accessible: bool
    tier: int
    tier_reason: str
    units_min: int
    units_max: int
    anywhere: bool
    watts: int | None
    note: str
    source: str
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """What was decided about a request. ``by`` is the name of who decided, empty for the family itself."""

    state: str
    reason: str
    decided_at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class DrawRequest:
    """What the draw's snapshot says of a request. ``craft`` is a code; ``choices`` are wishes, best first."""

    request_id: uuid.UUID
    exhibitor_id: uuid.UUID
    code: str
    craft: str
    tier: int
    groups: tuple[str, ...]
    needs: tuple[str, ...]
    accessible: bool
    units_min: int
    units_max: int
    choices: tuple[Wish, ...]
    anywhere: bool
    seniority: int


@dataclass(frozen=True, kw_only=True)
class RequestFilter:
    """Which requests of an edition: ``text`` is a code, a register number or part of a name, in any spelling."""

    text: str = ""
    state: str = ""
    craft: str = ""


def list_requests(
    organisation_id: uuid.UUID,
    edition_id: uuid.UUID,
    wanted: RequestFilter | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[RequestRow]:
    """Oldest first."""
    asked = _with_exhibitor(select(BoothRequest, Exhibitor, Craft.code))
    asked = asked.where(*_conditions(organisation_id, edition_id, wanted or RequestFilter()))
    asked = asked.order_by(BoothRequest.submitted_at, BoothRequest.id).limit(limit).offset(offset)
    return [_row(request, exhibitor, craft) for request, exhibitor, craft in db.session.execute(asked)]


def list_request_ids(organisation_id: uuid.UUID, edition_id: uuid.UUID, wanted: RequestFilter) -> list[uuid.UUID]:
    """All that the filter lets through, for deciding about them together; withdrawn ones are left out."""
    asked = _with_exhibitor(select(BoothRequest.id))
    asked = asked.where(*_conditions(organisation_id, edition_id, wanted), BoothRequest.state != "withdrawn")
    return list(db.session.scalars(asked))


def count_requests(organisation_id: uuid.UUID, edition_id: uuid.UUID, wanted: RequestFilter) -> int:
    asked = _with_exhibitor(select(func.count()).select_from(BoothRequest))
    counted: int = db.session.execute(asked.where(*_conditions(organisation_id, edition_id, wanted))).scalar_one()
    return counted


def count_requests_by_state(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, int]:
    """Every state, also those nobody is in."""
    asked = select(BoothRequest.state, func.count()).where(*_in_edition(organisation_id, edition_id))
    found = {row[0]: row[1] for row in db.session.execute(asked.group_by(BoothRequest.state))}
    return {state: found.get(state, 0) for state in STATES}


def get_request(organisation_id: uuid.UUID, edition_id: uuid.UUID, code: str) -> RequestRow:
    """Raises ``NotFound("unknown-request")``."""
    asked = _with_exhibitor(select(BoothRequest, Exhibitor, Craft.code))
    found = db.session.execute(
        asked.where(*_in_edition(organisation_id, edition_id), BoothRequest.code == code)
    ).first()
    if found is None:
        raise NotFound("unknown-request", request=code)
    return _row(*found)


def list_codes_of_exhibitors(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, exhibitor_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, str]:
    """The code of the request that each of them has in the edition, withdrawn ones left out."""
    asked = select(BoothRequest.exhibitor_id, BoothRequest.code).where(
        *_in_edition(organisation_id, edition_id),
        BoothRequest.exhibitor_id.in_(exhibitor_ids),
        BoothRequest.state != "withdrawn",
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def list_decisions(organisation_id: uuid.UUID, request_id: uuid.UUID) -> list[DecisionRow]:
    """Oldest first."""
    asked = (
        select(RequestDecision)
        .where(RequestDecision.organisation_id == organisation_id, RequestDecision.booth_request_id == request_id)
        .order_by(RequestDecision.decided_at, RequestDecision.id)
    )
    return [
        DecisionRow(state=row.state, reason=row.reason, decided_at=row.decided_at, by=row.decided_by_name)
        for row in db.session.scalars(asked)
    ]


def list_choices(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, request_ids: Iterable[uuid.UUID] | None = None
) -> dict[uuid.UUID, tuple[Wish, ...]]:
    """The wishes of each request, best first; of all requests of the edition unless ``request_ids`` are named."""
    some = () if request_ids is None else (RequestChoice.booth_request_id.in_(list(request_ids)),)
    return _wishes_by(BoothRequest.id, organisation_id, edition_id, *some)


def list_eligible_for_draw(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[DrawRequest]:
    """Everyone who takes part in the draw, by code (order decides nothing there)."""
    choices = _wishes_by(BoothRequest.code, organisation_id, edition_id)
    asked = (
        select(
            BoothRequest.id, BoothRequest.exhibitor_id, BoothRequest.code, Craft.code.label("craft"), BoothRequest.tier,
            BoothRequest.groups, BoothRequest.needs, BoothRequest.accessible, BoothRequest.units_min,
            BoothRequest.units_max, BoothRequest.anywhere, BoothRequest.seniority,
        )
        .join(Craft, _same_wall(Craft, Craft.id == BoothRequest.craft_id, BoothRequest))
        .where(*_in_edition(organisation_id, edition_id), BoothRequest.state == "eligible")
        .order_by(BoothRequest.code)
    )  # fmt: skip
    return [
        DrawRequest(
            request_id=row.id,
            exhibitor_id=row.exhibitor_id,
            code=row.code,
            craft=row.craft,
            tier=row.tier,
            groups=tuple(row.groups),
            needs=tuple(row.needs),
            accessible=row.accessible,
            units_min=row.units_min,
            units_max=row.units_max,
            choices=choices.get(row.code, ()),
            anywhere=row.anywhere,
            seniority=row.seniority,
        )
        for row in db.session.execute(asked)
    ]


def _wishes_by(
    key: Any, organisation_id: uuid.UUID, edition_id: uuid.UUID, *conditions: ColumnElement[bool]
) -> dict[Any, tuple[Wish, ...]]:
    """Wishes by a unique column of the request. A code is read twice as fast as an id, which SQLite keeps as text."""
    asked = (
        select(key, BoothClass.code, Booth.number)
        .select_from(RequestChoice)
        .join(BoothRequest, _same_wall(BoothRequest, BoothRequest.id == RequestChoice.booth_request_id))
        .outerjoin(BoothClass, _same_wall(BoothClass, BoothClass.id == RequestChoice.booth_class_id))
        .outerjoin(Booth, _same_wall(Booth, Booth.id == RequestChoice.booth_id))
        .where(*_in_edition(organisation_id, edition_id), RequestChoice.organisation_id == organisation_id)
        .where(*conditions)
        .order_by(RequestChoice.booth_request_id, RequestChoice.position)
    )
    found: defaultdict[Any, list[Wish]] = defaultdict(list)
    for request, class_code, number in db.session.execute(asked):
        found[request].append(("class", class_code) if class_code else ("booth", number))
    return {request: tuple(wishes) for request, wishes in found.items()}


def _with_exhibitor(asked: Any) -> Any:
    return asked.join(Exhibitor, _same_wall(Exhibitor, Exhibitor.id == BoothRequest.exhibitor_id, BoothRequest)).join(
        Craft, _same_wall(Craft, Craft.id == BoothRequest.craft_id, BoothRequest)
    )


def _same_wall(table: Any, condition: ColumnElement[bool], other: Any = RequestChoice) -> ColumnElement[bool]:
    return and_(table.organisation_id == other.organisation_id, condition)


def _in_edition(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    return BoothRequest.organisation_id == organisation_id, BoothRequest.edition_id == edition_id


def _conditions(organisation_id: uuid.UUID, edition_id: uuid.UUID, wanted: RequestFilter) -> list[ColumnElement[bool]]:
    conditions = list(_in_edition(organisation_id, edition_id))
    if wanted.state:
        conditions.append(BoothRequest.state == wanted.state)
    if wanted.craft:
        conditions.append(Craft.code == wanted.craft)
    words = search_key(wanted.text).split()
    if words:
        typed = ascii_digits(wanted.text.strip()).upper()
        named = and_(*(Exhibitor.search_key.contains(word, autoescape=True) for word in words))
        conditions.append(or_(named, BoothRequest.code == typed, func.upper(Exhibitor.number) == typed))
    return conditions


def _row(request: BoothRequest, exhibitor: Exhibitor, craft: str) -> RequestRow:
    return RequestRow(
        id=request.id,
        code=request.code,
        exhibitor_id=exhibitor.id,
        exhibitor=exhibitor.name,
        exhibitor_number=exhibitor.number,
        kind=exhibitor.kind,
        town=exhibitor.town,
        phone=exhibitor.phone,
        craft=craft,
        state=request.state,
        reason=request.reason,
        needs=tuple(request.needs),
        groups=tuple(request.groups),
        accessible=request.accessible,
        tier=request.tier,
        tier_reason=request.tier_reason,
        units_min=request.units_min,
        units_max=request.units_max,
        anywhere=request.anywhere,
        watts=request.watts,
        note=request.note,
        source=request.source,
        submitted_at=request.submitted_at,
    )
