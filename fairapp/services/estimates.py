"""What a lost phone is believed to have held: proposed by one person, agreed by another, and never part of the takings.

An agreed estimate is an entry of the desk's list, of the source ``estimate``: chained like any other, in a sum of its
own. It is withdrawn by a void, for instance when the phone comes back and hands over what it really held.
"""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, NotFound, Refused
from fairapp.domain.takings import CASH
from fairapp.models.base import new_id
from fairapp.models.devices import Device
from fairapp.models.editions import Edition, Session
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.takings import Estimate
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.desk_lines import check_amount, draft, reason_of
from fairapp.services.desk_lists import lock_desk_list
from fairapp.services.desk_writing import append_entries
from fairapp.services.devices import KEPT_BY_PHONE
from fairapp.services.takings import ESTIMATE

AGREED, REFUSED = "agreed", "refused"


@transactional
def propose_estimate(
    actor: Actor, edition_id: uuid.UUID, *, device_id: uuid.UUID, session_number: int, amount_minor: int, reason: str
) -> uuid.UUID:
    """What a lost till is believed to have held of one session; it waits for a second person.

    Raises ``unknown-device``, ``device-not-lost``, ``unknown-session``, ``session-not-begun``, ``amount-zero``,
    ``amount-too-large`` and ``reason-missing``.
    """
    mine = (Device.organisation_id == actor.organisation_id, Device.edition_id == edition_id, Device.id == device_id)
    device = db.session.scalar(select(Device).where(*mine, Device.kept_by == KEPT_BY_PHONE))
    if device is None or device.exhibitor_id is None:
        raise NotFound("unknown-device")
    if device.lost_at is None:
        raise Refused("device-not-lost", name=device.name)
    _get_begun_session(actor, edition_id, session_number)
    row = Estimate(
        organisation_id=actor.organisation_id,
        id=new_id(),
        edition_id=edition_id,
        exhibitor_id=device.exhibitor_id,
        device_id=device_id,
        session_number=session_number,
        amount_minor=check_amount(amount_minor),
        reason=reason_of(reason),
        proposed_at=now(),
        proposed_by=actor.account_id,
        proposed_by_name=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    record_event(actor, "estimate.proposed", **_of(row), reason=row.reason)
    return row.id


@transactional
def decide_estimate(actor: Actor, estimate_id: uuid.UUID, *, agreed: bool) -> None:
    """Agree or refuse, as somebody else than who proposed it. Agreed, it stands beside the takings from now on.

    Raises ``unknown-estimate``, ``estimate-decided`` and ``two-people-needed``.
    """
    row = _get_locked(actor, estimate_id)
    if row.outcome:
        raise Conflict("estimate-decided")
    if actor.account_id is None or row.proposed_by is None or actor.account_id == row.proposed_by:
        raise Refused("two-people-needed")
    row.outcome = AGREED if agreed else REFUSED
    row.decided_at, row.decided_by, row.decided_by_name = now(), actor.account_id, actor.name
    if agreed:
        row.ledger_entry_id = _enter(actor, row)
    db.session.flush()
    if agreed:
        record_event(actor, "estimate.agreed", **_of(row))
    else:
        record_event(actor, "estimate.refused", **_of(row))


@transactional
def withdraw_estimate(actor: Actor, estimate_id: uuid.UUID, *, reason: str) -> None:
    """Take an agreed estimate back by a void. Raises ``unknown-estimate``, ``estimate-not-agreed``, ``reason-missing``
    and ``already-voided``.
    """
    row = _get_locked(actor, estimate_id)
    if row.ledger_entry_id is None:
        raise Conflict("estimate-not-agreed")
    why = reason_of(reason)
    device = lock_desk_list(actor, row.edition_id, exhibitor_id=row.exhibitor_id)
    void = draft("void", new_id(), now(), source=ESTIMATE, ref=str(row.ledger_entry_id), reason=why)
    append_entries(actor, device, [void], source=ESTIMATE)
    record_event(actor, "estimate.withdrawn", **_of(row), reason=why)


def _enter(actor: Actor, row: Estimate) -> uuid.UUID:
    device = lock_desk_list(actor, row.edition_id, exhibitor_id=row.exhibitor_id)
    session = _get_begun_session(actor, row.edition_id, row.session_number)
    entry = draft(
        "sale",
        new_id(),
        min(now(), session.closes_at - timedelta(seconds=1)),  # its end itself may be its cut-off
        source=ESTIMATE,
        amount_minor=row.amount_minor,
        method=CASH,
        note=row.reason,
        device=str(row.device_id),
    )
    append_entries(actor, device, [entry], source=ESTIMATE)
    return uuid.UUID(entry["id"])


def _get_begun_session(actor: Actor, edition_id: uuid.UUID, number: int) -> Session:
    session = db.session.scalar(
        select(Session).where(
            Session.organisation_id == actor.organisation_id,
            Session.edition_id == edition_id,
            Session.number == number,
        )
    )
    if session is None:
        raise Refused("unknown-session", number=number)
    if now() < session.opens_at:
        raise Refused("session-not-begun", number=number)
    return session


def _get_locked(actor: Actor, estimate_id: uuid.UUID) -> Estimate:
    row = db.session.get(Estimate, (actor.organisation_id, estimate_id), with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("unknown-estimate")
    return row


def _of(row: Estimate) -> dict[str, Any]:
    """What the audit log says of an estimate."""
    exhibitor = db.session.get_one(Exhibitor, (row.organisation_id, row.exhibitor_id))
    edition = db.session.get_one(Edition, (row.organisation_id, row.edition_id))
    return {
        "subject": exhibitor.name,
        "edition_id": row.edition_id,
        "estimate_id": str(row.id),
        "number": row.session_number,
        "amount": f"{Decimal(row.amount_minor).scaleb(-edition.exponent)} {edition.currency}",
    }
