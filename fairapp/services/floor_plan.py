"""The plan of an edition: drawn from a sentence, published; its classes and gates. Frozen while a draw stands on it."""

import re
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import exists, func, select, update

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.floor_plan import SERVICES, draw_halls
from fairapp.domain.text import clean_text
from fairapp.models.base import new_id
from fairapp.models.floor_plan import Booth, BoothClass, Gate, Hall
from fairapp.models.requests import RequestChoice
from fairapp.services.audit import Actor, record_event
from fairapp.services.editions import check_not_committed, lock_edition
from fairapp.services.plan_drawing import redraw
from fairapp.services.plan_versions import open_draft, publish_plan

__all__ = [
    "SPREADS",
    "add_class",
    "add_gate",
    "assign_rows",
    "draw_plan",
    "edit_class",
    "edit_hall",
    "publish_plan",
    "remove_class",
]

LONGEST_NAME = 80
SPREADS = ("none", "spread", "cluster")
MOST_PEOPLE = 1_000_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


@transactional
def draw_plan(actor: Actor, edition_id: uuid.UUID, sentence: str) -> None:
    """Draw the halls that ``sentence`` says, one a line, as a draft. Booths that stay keep their class and their id.

    A new hall ``A`` gets one class ``A/std`` with power. Raises what ``draw_halls`` raises, ``draw-committed``, and
    ``Conflict("plan-in-use")`` when a booth or class that someone wishes or holds would be gone.
    """
    edition = lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    halls = draw_halls(sentence)
    plan = open_draft(actor, edition_id)
    redraw(actor, edition_id, halls)
    plan.sentence = sentence.strip()
    booths = sum(len(hall.booths) for hall in halls)
    record_event(actor, "plan.drawn", subject=edition.slug, edition_id=edition_id, halls=len(halls), booths=booths)


@transactional
def edit_hall(
    actor: Actor, edition_id: uuid.UUID, hall_code: str, *, name: str, spread: str, capacity: int | None
) -> None:
    """``spread`` says how families of one craft lie (none, spread, cluster); ``capacity`` is people at once."""
    lock_edition(actor, edition_id)
    hall = _hall(actor, edition_id, hall_code)
    if spread not in SPREADS:
        raise Refused("unknown-spread", spread=spread)
    if capacity is not None and not 1 <= capacity <= MOST_PEOPLE:
        raise Refused("capacity-out-of-range", most=MOST_PEOPLE)
    if spread != hall.spread:
        check_not_committed(actor, edition_id)
    if (name.strip(), spread) != (hall.name, hall.spread):
        open_draft(actor, edition_id)
    hall.name, hall.spread, hall.capacity = _named(name), spread, capacity
    record_event(actor, "hall.edited", subject=hall_code, edition_id=edition_id)


@transactional
def add_class(
    actor: Actor, edition_id: uuid.UUID, *, hall_code: str, code: str, name: str, services: Sequence[str]
) -> uuid.UUID:
    """A class ``<hall>/<code>``, last in the published order. Raises ``place-code-unreadable``, ``class-exists``."""
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    open_draft(actor, edition_id)
    hall = _hall(actor, edition_id, hall_code)
    full = f"{hall_code}/{_code(code).lower()}"
    mine = (BoothClass.organisation_id == actor.organisation_id) & (BoothClass.edition_id == edition_id)
    if db.session.scalar(select(exists().where(mine, BoothClass.code == full))):
        raise Conflict("class-exists", booth_class=full)
    last = db.session.scalar(select(func.max(BoothClass.position)).where(mine)) or 0
    added = BoothClass(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=edition_id,
        hall_id=hall.id,
        code=full,
        name=_named(name),
        services=_services(services),
        position=last + 1,
    )
    db.session.add(added)
    db.session.flush()
    record_event(actor, "class.added", subject=full, edition_id=edition_id)
    return added.id


@transactional
def edit_class(actor: Actor, edition_id: uuid.UUID, code: str, *, name: str, services: Sequence[str]) -> None:
    """Rename a class, say what its booths offer."""
    lock_edition(actor, edition_id)
    found = _class(actor, edition_id, code)
    if _services(services) != list(found.services):
        check_not_committed(actor, edition_id)
    open_draft(actor, edition_id)
    found.name, found.services = _named(name), _services(services)
    record_event(actor, "class.edited", subject=code, edition_id=edition_id, services=_services(services))


@transactional
def remove_class(actor: Actor, edition_id: uuid.UUID, code: str) -> None:
    """Raises ``Conflict("class-in-use")`` while it has booths or someone wishes for it."""
    lock_edition(actor, edition_id)
    found = _class(actor, edition_id, code)
    of_class = (
        exists().where(table.organisation_id == actor.organisation_id, table.booth_class_id == found.id)
        for table in (Booth, RequestChoice)
    )
    if any(db.session.scalar(select(used)) for used in of_class):
        raise Conflict("class-in-use", booth_class=code)
    open_draft(actor, edition_id)
    db.session.delete(found)
    record_event(actor, "class.removed", subject=code, edition_id=edition_id)


@transactional
def assign_rows(actor: Actor, edition_id: uuid.UUID, hall_code: str, classes: Mapping[int, str]) -> None:
    """Say which class each row of a hall belongs to: row number → code of a class of that hall."""
    lock_edition(actor, edition_id)
    check_not_committed(actor, edition_id)
    open_draft(actor, edition_id)
    hall = _hall(actor, edition_id, hall_code)
    for row, code in classes.items():
        found = _class(actor, edition_id, code)
        if found.hall_id != hall.id:
            raise Refused("class-of-another-hall", booth_class=code)
        db.session.execute(
            update(Booth)
            .where(Booth.organisation_id == actor.organisation_id, Booth.hall_id == hall.id, Booth.row == row)
            .values(booth_class_id=found.id)
        )
    record_event(actor, "rows.assigned", subject=hall_code, edition_id=edition_id)


@transactional
def add_gate(actor: Actor, edition_id: uuid.UUID, *, code: str, name: str, hall_code: str | None = None) -> uuid.UUID:
    """A way in or out, of one hall or of the whole fair. Raises ``gate-exists``, ``place-code-unreadable``."""
    lock_edition(actor, edition_id)
    code = _code(code).upper()
    mine = (Gate.organisation_id == actor.organisation_id) & (Gate.edition_id == edition_id)
    if db.session.scalar(select(exists().where(mine, Gate.code == code))):
        raise Conflict("gate-exists", gate=code)
    gate = Gate(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=edition_id,
        hall_id=None if hall_code is None else _hall(actor, edition_id, hall_code).id,
        code=code,
        name=_named(name),
    )
    db.session.add(gate)
    db.session.flush()
    record_event(actor, "gate.added", subject=code, edition_id=edition_id)
    return gate.id


def _hall(actor: Actor, edition_id: uuid.UUID, code: str) -> Hall:
    mine = (Hall.organisation_id == actor.organisation_id) & (Hall.edition_id == edition_id)
    hall = db.session.scalar(select(Hall).where(mine, Hall.code == code))
    if hall is None:
        raise NotFound("unknown-hall", hall=code)
    return hall


def _class(actor: Actor, edition_id: uuid.UUID, code: str) -> BoothClass:
    mine = (BoothClass.organisation_id == actor.organisation_id) & (BoothClass.edition_id == edition_id)
    found = db.session.scalar(select(BoothClass).where(mine, BoothClass.code == code))
    if found is None:
        raise NotFound("unknown-class", booth_class=code)
    return found


def _named(text: str) -> str:
    cleaned = clean_text(text, LONGEST_NAME)
    if not cleaned:
        raise Refused("place-name-missing")
    return cleaned


def _code(text: str) -> str:
    """A short Latin code that stands on papers and in files."""
    if not _CODE.fullmatch(text.strip()):
        raise Refused("place-code-unreadable", text=text)
    return text.strip()


def _services(services: Sequence[str]) -> list[str]:
    """In the order of ``SERVICES``, each once."""
    unknown = sorted(set(services) - set(SERVICES))
    if unknown:
        raise Refused("unknown-service", service=unknown[0])
    return [service for service in SERVICES if service in services]
