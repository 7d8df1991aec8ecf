"""Reads about published results, and what would be published now."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.domain.publications import (
    ChangedFigure,
    PublishedFigures,
    PublishedSession,
    changed_figures,
    read_figures,
)
from fairapp.domain.results import Headline, HeadlineKind, headline
from fairapp.models.results import Publication
from fairapp.queries.results import Totals


@dataclass(frozen=True, kw_only=True)
class PublicationRow:
    """One revision. ``changed`` says where it differs from the one before; nothing for the first."""

    revision: int
    document: str
    sha256: str
    reason: str
    published_at: datetime
    published_by: str
    figures: PublishedFigures
    changed: tuple[ChangedFigure, ...]

    @property
    def headlines(self) -> tuple[Headline, ...]:
        """What the press may say of these figures."""
        told = self.figures
        found = (
            headline(HeadlineKind.TAKINGS, told.takings_minor, currency=told.currency, exponent=told.exponent),
            headline(HeadlineKind.ENTRIES, told.entries),
        )
        return tuple(line for line in found if line is not None)


def list_publications(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> list[PublicationRow]:
    """Every revision of an edition's published results, the newest first."""
    asked = (
        select(Publication)
        .where(Publication.organisation_id == organisation_id, Publication.edition_id == edition_id)
        .order_by(Publication.revision)
    )
    rows: list[PublicationRow] = []
    for one in db.session.scalars(asked):
        figures = read_figures(json.loads(one.document)["figures"])
        rows.append(
            PublicationRow(
                revision=one.revision,
                document=one.document,
                sha256=one.sha256,
                reason=one.reason,
                published_at=one.published_at,
                published_by=one.published_by_name,
                figures=figures,
                changed=tuple(changed_figures(rows[-1].figures, figures)) if rows else (),
            )
        )
    return rows[::-1]


def get_publication(organisation_id: uuid.UUID, edition_id: uuid.UUID, revision: int) -> PublicationRow:
    """Raises ``NotFound("unknown-publication")``."""
    for row in list_publications(organisation_id, edition_id):
        if row.revision == revision:
            return row
    raise NotFound("unknown-publication")


def find_standing(organisation_id: uuid.UUID, edition_id: uuid.UUID, totals: Totals) -> PublicationRow | None:
    """The last revision while it says what ``totals`` say; None when nothing is published or figures have changed."""
    published = list_publications(organisation_id, edition_id)
    return published[0] if published and published[0].figures == figures_of(totals) else None


def figures_of(totals: Totals) -> PublishedFigures:
    """What would be published of these totals."""
    return PublishedFigures(
        currency=totals.currency,
        exponent=totals.exponent,
        days=totals.days_begun,
        reporting=totals.reporting,
        takings_minor=totals.takings_minor,
        audited_minor=totals.evidence.audited_minor,
        matched_minor=totals.evidence.matched_minor,
        declared_minor=totals.evidence.declared_minor,
        estimated_minor=totals.estimated_minor,
        sales=totals.sales,
        entries=totals.entries,
        not_closed=totals.missing.not_closed,
        set_aside=totals.missing.set_aside,
        sessions=tuple(
            PublishedSession(
                number=session.number,
                day=session.day,
                takings_minor=session.takings_minor,
                sales=session.sales,
                entries=session.entries,
            )
            for session in totals.sessions
        ),
    )
