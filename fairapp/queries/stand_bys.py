"""Who of the waiting list stands today at whose booth."""

import uuid

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.attendance import StandBy, StandByPlace
from fairapp.models.base import named_by
from fairapp.models.draws import Allocation
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.requests import BoothRequest


def list_guests(organisation_id: uuid.UUID, session_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """By exhibitor who holds the booth, the name of the stand-by who was given it for this session."""
    asked = (
        select(Allocation.exhibitor_id, Exhibitor.name)
        .select_from(StandByPlace)
        .join(
            Allocation,
            (Allocation.organisation_id == StandByPlace.organisation_id)
            & (Allocation.booth_id == StandByPlace.booth_id)
            & Allocation.ended_at.is_(None),
        )
        .join(StandBy, named_by(StandBy, StandByPlace.stand_by_id))
        .join(BoothRequest, named_by(BoothRequest, StandBy.booth_request_id))
        .join(Exhibitor, named_by(Exhibitor, BoothRequest.exhibitor_id))
        .where(StandByPlace.organisation_id == organisation_id, StandByPlace.session_id == session_id)
    )
    return {row.exhibitor_id: row.name for row in db.session.execute(asked)}
