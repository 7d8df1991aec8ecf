"""Reads about the versions of a plan: the published copy, and in what the draft differs from it.

The copy is ``{"format": "fairapp-plan/1", "halls": […], "classes": […], "booths": […], "features": […]}`` in the units
of the tables; booths are told apart by id, so that a renumbered booth is the same booth.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.floor_plan import FloorPlan
from fairapp.queries.floor_plan import BoothRow, ClassRow, HallRow, list_booths, list_classes, list_halls
from fairapp.queries.hall_features import FeatureRow, list_features

FORMAT = "fairapp-plan/1"
_GEOMETRY = ("hall", "x_mm", "y_mm", "width_mm", "depth_mm")


@dataclass(frozen=True, kw_only=True)
class PublishedPlan:
    """What is live: the version that was published last, exactly as it was then."""

    version: int
    published_at: datetime
    halls: tuple[HallRow, ...]
    classes: tuple[ClassRow, ...]
    booths: tuple[BoothRow, ...]
    features: tuple[FeatureRow, ...]


@dataclass(frozen=True, kw_only=True)
class PlanDifference:
    """How many booths the draft adds, leaves out, moves (or resizes), renumbers or gives another class; ``other`` says
    that halls, classes or what stands in the halls differ.
    """

    added: int
    removed: int
    moved: int
    renumbered: int
    reclassed: int
    other: bool

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.moved, self.renumbered, self.reclassed, self.other))


def copy_plan(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, Any]:
    """The drawing as it stands now, as JSON values."""
    wall = organisation_id, edition_id
    lists: dict[str, list[Any]] = {
        "halls": list_halls(*wall),
        "classes": list_classes(*wall),
        "booths": list_booths(*wall),
        "features": list_features(*wall),
    }
    return {"format": FORMAT} | {name: [_json(asdict(row)) for row in rows] for name, rows in lists.items()}


def find_published(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> PublishedPlan | None:
    """What is live, None before the first publication."""
    mine: Any = (FloorPlan.organisation_id == organisation_id) & (FloorPlan.edition_id == edition_id)
    asked = select(FloorPlan).where(mine, FloorPlan.published_at.is_not(None))
    plan = db.session.scalar(asked.order_by(FloorPlan.version.desc()).limit(1))
    if plan is None or plan.published_at is None:
        return None
    copied = plan.published_copy or copy_plan(organisation_id, edition_id)  # published before copies were kept
    return PublishedPlan(
        version=plan.version,
        published_at=plan.published_at,
        halls=tuple(HallRow(**_row(hall)) for hall in copied["halls"]),
        classes=tuple(ClassRow(**_row(one) | {"services": tuple(one["services"])}) for one in copied["classes"]),
        booths=tuple(BoothRow(**_row(booth)) for booth in copied["booths"]),
        features=tuple(FeatureRow(**_row(feature)) for feature in copied["features"]),
    )


def list_published_classes(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[ClassRow]:
    """The classes that families may wish for: as published, without those that the draft took away meanwhile."""
    published = find_published(organisation_id, edition_id)
    if published is None:
        return []
    drawn = {one.id for one in list_classes(organisation_id, edition_id)}
    return [one for one in published.classes if one.id in drawn]


def compare_plans(organisation_id: uuid.UUID, edition_id: uuid.UUID, published: PublishedPlan) -> PlanDifference:
    """In what the drawing being worked on differs from what is live."""
    wall = organisation_id, edition_id
    live, drawn = {b.id: b for b in published.booths}, {b.id: b for b in list_booths(*wall)}
    both = [(live[id_], drawn[id_]) for id_ in live.keys() & drawn.keys()]
    moved = Counter(any(getattr(a, name) != getattr(b, name) for name in _GEOMETRY) for a, b in both)
    others = (
        (_measures(published.halls), _measures(list_halls(*wall))),
        (_offers(published.classes), _offers(list_classes(*wall))),
        (published.features, list_features(*wall)),
    )
    return PlanDifference(
        added=len(drawn.keys() - live.keys()),
        removed=len(live.keys() - drawn.keys()),
        moved=moved[True],
        renumbered=sum(a.number != b.number for a, b in both),
        reclassed=sum(a.booth_class != b.booth_class for a, b in both),
        other=any(list(before) != list(after) for before, after in others),
    )


def _measures(halls: Iterable[HallRow]) -> list[tuple[str, str, int, int, str]]:
    """What families are told of a hall; how many people it holds may change without a new version."""
    return [(hall.code, hall.name, hall.width_mm, hall.depth_mm, hall.spread) for hall in halls]


def _offers(classes: Iterable[ClassRow]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.name, one.services) for one in classes]


def _json(row: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, uuid.UUID) else value for key, value in row.items()}


def _row(copied: dict[str, Any]) -> dict[str, Any]:
    return copied | {"id": uuid.UUID(copied["id"])}
