"""Who did what: every service that changes something says so here, in its own transaction."""

import uuid
from dataclasses import dataclass

from fairapp.db import db
from fairapp.models.audit import AuditEvent
from fairapp.services.clock import now


@dataclass(frozen=True, kw_only=True)
class Actor:
    """On whose behalf a service runs. ``account_id`` is None for the public form, a phone, or a command."""

    organisation_id: uuid.UUID
    account_id: uuid.UUID | None = None
    name: str = ""


def record_event(
    actor: Actor, action: str, *, subject: str = "", edition_id: uuid.UUID | None = None, **details: object
) -> None:
    """Write one line of the audit log. ``details`` must be JSON values and hold no secrets and no national numbers."""
    db.session.add(
        AuditEvent(
            organisation_id=actor.organisation_id,
            occurred_at=now(),
            action=action,
            account_id=actor.account_id,
            account_name=actor.name,
            edition_id=edition_id,
            subject=subject,
            details=details,
        )
    )
