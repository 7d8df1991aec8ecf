"""Reads about fairs, editions and sessions."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.base import named_by
from fairapp.models.editions import Edition, Fair, Session


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    """An edition. Money is in ``currency`` with ``exponent`` decimals; ``time_zone`` is an IANA name."""

    organisation_id: uuid.UUID
    id: uuid.UUID
    slug: str
    name: str
    fair_name: str
    place: str
    starts_on: date
    ends_on: date | None
    time_zone: str
    currency: str
    exponent: int
    free: bool
    requests_open_at: datetime | None
    requests_close_at: datetime | None
    draw_settings: dict[str, Any]
    terms: str
    confirmation_hours: int
    patience_minutes: int
    tolerance_percent: int
    tolerance_units: int
    check_percent: int


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """One trading day; the moments are aware, in UTC."""

    id: uuid.UUID
    number: int
    day: date
    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime


def get_edition(organisation_id: uuid.UUID, slug: str) -> EditionRow:
    """Raises ``NotFound("unknown-edition")``, also when it is another organisation's."""
    found = _editions(Edition.organisation_id == organisation_id, Edition.slug == slug)
    if not found:
        raise NotFound("unknown-edition", edition=slug)
    return found[0]


def get_edition_by_id(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> EditionRow:
    """Raises ``NotFound("unknown-edition")``."""
    found = _editions(Edition.organisation_id == organisation_id, Edition.id == edition_id)
    if not found:
        raise NotFound("unknown-edition", edition=str(edition_id))
    return found[0]


def get_edition_anywhere(slug: str) -> EditionRow:
    """For commands, which stand outside the wall. Raises NotFound or ``Refused("which-organisation")``."""
    found = _editions(Edition.slug == slug)
    if not found:
        raise NotFound("unknown-edition", edition=slug)
    if len(found) > 1:
        raise Refused("which-organisation", slugs=slug)
    return found[0]


def list_editions(organisation_id: uuid.UUID) -> list[EditionRow]:
    """Newest first."""
    return _editions(Edition.organisation_id == organisation_id)


def list_sessions(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[SessionRow]:
    """By number."""
    asked = (
        select(Session)
        .where(Session.organisation_id == organisation_id, Session.edition_id == edition_id)
        .order_by(Session.number)
    )
    return [
        SessionRow(
            id=s.id,
            number=s.number,
            day=s.day,
            opens_at=s.opens_at,
            closes_at=s.closes_at,
            cut_off_at=s.cut_off_at,
        )
        for s in db.session.scalars(asked)
    ]


def _editions(*conditions: Any) -> list[EditionRow]:
    asked = (
        select(Edition, Fair.name)
        .join(Fair, named_by(Fair, Edition.fair_id))
        .where(*conditions)
        .order_by(Edition.starts_on.desc(), Edition.slug)
    )
    return [_row(edition, fair_name) for edition, fair_name in db.session.execute(asked)]


def _row(edition: Edition, fair_name: str) -> EditionRow:
    return EditionRow(
        organisation_id=edition.organisation_id,
        id=edition.id,
        slug=edition.slug,
        name=edition.name,
        fair_name=fair_name,
        place=edition.place,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        time_zone=edition.time_zone,
        currency=edition.currency,
        exponent=edition.exponent,
        free=edition.free,
        requests_open_at=edition.requests_open_at,
        requests_close_at=edition.requests_close_at,
        draw_settings=dict(edition.draw_settings),
        terms=edition.terms,
        confirmation_hours=edition.confirmation_hours,
        patience_minutes=edition.patience_minutes,
        tolerance_percent=edition.tolerance_percent,
        tolerance_units=edition.tolerance_units,
        check_percent=edition.check_percent,
    )
