"""Reads about what stands in a hall and is no booth: aisles, walls, entrances, pillars, fire exits."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.floor_plan import Hall, HallFeature


@dataclass(frozen=True, kw_only=True)
class FeatureRow:
    """A labelled rectangle in millimetres; ``hall`` is the code of its hall."""

    id: uuid.UUID
    hall: str
    kind: str
    label: str
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int


def list_features(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[FeatureRow]:
    """Hall by hall, in the order they were drawn."""
    asked = (
        select(HallFeature, Hall.code)
        .join(Hall, named_by(Hall, HallFeature.hall_id))
        .where(HallFeature.organisation_id == organisation_id, HallFeature.edition_id == edition_id)
        .order_by(Hall.position, Hall.code, HallFeature.id)
    )
    return [
        FeatureRow(
            id=found.id,
            hall=hall,
            kind=found.kind,
            label=found.label,
            x_mm=found.x_mm,
            y_mm=found.y_mm,
            width_mm=found.width_mm,
            depth_mm=found.depth_mm,
        )
        for found, hall in db.session.execute(asked)
    ]
