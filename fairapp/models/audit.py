"""Who changed what, when. Never edited, never deleted; no secrets and no national numbers in it."""

import uuid

from sqlalchemy.orm import Mapped

from fairapp.models.base import Json, Moment, Name, Short, Walled, indexed, of_organisation


class AuditEvent(Walled):
    """One act: ``action`` is a noun phrase such as ``draw.committed``; ``subject`` what it was done to."""

    __tablename__ = "audit_event"
    __table_args__ = (of_organisation(), indexed("occurred_at"), indexed("edition_id", "occurred_at"))

    occurred_at: Mapped[Moment]
    action: Mapped[Short]
    account_id: Mapped[uuid.UUID | None]
    account_name: Mapped[Name]
    edition_id: Mapped[uuid.UUID | None]
    subject: Mapped[Name]
    details: Mapped[Json]
