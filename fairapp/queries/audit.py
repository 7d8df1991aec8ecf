"""Reads of the audit log."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.audit import AuditEvent
from fairapp.models.base import named_by
from fairapp.models.editions import Edition


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One act: when (aware, UTC), who, what, to what. ``edition`` is the edition's name or empty.

    ``time_zone`` is the edition's; of an act outside any edition that of the latest one; UTC before the first.
    """

    occurred_at: datetime
    action: str
    account_name: str
    subject: str
    edition: str
    time_zone: str
    details: dict[str, Any]


def count_events(organisation_id: uuid.UUID, *, action: str = "", who: str = "") -> int:
    """How many acts match."""
    asked = select(func.count()).select_from(AuditEvent).where(*_where(organisation_id, action, who))
    return db.session.scalar(asked) or 0


def list_events(
    organisation_id: uuid.UUID, *, action: str = "", who: str = "", offset: int = 0, limit: int = 50
) -> list[AuditRow]:
    """Newest first. ``action`` is a prefix such as ``draw.``; ``who`` a part of the name, wildcards taken literally."""
    latest = (
        select(Edition.time_zone)
        .where(Edition.organisation_id == organisation_id)
        .order_by(Edition.starts_on.desc(), Edition.id)
        .limit(1)
        .scalar_subquery()
    )
    asked = (
        select(AuditEvent, Edition.name, func.coalesce(Edition.time_zone, latest, "UTC"))
        .outerjoin(Edition, named_by(Edition, AuditEvent.edition_id))
        .where(*_where(organisation_id, action, who))
        .order_by(AuditEvent.occurred_at.desc(), AuditEvent.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        AuditRow(
            occurred_at=event.occurred_at,
            action=event.action,
            account_name=event.account_name,
            subject=event.subject,
            edition=edition or "",
            time_zone=time_zone,
            details=event.details,
        )
        for event, edition, time_zone in db.session.execute(asked)
    ]


def list_actions(organisation_id: uuid.UUID) -> list[str]:
    """Every kind of act that has happened, by name."""
    asked = select(AuditEvent.action).where(AuditEvent.organisation_id == organisation_id).distinct()
    return sorted(db.session.scalars(asked))


def _where(organisation_id: uuid.UUID, action: str, who: str) -> list[Any]:
    conditions: list[Any] = [AuditEvent.organisation_id == organisation_id]
    if action:
        conditions.append(AuditEvent.action.startswith(action, autoescape=True))
    if who:
        conditions.append(AuditEvent.account_name.icontains(who, autoescape=True))
    return conditions
