"""What automatic copies ask: whether any fair of the installation is open, and whether anything has changed."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.audit import AuditEvent
from fairapp.models.devices import Device
from fairapp.models.editions import Session

BEFORE_OPENING = timedelta(hours=1)


def find_open_since(moment: datetime) -> datetime | None:
    """An hour before the opening of the session that is not cut off yet; the earliest if several run; None outside."""
    asked = select(func.min(Session.opens_at)).where(
        Session.opens_at <= moment + BEFORE_OPENING, Session.cut_off_at >= moment
    )
    opens_at = db.session.scalar(asked)
    return None if opens_at is None else opens_at - BEFORE_OPENING


def find_last_change() -> datetime | None:
    """The last act of anybody, or the last time a phone was heard."""
    found = [db.session.scalar(select(func.max(column))) for column in (AuditEvent.occurred_at, Device.last_heard_at)]
    return max((moment for moment in found if moment is not None), default=None)
