"""What a new request says, checked against the register, the plan and the requests there are."""

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.attendance import FIRST_TIER, tier_after
from fairapp.domain.codes import request_code
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.floor_plan import SERVICES
from fairapp.domain.text import clean_text
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.models.base import new_id
from fairapp.models.crafts import Craft
from fairapp.models.exhibitors import Exhibitor, ExhibitorMember
from fairapp.models.floor_plan import Booth, BoothClass
from fairapp.models.requests import BoothRequest
from fairapp.queries.absences import LastTime, list_last_times
from fairapp.queries.former_numbers import find_former
from fairapp.services.audit import Actor
from fairapp.services.clock import now

T = TypeVar("T")

MOST_CHOICES = 20
MOST_UNITS = 10
MOST_WATTS = 50_000
LONGEST_NOTE = 2_000
SOURCES = ("public", "desk", "import")
IN_ONE_STATEMENT = 1_000


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """What a family asks for. ``choices`` are codes of booth classes (``A/std``) or booth numbers (``A-07``).

    The best choice comes first; ``units`` are booths side by side. ``craft_id`` None and empty ``groups`` are
    taken from the register. ``tier`` is at least what the last edition she took part in left her with; ``language``
    is the one she asked in.
    """

    exhibitor_id: uuid.UUID
    craft_id: uuid.UUID | None = None
    choices: tuple[str, ...] = ()
    anywhere: bool = True
    units_min: int = 1
    units_max: int = 1
    needs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    accessible: bool = False
    tier: int = 1
    seniority: int = 0
    source: str = "desk"
    watts: int | None = None
    note: str = ""
    terms_accepted: bool = False
    language: str = ""


Places = dict[str, tuple[uuid.UUID | None, uuid.UUID | None]]
Rows = list[dict[str, Any]]


def prepare_requests(actor: Actor, edition_id: uuid.UUID, requests: Sequence[NewRequest]) -> tuple[Rows, Rows]:
    """The rows of ``booth_request`` and ``request_choice`` to insert. The caller holds the edition."""
    places = _places(actor, edition_id, requests)
    exhibitors = _exhibitors(actor, requests)
    _check_crafts(actor, requests)
    _check_nobody_twice(actor, edition_id, [asked.exhibitor_id for asked in requests])
    codes = _new_codes(actor, edition_id, len(requests))
    last = list_last_times(actor.organisation_id, edition_id, exhibitors, now())
    rows: Rows = []
    choices: Rows = []
    for asked, code in zip(requests, codes, strict=True):
        _check_values(asked)
        row = _row(actor, edition_id, asked, code, exhibitors[asked.exhibitor_id])
        row |= _tier(asked, last.get(asked.exhibitor_id))
        rows.append(row)
        named = [places[choice] for choice in asked.choices if choice in places]
        if len(set(named)) != len(named):
            raise Refused("choice-repeated")  # a booth by its number and by its former one
        for position, choice in enumerate(asked.choices, start=1):
            if choice not in places:
                raise Refused("unknown-choice", choice=choice)
            booth_class_id, booth_id = places[choice]
            choices.append(
                {
                    "organisation_id": actor.organisation_id,
                    "id": new_id(),
                    "booth_request_id": row["id"],
                    "position": position,
                    "booth_class_id": booth_class_id,
                    "booth_id": booth_id,
                }
            )
    return rows, choices


def _row(
    actor: Actor, edition_id: uuid.UUID, asked: NewRequest, code: str, known: tuple[uuid.UUID | None, list[str]]
) -> dict[str, Any]:
    craft_id = asked.craft_id or known[0]
    if craft_id is None:
        raise NotFound("unknown-craft", craft="")
    return {
        "organisation_id": actor.organisation_id,
        "id": new_id(),
        "edition_id": edition_id,
        "exhibitor_id": asked.exhibitor_id,
        "craft_id": craft_id,
        "code": code,
        "groups": sorted(set(asked.groups or known[1])),
        "needs": sorted(set(asked.needs)),
        "accessible": asked.accessible,
        "units_min": asked.units_min,
        "units_max": asked.units_max,
        "anywhere": asked.anywhere,
        "seniority": asked.seniority,
        "watts": asked.watts,
        "note": clean_text(asked.note, LONGEST_NOTE, lines=True),
        "source": asked.source,
        "language": asked.language if asked.language in LANGUAGES else "",
        "terms_accepted_at": now() if asked.terms_accepted else None,
        "submitted_at": now(),
        "state": "submitted",
    }


def _tier(asked: NewRequest, last: LastTime | None) -> dict[str, Any]:
    """Who left a booth empty without excuse the last time comes after everyone else, and reads why."""
    after = tier_after(last.missed) if last else FIRST_TIER
    if last is None or after <= asked.tier:
        return {"tier": asked.tier, "tier_reason": ""}
    return {"tier": after, "tier_reason": f"{last.edition}: {', '.join(map(str, last.missed))}"}


def _check_values(asked: NewRequest) -> None:
    if asked.source not in SOURCES or asked.tier < 1 or asked.seniority < 0:
        raise ValueError(f"no family types these: {asked.source}, {asked.tier}, {asked.seniority}")
    if not 1 <= asked.units_min <= asked.units_max <= MOST_UNITS:
        raise Refused("units-out-of-range", most=MOST_UNITS)
    if asked.watts is not None and not 0 <= asked.watts <= MOST_WATTS:
        raise Refused("watts-out-of-range", most=MOST_WATTS)
    unknown = sorted(set(asked.needs) - set(SERVICES))
    if unknown:
        raise Refused("unknown-service", service=unknown[0])
    if len(asked.choices) > MOST_CHOICES:
        raise Refused("too-many-choices", most=MOST_CHOICES)
    if len(set(asked.choices)) != len(asked.choices):
        raise Refused("choice-repeated")
    if not asked.choices and not asked.anywhere:
        raise Refused("choices-missing")


def _places(actor: Actor, edition_id: uuid.UUID, requests: Sequence[NewRequest]) -> Places:
    """What a choice may name: a class by its code, else a booth by its number, else by the one that it had last."""
    mine = (BoothClass.organisation_id == actor.organisation_id) & (BoothClass.edition_id == edition_id)
    places: Places = {
        code: (id_, None) for code, id_ in db.session.execute(select(BoothClass.code, BoothClass.id).where(mine))
    }
    numbers = sorted({choice for asked in requests for choice in asked.choices} - places.keys())
    for part in parts_of(numbers):
        asked_booths = select(Booth.number, Booth.id).where(
            Booth.organisation_id == actor.organisation_id,
            Booth.edition_id == edition_id,
            Booth.number.in_(part),
            Booth.withdrawn_at.is_(None),
        )
        places |= {number: (None, id_) for number, id_ in db.session.execute(asked_booths)}
        former = find_former(actor.organisation_id, edition_id, set(part) - places.keys())
        places |= {number: (None, id_) for number, id_ in former.items()}
    return places


def _exhibitors(actor: Actor, requests: Sequence[NewRequest]) -> dict[uuid.UUID, tuple[uuid.UUID | None, list[str]]]:
    """Craft and groups of the exhibitors, from the register."""
    wanted = {asked.exhibitor_id for asked in requests}
    found: dict[uuid.UUID, tuple[uuid.UUID | None, list[str]]] = {}
    for part in parts_of(sorted(wanted)):
        asked_exhibitors = select(Exhibitor.id, Exhibitor.craft_id, Exhibitor.groups).where(
            Exhibitor.organisation_id == actor.organisation_id, Exhibitor.id.in_(part)
        )
        found |= {id_: (craft_id, list(groups)) for id_, craft_id, groups in db.session.execute(asked_exhibitors)}
    if len(found) != len(wanted):
        raise NotFound("unknown-exhibitor", exhibitor=str(next(iter(wanted - found.keys()))))
    return found


def _check_crafts(actor: Actor, requests: Sequence[NewRequest]) -> None:
    wanted = {asked.craft_id for asked in requests} - {None}
    mine = (Craft.organisation_id == actor.organisation_id) & Craft.id.in_(wanted)
    missing = wanted - set(db.session.scalars(select(Craft.id).where(mine)))
    if missing:
        raise NotFound("unknown-craft", craft=str(next(iter(missing))))


def _check_nobody_twice(actor: Actor, edition_id: uuid.UUID, exhibitor_ids: Sequence[uuid.UUID]) -> None:
    if len(set(exhibitor_ids)) != len(exhibitor_ids):
        raise Conflict("already-requested", request="")
    live = select(BoothRequest.code).where(
        BoothRequest.organisation_id == actor.organisation_id,
        BoothRequest.edition_id == edition_id,
        BoothRequest.state != "withdrawn",
    )
    for part in parts_of(exhibitor_ids):
        code = db.session.scalar(live.where(BoothRequest.exhibitor_id.in_(part)).limit(1))
        if code is not None:
            raise Conflict("already-requested", request=code)
    hashes = _person_hashes(actor, exhibitor_ids)
    if len(set(hashes)) != len(hashes):
        raise Conflict("person-already-requested", request="")
    for column, table in ((Exhibitor.id, Exhibitor), (ExhibitorMember.exhibitor_id, ExhibitorMember)):
        in_live = live.join(
            table, (table.organisation_id == BoothRequest.organisation_id) & (column == BoothRequest.exhibitor_id)
        )
        for some in parts_of(hashes):
            code = db.session.scalar(in_live.where(table.national_hash.in_(some)).limit(1))
            if code is not None:
                raise Conflict("person-already-requested", request=code)


def _person_hashes(actor: Actor, exhibitor_ids: Sequence[uuid.UUID]) -> list[str]:
    """Everyone who stands behind these exhibitors and gave a national number; someone in two of them is there twice."""
    hashes: list[str] = []
    for part in parts_of(exhibitor_ids):
        own = select(Exhibitor.id, Exhibitor.national_hash).where(
            Exhibitor.organisation_id == actor.organisation_id, Exhibitor.id.in_(part)
        )
        members = select(ExhibitorMember.exhibitor_id, ExhibitorMember.national_hash).where(
            ExhibitorMember.organisation_id == actor.organisation_id, ExhibitorMember.exhibitor_id.in_(part)
        )
        # The head of a household may be listed among its members: once per exhibitor.
        people = {(id_, hash_) for asked in (own, members) for id_, hash_ in db.session.execute(asked) if hash_}
        hashes += [hash_ for _, hash_ in people]
    return hashes


def _new_codes(actor: Actor, edition_id: uuid.UUID, count: int) -> list[str]:
    """Random codes that no request of the edition has."""
    codes: set[str] = set()
    while len(codes) < count:
        fresh = {request_code(secrets.token_bytes(16)) for _ in range(count - len(codes))} - codes
        for part in parts_of(sorted(fresh)):
            taken = select(BoothRequest.code).where(
                BoothRequest.organisation_id == actor.organisation_id,
                BoothRequest.edition_id == edition_id,
                BoothRequest.code.in_(part),
            )
            codes |= set(part) - set(db.session.scalars(taken))
    return list(codes)


def parts_of(items: Iterable[T]) -> Iterator[list[T]]:
    """The same in parts that fit into one statement."""
    whole = list(items)
    for start in range(0, len(whole), IN_ONE_STATEMENT):
        yield whole[start : start + IN_ONE_STATEMENT]
