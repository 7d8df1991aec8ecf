"""The one clock. Everything that asks what time it is asks here, so that a past fair can be replayed as it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_replayed: ContextVar[datetime | None] = ContextVar("replayed_moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; or the moment being replayed."""
    return _replayed.get() or datetime.now(UTC)


@contextmanager
def replaying(moment: datetime) -> Iterator[None]:
    """Within this block it is ``moment`` (aware). Only the demonstration and tests use it."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime is no moment")
    token = _replayed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _replayed.reset(token)
