"""Reads for the page on which a hall's drawing is edited: its booths, also those taken out of the plan."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.floor_plan import Booth, BoothClass, Hall


@dataclass(frozen=True, kw_only=True)
class EditedBooth:
    """A booth as it is drawn, in millimetres; ``withdrawn`` ones are out of the plan and keep their place on paper."""

    id: uuid.UUID
    number: str
    row: int
    place: int
    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int
    booth_class: str
    withdrawn: bool


def list_edited_booths(organisation_id: uuid.UUID, edition_id: uuid.UUID, hall: str) -> list[EditedBooth]:
    """Row by row, place by place; those taken out last."""
    asked = (
        select(Booth, BoothClass.code)
        .join(Hall, named_by(Hall, Booth.hall_id))
        .join(
            BoothClass,
            named_by(BoothClass, Booth.booth_class_id),
        )
        .where(Booth.organisation_id == organisation_id, Booth.edition_id == edition_id, Hall.code == hall)
        .order_by(Booth.withdrawn_at.is_not(None), Booth.row, Booth.place)
    )
    return [
        EditedBooth(
            id=booth.id,
            number=booth.number,
            row=booth.row,
            place=booth.place,
            x_mm=booth.x_mm,
            y_mm=booth.y_mm,
            width_mm=booth.width_mm,
            depth_mm=booth.depth_mm,
            booth_class=booth_class,
            withdrawn=booth.withdrawn_at is not None,
        )
        for booth, booth_class in db.session.execute(asked)
    ]
