"""Setting up an organisation: the first thing that happens in an installation."""

import uuid

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, Refused
from fairapp.models.organisations import Organisation
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now

PAYMENT_METHODS = {
    "SA": ["cash", "mada", "transfer"],
    "EG": ["cash", "instapay", "card"],
    "SY": ["cash", "sham-cash", "transfer"],
    "DZ": ["cash", "edahabia", "baridimob"],
    "MA": ["cash", "card", "transfer"],
    "TN": ["cash", "card", "transfer"],
    "KW": ["cash", "knet", "transfer"],
}
DEFAULT_METHODS = ["cash", "card", "transfer"]


@transactional
def set_up_organisation(*, slug: str, name: str, country: str, language: str) -> Actor:
    """Make an organisation; returns the actor to do the rest with. Raises ``Conflict("organisation-exists")``."""
    if not name.strip():
        raise Refused("field-empty", field="name")
    if db.session.scalar(select(Organisation.organisation_id).where(Organisation.slug == slug)) is not None:
        raise Conflict("organisation-exists", slug=slug)
    organisation = Organisation(
        slug=slug,
        name=name.strip(),
        country=country,
        default_language=language,
        payment_methods=PAYMENT_METHODS.get(country, DEFAULT_METHODS),
        created_at=now(),
    )
    db.session.add(organisation)
    db.session.flush()
    actor = Actor(organisation_id=organisation.organisation_id, name=name)
    record_event(actor, "organisation.set-up", subject=name)
    return actor


def organisation_of(organisation_id: uuid.UUID) -> Organisation:
    """The row itself, for services that need its settings."""
    return db.session.get_one(Organisation, organisation_id)
