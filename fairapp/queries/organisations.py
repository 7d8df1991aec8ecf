"""Reads about organisations."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.organisations import Organisation


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """An organisation as pages and papers need it. ``country`` is ISO 3166-1 alpha-2."""

    organisation_id: uuid.UUID
    slug: str
    name: str
    country: str
    default_language: str
    term_set: str
    accent: str
    payment_methods: tuple[str, ...]


def get_organisation(organisation_id: uuid.UUID) -> OrganisationRow:
    """Raises ``NotFound("unknown-organisation")``."""
    return _row(db.session.get(Organisation, organisation_id), str(organisation_id))


def get_organisation_by_slug(slug: str) -> OrganisationRow:
    """Raises ``NotFound("unknown-organisation")``."""
    return _row(db.session.scalar(select(Organisation).where(Organisation.slug == slug)), slug)


def get_only_organisation() -> OrganisationRow:
    """The organisation of an installation that holds just one. Raises NotFound or ``Refused("which-organisation")``."""
    found = list_organisations()
    if len(found) > 1:
        raise Refused("which-organisation", slugs=", ".join(o.slug for o in found))
    if not found:
        raise NotFound("unknown-organisation", slug="")
    return found[0]


def list_organisations() -> list[OrganisationRow]:
    """All organisations of the installation, by name."""
    return [_row(o, o.slug) for o in db.session.scalars(select(Organisation).order_by(Organisation.name))]


def is_set_up() -> bool:
    """Whether the installation has an organisation yet."""
    return db.session.scalar(select(Organisation.organisation_id).limit(1)) is not None


def _row(found: Organisation | None, asked: str) -> OrganisationRow:
    if found is None:
        raise NotFound("unknown-organisation", slug=asked)
    methods: list[Any] = found.payment_methods
    return OrganisationRow(
        organisation_id=found.organisation_id,
        slug=found.slug,
        name=found.name,
        country=found.country,
        default_language=found.default_language,
        term_set=found.term_set,
        accent=found.accent,
        payment_methods=tuple(str(m) for m in methods),
    )
