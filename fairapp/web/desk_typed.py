"""What staff type for somebody else, parsed: amounts, hours within a session, ids that the page gave its lines."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fairapp.domain.editions import GRACE
from fairapp.domain.errors import FairError, NotFound, Refused
from fairapp.domain.ledger import LARGEST_MINOR, read_id
from fairapp.domain.money import parse_amount
from fairapp.i18n.locales import Locale
from fairapp.queries.desk_details import new_line_id
from fairapp.queries.editions import EditionRow, SessionRow
from fairapp.services.clock import now
from fairapp.web.typed import get_time, plain

SOURCES = ("paper", "staff")
"""A slip that is typed in; what somebody says while she stands there."""
_FORM_LASTING = timedelta(hours=24)


def read_opened_at(typed: Mapping[str, str]) -> datetime:
    """When the form's page was first shown, if it says so and that can be; else now.

    What happened "now" keeps this moment however often the form is sent.
    """
    try:
        told = datetime.fromisoformat(typed.get("opened", ""))
    except ValueError:
        return now()
    return told if told.tzinfo and now() - _FORM_LASTING <= told <= now() else now()


def read_source(typed: Mapping[str, str]) -> str:
    """``paper`` or ``staff``."""
    source = plain(typed, "source")
    return source if source in SOURCES else SOURCES[0]


def usual_moment(session: SessionRow, opened_at: datetime) -> datetime | None:
    """When something without a time happened: now while the session runs, else in its middle; None before it."""
    if opened_at < session.opens_at:
        return None
    middle = session.opens_at + (session.closes_at - session.opens_at) / 2
    return opened_at if opened_at < session.closes_at else middle


def moment_in(typed: Mapping[str, str], name: str, session: SessionRow, zone: ZoneInfo, latest: datetime) -> datetime:
    """The hour typed in ``name``, within the session (which may cross midnight).

    Raises ``time-unreadable``, ``time-outside-session``, ``moment-to-come``.
    """
    hour = get_time(typed, name)
    day = session.opens_at.astimezone(zone).date()
    for later in (0, 1, -1):
        moment = datetime.combine(day + timedelta(days=later), hour, zone)
        if session.opens_at - GRACE <= moment < session.cut_off_at:
            if moment > latest:
                raise Refused("moment-to-come")
            return moment
    raise Refused("time-outside-session", text=plain(typed, name), number=session.number)


def read_money(text: str, edition: EditionRow, locale: Locale, *, least: int = 1) -> int:
    """Minor units, ``least`` or more. Raises as ``parse_amount`` does, ``amount-missing`` and ``amount-zero``."""
    if not text.strip():
        raise Refused("amount-missing")
    minor = parse_amount(text, exponent=edition.exponent, language=locale.language, territory=locale.territory)
    if minor < least:
        raise Refused("amount-zero")
    if minor > LARGEST_MINOR:
        raise Refused("amount-too-large", text=text)
    return minor


def readings_of(error: FairError) -> tuple[int, ...]:
    """What an ambiguous amount may mean, in minor units."""
    found = error.values.get("readings", ())
    return tuple(found) if isinstance(found, list) else ()


def read_row_id(text: str) -> uuid.UUID:
    """The id the page gave; a new one for what is none."""
    return find_id(text) or new_line_id()


def find_id(text: str) -> uuid.UUID | None:
    """The UUID, or None."""
    known = read_id(text.strip())
    return uuid.UUID(known) if known else None


def read_ticked(texts: list[str]) -> list[uuid.UUID]:
    """The entries whose boxes were ticked. Raises ``no-entry-ticked``; ``NotFound`` for what is no entry."""
    ids = [find_id(text) for text in texts]
    if not ids:
        raise Refused("no-entry-ticked")
    known = [one for one in ids if one is not None]
    if len(known) < len(ids):
        raise NotFound("not-found")
    return known
