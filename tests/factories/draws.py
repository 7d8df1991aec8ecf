"""An edition with a plan, exhibitors and eligible requests, ready for a draw. All families are invented."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import insert, select

from fairapp.db import db, transactional
from fairapp.domain.exhibitors import search_key
from fairapp.models.base import new_id
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor
from fairapp.services.clock import now, replaying
from fairapp.services.crafts import seed_crafts
from fairapp.services.draws import commit_draw, run_draw
from fairapp.services.editions import create_edition, set_sessions
from fairapp.services.floor_plan import draw_plan, publish_plan
from fairapp.services.new_requests import NewRequest
from fairapp.services.requests import decide_requests, submit_requests
from tests.factories.accounts import an_organisation

SLUG = "jeddah-2014"


@dataclass(frozen=True, kw_only=True)
class ReadyEdition:
    """An edition and, for each family in order, her exhibitor's id and the code of her request."""

    actor: Actor
    id: uuid.UUID
    exhibitors: list[uuid.UUID]
    codes: list[str]


def an_edition(actor: Actor, slug: str = SLUG) -> uuid.UUID:
    """Three evenings in Jeddah."""
    edition_id = create_edition(
        actor,
        fair="ملتقى الأسر المنتجة",
        slug=slug,
        name="ملتقى الأسر المنتجة الثالث",
        place="جدة",
        starts_on=date(2014, 12, 3),
        ends_on=date(2014, 12, 5),
        time_zone="Asia/Riyadh",
        currency="SAR",
    )
    days = [date(2014, 12, 3), date(2014, 12, 4), date(2014, 12, 5)]
    set_sessions(actor, edition_id, dates=days, opens=time(16), closes=time(23), cut_off_minutes=60)
    return edition_id


@transactional
def families(actor: Actor, crafts: Sequence[uuid.UUID], first: int = 1) -> list[uuid.UUID]:
    """Invented families, one for each craft given."""
    rows = [
        {
            "organisation_id": actor.organisation_id,
            "id": new_id(),
            "number": str(first + at),
            "serial": first + at,
            "kind": "family",
            "name": f"أسرة {first + at}",
            "search_key": search_key(f"أسرة {first + at}"),
            "craft_id": craft,
            "groups": [],
            "created_at": now(),
            "updated_at": now(),
        }
        for at, craft in enumerate(crafts)
    ]
    db.session.execute(insert(Exhibitor), rows)
    return [uuid.UUID(str(row["id"])) for row in rows]


def ready_edition(
    plan: str = "Hall A: 1 row of 3, 3 × 3 m",
    wishes: Sequence[Sequence[str]] = (("A/std",),) * 5,
    *,
    organisation: str = "jeddah-chamber",
    crafts: Sequence[str] = ("pottery",),
    units: Sequence[int] = (1,),
    anywhere: bool = False,
) -> ReadyEdition:
    """As many families as ``wishes``; ``crafts`` and ``units`` (the least each takes) repeat."""
    actor = an_organisation(organisation)
    by_code = seed_crafts(actor)
    edition_id = an_edition(actor)
    draw_plan(actor, edition_id, plan)
    publish_plan(actor, edition_id)
    made = [by_code[crafts[at % len(crafts)]] for at in range(len(wishes))]
    exhibitors = families(actor, made)
    asked = [
        NewRequest(
            exhibitor_id=exhibitor,
            choices=tuple(wanted),
            anywhere=anywhere,
            units_min=units[at % len(units)],
            units_max=units[at % len(units)],
        )
        for at, (exhibitor, wanted) in enumerate(zip(exhibitors, wishes, strict=True))
    ]
    codes = submit_requests(actor, edition_id, asked)
    decide_requests(actor, edition_id, request_ids(actor, edition_id), eligible=True)
    return ReadyEdition(actor=actor, id=edition_id, exhibitors=exhibitors, codes=codes)


def request_ids(actor: Actor, edition_id: uuid.UUID) -> list[uuid.UUID]:
    """Every request of the edition, whatever its state."""
    asked = select(BoothRequest.id).where(
        BoothRequest.organisation_id == actor.organisation_id, BoothRequest.edition_id == edition_id
    )
    return list(db.session.scalars(asked))


def committed(ready: ReadyEdition) -> datetime:
    """Commit the draw with a day for objections; returns when the seed is due."""
    due = now() + timedelta(hours=25)
    commit_draw(ready.actor, ready.id, seed_source="كرات السحب في قاعة الغرفة", seed_at=due)
    return due


def drawn(ready: ReadyEdition, digits: str = "407193") -> None:
    """Commit and draw."""
    due = committed(ready)
    with replaying(due + timedelta(minutes=1)):
        run_draw(ready.actor, ready.id, digits=digits)


OPENING = datetime(2014, 12, 3, 13, 0, tzinfo=UTC)
"""When the first session of ``an_edition`` opens."""
