"""What a snapshot does not say of a family and a rehearsal counts by: where she comes from, whether it is her first."""

import uuid

from sqlalchemy import exists, select

from fairapp.db import db
from fairapp.models.base import named_by
from fairapp.models.draws import Allocation
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.requests import BoothRequest

FIRST, AGAIN = "first", "again"


def list_traits(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, dict[str, str]]:
    """``{"region": {code: region}, "times": {code: "first" or "again"}}`` for the eligible requests of an edition.

    ``again``: she confirmed a booth in an edition that began before this one. Who gave no region is left out there.
    """
    begins = select(Edition.starts_on).where(Edition.organisation_id == organisation_id, Edition.id == edition_id)
    before = (
        exists()
        .where(Allocation.organisation_id == BoothRequest.organisation_id)
        .where(Allocation.exhibitor_id == BoothRequest.exhibitor_id, Allocation.confirmed_at.is_not(None))
        .where(Edition.organisation_id == Allocation.organisation_id, Edition.id == Allocation.edition_id)
        .where(Edition.id != edition_id, Edition.starts_on < begins.scalar_subquery())
    )
    asked = (
        select(BoothRequest.code, Exhibitor.region, before.label("again"))
        .join(
            Exhibitor,
            named_by(Exhibitor, BoothRequest.exhibitor_id),
        )
        .where(BoothRequest.organisation_id == organisation_id, BoothRequest.edition_id == edition_id)
        .where(BoothRequest.state == "eligible")
    )
    rows = list(db.session.execute(asked))
    return {
        "region": {row.code: row.region.strip() for row in rows if row.region.strip()},
        "times": {row.code: AGAIN if row.again else FIRST for row in rows},
    }
