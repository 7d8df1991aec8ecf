"""Publishing the results of an edition: a frozen, numbered document, bound to the one before it by its imprint."""

import uuid

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.documents import imprint_of
from fairapp.domain.errors import Conflict, Refused
from fairapp.domain.publications import Heading, changed_figures, document_of
from fairapp.domain.text import clean_text
from fairapp.models.base import new_id
from fairapp.models.editions import Session
from fairapp.models.results import Publication
from fairapp.queries.organisations import get_organisation
from fairapp.queries.publications import figures_of, list_publications
from fairapp.queries.results import get_totals
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition

LONGEST_REASON = 1_000


@transactional
def publish_results(actor: Actor, edition_id: uuid.UUID, *, reason: str = "") -> int:
    """Publish the totals as they are now; the number of the revision, from 1. A revision says why it was needed.

    Raises ``Conflict`` ``session-still-open``, ``nothing-to-publish``, ``results-unchanged``, and
    ``Refused("reason-missing")``.
    """
    edition = lock_edition(actor, edition_id)
    moment = now()
    _check_no_session_runs(actor, edition_id)
    totals = get_totals(actor.organisation_id, edition_id, at=moment)
    if totals.takings_minor is None and totals.entries is None:
        raise Conflict("nothing-to-publish")
    figures, last = figures_of(totals), next(iter(list_publications(actor.organisation_id, edition_id)), None)
    why = clean_text(reason, LONGEST_REASON)
    if last is not None and not changed_figures(last.figures, figures):
        raise Conflict("results-unchanged")
    if last is not None and not why:
        raise Refused("reason-missing")
    heading = Heading(
        organisation=get_organisation(actor.organisation_id).slug,
        edition=edition.slug,
        revision=1 if last is None else last.revision + 1,
        published_at=moment,
        reason=why,
        previous=None if last is None else last.sha256,
    )
    _write(actor, edition_id, heading, document_of(heading, figures))
    return heading.revision


def _write(actor: Actor, edition_id: uuid.UUID, heading: Heading, document: str) -> None:
    imprint = imprint_of(document)
    db.session.add(
        Publication(
            organisation_id=actor.organisation_id,
            id=new_id(),
            edition_id=edition_id,
            revision=heading.revision,
            document=document,
            sha256=imprint,
            reason=heading.reason,
            published_at=heading.published_at,
            published_by=actor.account_id,
            published_by_name=actor.name,
        )
    )
    db.session.flush()
    record_event(
        actor,
        "results.published",
        subject=heading.edition,
        edition_id=edition_id,
        revision=heading.revision,
        sha256=imprint,
        reason=heading.reason,
    )


def _check_no_session_runs(actor: Actor, edition_id: uuid.UUID) -> None:
    """A session runs until its cut-off: what is sold at night still belongs to it."""
    moment = now()
    running = select(Session.id).where(
        Session.organisation_id == actor.organisation_id,
        Session.edition_id == edition_id,
        Session.opens_at <= moment,
        Session.cut_off_at > moment,
    )
    if db.session.scalar(running.limit(1)) is not None:
        raise Conflict("session-still-open")
