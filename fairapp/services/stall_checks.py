"""Checks at the stall: stalls drawn for a visit after a session, what a marshal finds, and how far sums may differ."""

import uuid
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.money import LARGEST_MINOR
from fairapp.domain.stall_checks import Cause, CheckSeed, Head, heads_hash_of, order_of, sample_size
from fairapp.domain.takings import Tolerance, matched
from fairapp.domain.text import clean_text
from fairapp.models.devices import Device
from fairapp.models.editions import Session
from fairapp.models.stall_checks import CheckSample, StallCheck
from fairapp.queries.draws import find_draw
from fairapp.queries.participation import list_participants
from fairapp.queries.stall_checks import find_sample
from fairapp.queries.takings import list_session_takings
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition

LONGEST_NOTE = 1_000
PERCENTS = range(0, 101)
SAMPLED = range(1, 101)
MOST_UNITS = 1_000_000


@transactional
def draw_sample(actor: Actor, edition_id: uuid.UUID, session_number: int) -> None:
    """Draw the stalls of a session that a marshal visits, once, after its closing.

    Raises ``NotFound("unknown-session")``, ``Conflict("session-not-closed")``, ``Conflict("sample-drawn")``,
    ``Conflict("nobody-to-check")`` while nobody has sold or closed in it.
    """
    edition = lock_edition(actor, edition_id)  # two people who press the button take turns
    closes_at = _closing(actor, edition_id, session_number)
    if now() < closes_at:
        raise Conflict("session-not-closed", number=session_number)
    if find_sample(actor.organisation_id, edition_id, session_number) is not None:
        raise Conflict("sample-drawn", number=session_number)
    stalls = [
        str(row.exhibitor_id)
        for row in list_session_takings(actor.organisation_id, edition_id)
        if row.session_number == session_number and (row.closed or row.sales or row.net_minor)
    ]
    if not stalls:
        raise Conflict("nobody-to-check", number=session_number)
    seed = _seed(actor, edition_id, session_number)
    ordered, size = order_of(seed, stalls), sample_size(len(stalls), edition.check_percent)
    db.session.add(
        CheckSample(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            session_number=session_number,
            percent=edition.check_percent,
            stalls=len(stalls),
            digits=seed.digits,
            heads_hash=seed.heads_hash,
            chosen={"drawn": list(ordered[:size]), "others": list(ordered[size:])},
            drawn_at=now(),
            drawn_by=actor.account_id,
            drawn_by_name=actor.name,
        )
    )
    record_event(
        actor, "checks.drawn", subject=str(session_number), edition_id=edition_id, stalls=size, among=len(stalls)
    )


@transactional
def record_check(
    actor: Actor,
    edition_id: uuid.UUID,
    *,
    exhibitor_id: uuid.UUID,
    session_number: int,
    found_minor: int,
    cause: str,
    note: str = "",
) -> bool:
    """What a marshal found at a stall; returns whether it agrees with the ledger within the edition's tolerance.

    Both are kept, whatever they are; the last check of a stall and session stands. Whoever was drawn is visited as one
    of the sample, whatever ``cause`` says. Raises ``NotFound`` (``unknown-edition``, ``unknown-session``,
    ``unknown-exhibitor``), ``Refused("amount-too-large")``.
    """
    if not 0 <= found_minor <= LARGEST_MINOR:
        raise Refused("amount-too-large", text=str(found_minor))
    edition = lock_edition(actor, edition_id)
    _closing(actor, edition_id, session_number)
    who, net = _recorded(actor, edition_id, exhibitor_id, session_number)
    sample = find_sample(actor.organisation_id, edition_id, session_number)
    drawn = sample is not None and exhibitor_id in sample.chosen
    tolerance = Tolerance(percent=edition.tolerance_percent, units=edition.tolerance_units)
    agrees = matched(found_minor, net, exponent=edition.exponent, tolerance=tolerance)
    db.session.add(
        StallCheck(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            exhibitor_id=exhibitor_id,
            session_number=session_number,
            cause=(Cause.SAMPLE if drawn else Cause(cause)).value,
            found_minor=found_minor,
            net_minor=net,
            agrees=agrees,
            note=clean_text(note, LONGEST_NOTE, lines=True),
            checked_at=now(),
            checked_by=actor.account_id,
            checked_by_name=actor.name,
        )
    )
    record_event(
        actor, "check.recorded", subject=who, edition_id=edition_id, exhibitor_id=str(exhibitor_id),
        number=session_number, agreement="agrees" if agrees else "differs",
    )  # fmt: skip
    return agrees


@transactional
def set_check_rules(
    actor: Actor, edition_id: uuid.UUID, *, tolerance_percent: int, tolerance_units: int, check_percent: int
) -> None:
    """How far a counted sum may differ, and how many stalls are drawn.

    Earlier cash-ups and checks keep their level: nobody can raise it afterwards. What held before is written into the
    act, from which cash-ups are judged when they are folded anew (``cash_ups.Yardstick``).

    Raises ``percent-out-of-range``, ``tolerance-out-of-range``.
    """
    edition = lock_edition(actor, edition_id)
    if tolerance_percent not in PERCENTS or check_percent not in SAMPLED:
        raise Refused("percent-out-of-range")
    if not 0 <= tolerance_units <= MOST_UNITS:
        raise Refused("tolerance-out-of-range", most=MOST_UNITS)
    former = Tolerance(percent=edition.tolerance_percent, units=edition.tolerance_units)
    edition.tolerance_percent, edition.tolerance_units = tolerance_percent, tolerance_units
    edition.check_percent = check_percent
    record_event(
        actor, "checks.rules", subject=edition.slug, edition_id=edition_id, tolerance_percent=tolerance_percent,
        tolerance_units=tolerance_units, check_percent=check_percent, former_percent=former.percent,
        former_units=former.units,
    )  # fmt: skip


def _closing(actor: Actor, edition_id: uuid.UUID, number: int) -> datetime:
    asked = select(Session.closes_at).where(
        Session.organisation_id == actor.organisation_id, Session.edition_id == edition_id, Session.number == number
    )
    closes_at = db.session.scalar(asked)
    if closes_at is None:
        raise NotFound("unknown-session", number=number)
    return closes_at


def _seed(actor: Actor, edition_id: uuid.UUID, session_number: int) -> CheckSeed:
    """The public digits, and what every device had sent by now."""
    draw = find_draw(actor.organisation_id, edition_id)
    asked = select(Device.id, Device.next_seq, Device.head).where(
        Device.organisation_id == actor.organisation_id, Device.edition_id == edition_id
    )
    heads = [
        Head(device=str(device_id), entries=next_seq - 1, hash=head)
        for device_id, next_seq, head in db.session.execute(asked)
    ]
    digits = (draw.digits if draw else None) or ""
    return CheckSeed(digits=digits, session_number=session_number, heads_hash=heads_hash_of(heads))


def _recorded(actor: Actor, edition_id: uuid.UUID, exhibitor_id: uuid.UUID, session_number: int) -> tuple[str, int]:
    """Her name, and what the ledger holds of her in this session; where nothing was recorded it is nothing."""
    rows = list_session_takings(actor.organisation_id, edition_id, exhibitor_id)
    also = [exhibitor_id] if rows else []
    found = list_participants(actor.organisation_id, edition_id, also=also, only=exhibitor_id)
    if not found:
        raise NotFound("unknown-exhibitor", exhibitor=str(exhibitor_id))
    return found[0].name, sum(row.net_minor for row in rows if row.session_number == session_number)
