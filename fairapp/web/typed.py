"""What people type into forms, parsed into values: dates, hours, whole numbers. In any digits."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from fairapp.domain.errors import Refused
from fairapp.domain.text import ascii_digits, without_marks


def plain(typed: Mapping[str, str], field: str) -> str:
    """The text of a field with ASCII digits and without invisible marks around them; empty when it is not there."""
    return ascii_digits(without_marks(typed.get(field, ""))).strip()


def find_date(typed: Mapping[str, str], field: str) -> date | None:
    """A day as ``2014-12-03``, None when nothing was typed. Raises ``date-unreadable``."""
    text = plain(typed, field)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("date-unreadable", text=text) from None


def get_date(typed: Mapping[str, str], field: str) -> date:
    """Raises ``date-unreadable``, also when nothing was typed."""
    found = find_date(typed, field)
    if found is None:
        raise Refused("date-unreadable", text="")
    return found


def get_time(typed: Mapping[str, str], field: str) -> time:
    """An hour as ``21:00``. Raises ``time-unreadable``."""
    text = plain(typed, field)
    try:
        found = time.fromisoformat(text)
    except ValueError:
        raise Refused("time-unreadable", text=text) from None
    return found.replace(second=0, microsecond=0)


def find_moment(typed: Mapping[str, str], field: str, zone: str) -> datetime | None:
    """A day and hour as ``2014-12-03T21:00`` in ``zone``, aware, or None. Raises ``date-unreadable``."""
    text = plain(typed, field)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Refused("date-unreadable", text=text) from None


def get_moment(typed: Mapping[str, str], field: str, zone: str) -> datetime:
    """Raises ``date-unreadable``, also when nothing was typed."""
    found = find_moment(typed, field, zone)
    if found is None:
        raise Refused("date-unreadable", text="")
    return found


def as_typed(moment: datetime | None, zone: str) -> str:
    """A moment as ``find_moment`` reads it, to begin a form with."""
    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def find_whole(typed: Mapping[str, str], field: str) -> int | None:
    """A whole number, None when nothing was typed. Raises ``number-unreadable``."""
    text = plain(typed, field)
    if not text:
        return None
    if not text.isdigit() or len(text) > 9:
        raise Refused("number-unreadable", text=text)
    return int(text)


def get_whole(typed: Mapping[str, str], field: str) -> int:
    """Raises ``number-unreadable``, also when nothing was typed."""
    found = find_whole(typed, field)
    if found is None:
        raise Refused("number-unreadable", text="")
    return found
