"""Making an edition and saying when it is open: its sessions, the window for requests, a copy for next year."""

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import get_currency_precision, is_currency
from sqlalchemy import delete, exists, select, update

from fairapp.db import db, transactional
from fairapp.domain.editions import SessionTimes, check_sessions, make_sessions, parse_slug
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.text import clean_text
from fairapp.models.attendance import Arrival
from fairapp.models.base import new_id
from fairapp.models.draws import Draw
from fairapp.models.editions import Edition, Fair, Session
from fairapp.models.footfall import Footfall
from fairapp.models.ledger import LedgerEntry
from fairapp.models.stall_checks import CheckSample, StallCheck
from fairapp.models.takings import CashUp, Estimate, Takings
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now

LONGEST_NAME = 200
LONGEST_TERMS = 8_000
MOST_SESSIONS = 400
CUT_OFF_MINUTES = range(0, 12 * 60 + 1)


@transactional
def create_edition(
    actor: Actor,
    *,
    fair: str,
    slug: str,
    name: str,
    place: str,
    starts_on: date,
    ends_on: date | None,
    time_zone: str,
    currency: str,
) -> uuid.UUID:
    """A new edition of the fair called ``fair``, made too when it is new. No ``ends_on`` is a permanent window.

    Raises ``edition-name-missing``, ``slug-unreadable``, ``dates-disordered``, ``unknown-time-zone``,
    ``unknown-currency``, ``Conflict("edition-exists")``.
    """
    slug = parse_slug(slug)
    name, fair_name = clean_text(name, LONGEST_NAME), clean_text(fair, LONGEST_NAME)
    if not name or not fair_name:
        raise Refused("edition-name-missing")
    _check_calendar(starts_on, ends_on, time_zone)
    currency = currency.strip().upper()
    if not is_currency(currency):
        raise Refused("unknown-currency", currency=currency)
    _check_slug_free(actor, slug)
    edition = Edition(
        organisation_id=actor.organisation_id,
        id=new_id(),
        fair_id=_fair_called(actor, fair_name, slug),
        slug=slug,
        name=name,
        place=clean_text(place, LONGEST_NAME),
        starts_on=starts_on,
        ends_on=ends_on,
        time_zone=time_zone,
        currency=currency,
        exponent=get_currency_precision(currency),
        draw_settings={},
        created_at=now(),
    )
    db.session.add(edition)
    db.session.flush()
    record_event(actor, "edition.created", subject=slug, edition_id=edition.id)
    return edition.id


@transactional
def edit_edition(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    name: str,
    place: str,
    starts_on: date,
    ends_on: date | None,
) -> None:
    """Correct what is said of an edition. Address, money and time zone stay: papers and phones already hold them."""
    edition = lock_edition(actor, edition_id)
    _check_calendar(starts_on, ends_on, edition.time_zone)
    edition.name, edition.place = clean_text(name, LONGEST_NAME), clean_text(place, LONGEST_NAME)
    if not edition.name:
        raise Refused("edition-name-missing")
    edition.starts_on, edition.ends_on = starts_on, ends_on
    record_event(actor, "edition.edited", subject=edition.slug, edition_id=edition_id)


@transactional
def set_sessions(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    dates: Iterable[date],
    opens: time,
    closes: time,
    cut_off_minutes: int,
) -> None:
    """One session a date, ``opens`` to ``closes`` in the edition's zone; closing at or before opening is past midnight.

    Replaces the sessions there were. A session with sales, entries or arrivals keeps its day and number: raises
    ``Conflict("session-in-use")``. Raises ``dates-missing``, ``dates-repeated``, ``sessions-overlap``,
    ``cut-off-out-of-range``.
    """
    edition = lock_edition(actor, edition_id)
    days = list(dates)
    if not days or len(days) > MOST_SESSIONS:
        raise Refused("dates-missing", most=MOST_SESSIONS)
    if cut_off_minutes not in CUT_OFF_MINUTES:
        raise Refused("cut-off-out-of-range", most=CUT_OFF_MINUTES[-1])
    made = make_sessions(days, opens, closes, ZoneInfo(edition.time_zone), cut_off_minutes)
    planned = dict(zip(sorted(days), made, strict=True))
    _replace_sessions(edition, planned)
    record_event(actor, "sessions.set", subject=edition.slug, edition_id=edition_id, sessions=len(planned))


@transactional
def edit_session(
    actor: Actor, edition_id: uuid.UUID, number: int, *, opens: time, closes: time, cut_off_minutes: int
) -> None:
    """Other hours for one session; its day and number stay. Raises as ``set_sessions``, and ``unknown-session``."""
    edition = lock_edition(actor, edition_id)
    if cut_off_minutes not in CUT_OFF_MINUTES:
        raise Refused("cut-off-out-of-range", most=CUT_OFF_MINUTES[-1])
    rows = {row.number: row for row in db.session.scalars(_sessions_of(edition))}
    if number not in rows:
        raise NotFound("unknown-session", number=number)
    (made,) = make_sessions([rows[number].day], opens, closes, ZoneInfo(edition.time_zone), cut_off_minutes)
    row = rows[number]
    row.opens_at, row.closes_at, row.cut_off_at = made.opens_at, made.closes_at, made.cut_off_at
    check_sessions(
        SessionTimes(number=n, opens_at=r.opens_at, closes_at=r.closes_at, cut_off_at=r.cut_off_at)
        for n, r in rows.items()
    )
    record_event(actor, "session.edited", subject=edition.slug, edition_id=edition_id, number=number)


@transactional
def set_request_window(
    actor: Actor, edition_id: uuid.UUID, *, opens_at: datetime | None, closes_at: datetime | None, terms: str
) -> None:
    """From when to when (aware) families may ask on the public page, and the terms they accept. No opening = not open.

    Raises ``window-disordered``.
    """
    edition = lock_edition(actor, edition_id)
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise Refused("window-disordered")
    edition.requests_open_at, edition.requests_close_at = opens_at, closes_at
    edition.terms = clean_text(terms, LONGEST_TERMS, lines=True)
    record_event(actor, "requests.window", subject=edition.slug, edition_id=edition_id)


def lock_edition(actor: Actor, edition_id: uuid.UUID) -> Edition:
    """The edition, held until the transaction ends, so that two people deciding about it take turns.

    Raises ``NotFound("unknown-edition")``, also for another organisation's.
    """
    # key_share: rows that merely refer to the edition (sales, entries) are not kept waiting.
    asked = (
        select(Edition)
        .where(Edition.organisation_id == actor.organisation_id, Edition.id == edition_id)
        .with_for_update(key_share=True)
    )
    edition = db.session.scalar(asked)
    if edition is None:
        raise NotFound("unknown-edition", edition=str(edition_id))
    return edition


def check_not_committed(actor: Actor, edition_id: uuid.UUID, *, and_not_drawn: bool = False) -> None:
    """Refuse while a draw stands on what would be changed: ``Conflict("draw-committed")``."""
    current = [
        Draw.organisation_id == actor.organisation_id,
        Draw.edition_id == edition_id,
        Draw.withdrawn_at.is_(None),
    ]
    if and_not_drawn:
        current.append(Draw.drawn_at.is_(None))
    if db.session.scalar(select(exists().where(*current))):
        raise Conflict("draw-committed")


def _check_calendar(starts_on: date, ends_on: date | None, time_zone: str) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused("dates-disordered")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("unknown-time-zone", time_zone=time_zone) from None


def _check_slug_free(actor: Actor, slug: str) -> None:
    mine = (Edition.organisation_id == actor.organisation_id) & (Edition.slug == slug)
    if db.session.scalar(select(Edition.id).where(mine)) is not None:
        raise Conflict("edition-exists", slug=slug)


def _fair_called(actor: Actor, name: str, edition_slug: str) -> uuid.UUID:
    mine = select(Fair.name, Fair.id).where(Fair.organisation_id == actor.organisation_id)
    fairs = {row[0]: row[1] for row in db.session.execute(mine)}
    if name in fairs:
        return fairs[name]
    slugs = set(db.session.scalars(select(Fair.slug).where(Fair.organisation_id == actor.organisation_id)))
    stem = re.sub(r"(-[0-9]+)+$", "", edition_slug) or edition_slug
    slug = next(s for n in range(1, len(slugs) + 2) if (s := stem if n == 1 else f"{stem}-{n}") not in slugs)
    fair = Fair(organisation_id=actor.organisation_id, id=new_id(), slug=slug, name=name)
    db.session.add(fair)
    db.session.flush()
    return fair.id


def _replace_sessions(edition: Edition, planned: dict[date, SessionTimes]) -> None:
    """Keep the rows of days that stay, so that what points at a session still does."""
    mine = (Session.organisation_id == edition.organisation_id) & (Session.edition_id == edition.id)
    existing = {session.day: session for session in db.session.scalars(_sessions_of(edition))}
    used = _used_numbers(edition)
    for day, session in existing.items():
        if session.number in used and (day not in planned or planned[day].number != session.number):
            raise Conflict("session-in-use", number=session.number, day=day)
    gone = [session.id for day, session in existing.items() if day not in planned]
    db.session.execute(delete(Session).where(mine, Session.id.in_(gone)))
    # Numbers move out of each other's way before they take their places.
    db.session.execute(update(Session).where(mine).values(number=Session.number + 2 * MOST_SESSIONS))
    for day, times in planned.items():
        row = existing.get(day)
        if row is None:
            row = Session(organisation_id=edition.organisation_id, id=new_id(), edition_id=edition.id, day=day)
            db.session.add(row)
        else:
            db.session.refresh(row)
        row.number, row.opens_at = times.number, times.opens_at
        row.closes_at, row.cut_off_at = times.closes_at, times.cut_off_at
    db.session.flush()


def _sessions_of(edition: Edition) -> Any:
    return select(Session).where(Session.organisation_id == edition.organisation_id, Session.edition_id == edition.id)


def _used_numbers(edition: Edition) -> set[int]:
    """Sessions in which something happened already."""
    numbers: set[int] = set()
    for table in (LedgerEntry, Takings, Footfall, CashUp, Estimate, CheckSample, StallCheck):
        asked = select(table.session_number).where(
            table.organisation_id == edition.organisation_id, table.edition_id == edition.id
        )
        numbers |= set(db.session.scalars(asked.distinct()))
    arrived = (
        select(Session.number)
        .join(Arrival, (Arrival.organisation_id == Session.organisation_id) & (Arrival.session_id == Session.id))
        .where(Session.organisation_id == edition.organisation_id, Session.edition_id == edition.id)
    )
    return numbers | set(db.session.scalars(arrived.distinct()))
