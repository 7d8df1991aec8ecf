"""What a draw would be held over right now: plan, eligible requests, locks, settings as fairapp-draw/1."""

import uuid
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.allocation import FORMAT
from fairapp.models.base import named_by
from fairapp.models.draws import Lock
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.queries.editions import EditionRow
from fairapp.queries.floor_plan import BoothRow, list_booths, list_classes, list_halls
from fairapp.queries.requests import DrawRequest, list_eligible_for_draw


def build_snapshot(edition: EditionRow) -> dict[str, Any]:
    """The snapshot of an edition as it stands; the domain's parser says whether a draw can be held over it.

    Codes only: no name of a person enters it. A place taken out of the plan ends the row there.
    """
    wall = edition.organisation_id, edition.id
    booths = list_booths(*wall)
    settings = edition.draw_settings
    return {
        "format": FORMAT,
        "edition": edition.slug,
        "order": settings.get("order", "draw"),
        "halls": [
            {"hall": hall.code, "spread": hall.spread, "rows": _rows(b for b in booths if b.hall == hall.code)}
            for hall in list_halls(*wall)
        ],
        "classes": [
            {
                "class": kind.code,
                "hall": kind.hall,
                "services": sorted(kind.services),
                "booths": [booth.number for booth in booths if booth.booth_class == kind.code],
            }
            for kind in list_classes(*wall)
        ],
        "ceilings": list(settings.get("ceilings", [])),
        "roster": list(settings.get("roster", [])),
        "locks": _locks(*wall),
        "requests": [_request(asked) for asked in list_eligible_for_draw(*wall)],
    }


def _rows(booths: Iterable[BoothRow]) -> list[list[str]]:
    """Neighbours are consecutive places: a gap begins a new list."""
    by_run = groupby(enumerate(booths), key=lambda numbered: (numbered[1].row, numbered[1].place - numbered[0]))
    return [[booth.number for _, booth in run] for _, run in by_run]


def _locks(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[dict[str, Any]]:
    asked = (
        select(BoothRequest.code, Booth.number, Lock.reason)
        .join(
            BoothRequest,
            named_by(BoothRequest, Lock.booth_request_id),
        )
        .join(Booth, named_by(Booth, Lock.booth_id))
        .where(Lock.organisation_id == organisation_id, Lock.edition_id == edition_id)
        .order_by(BoothRequest.code, Booth.row, Booth.place)
    )
    found: dict[str, dict[str, Any]] = {}
    for code, number, reason in db.session.execute(asked):
        found.setdefault(code, {"code": code, "booths": [], "reason": reason})["booths"].append(number)
    return list(found.values())


def _request(asked: DrawRequest) -> dict[str, Any]:
    return {
        "code": asked.code,
        "craft": asked.craft,
        "tier": asked.tier,
        "groups": sorted(asked.groups),
        "needs": sorted(asked.needs),
        "accessible": asked.accessible,
        "units": {"min": asked.units_min, "max": asked.units_max},
        "choices": [{kind: name} for kind, name in asked.choices],
        "anywhere": asked.anywhere,
        "seniority": asked.seniority,
    }
