"""Not coming: excused, which keeps the booth; or twice without excuse, which gives the rest to others."""

import uuid
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.attendance import forfeits
from fairapp.domain.errors import Conflict, Refused
from fairapp.domain.text import clean_text
from fairapp.models.attendance import Excuse, Forfeit
from fairapp.queries.absences import list_absences
from fairapp.services.attendance import check_hold_booths, lock_session
from fairapp.services.audit import Actor, record_event
from fairapp.services.booth_holdings import end_allocations, held_now
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.reallocations import end_consents, pass_on_freed

LONGEST_REASON = 1_000


@transactional
def excuse_absence(
    actor: Actor, edition_id: uuid.UUID, *, session_number: int, exhibitor_id: uuid.UUID, reason: str
) -> None:
    """She does not come to this session, for a reason that is accepted; before it or afterwards.

    Raises ``Refused("reason-missing")``, ``Refused("exhibitor-without-booth")``, ``Conflict("already-excused")``,
    ``NotFound("unknown-session")``.
    """
    why = clean_text(reason, LONGEST_REASON, lines=True)
    if not why:
        raise Refused("reason-missing")
    lock_edition(actor, edition_id)
    session_id = lock_session(actor, edition_id, session_number)
    check_hold_booths(actor, edition_id, {exhibitor_id})
    known = select(Excuse.id).where(
        Excuse.organisation_id == actor.organisation_id,
        Excuse.session_id == session_id,
        Excuse.exhibitor_id == exhibitor_id,
    )
    if db.session.scalar(known) is not None:
        raise Conflict("already-excused")
    db.session.add(
        Excuse(
            organisation_id=actor.organisation_id,
            edition_id=edition_id,
            session_id=session_id,
            exhibitor_id=exhibitor_id,
            reason=why,
            excused_at=now(),
            excused_by=actor.account_id,
            excused_by_name=actor.name,
        )
    )
    record_event(actor, "absence.excused", subject=str(session_number), edition_id=edition_id, reason=why)


@transactional
def forfeit_absent(actor: Actor, edition_id: uuid.UUID) -> int:
    """Who missed two sessions without excuse loses the rest; all the booths go on. Returns how many families."""
    lock_edition(actor, edition_id)
    due = list_due(actor, edition_id, now())
    if not due:
        return 0
    held = held_now(actor, edition_id)
    for code, sessions in due.items():
        hers = held[code]
        end_allocations(actor, hers, "forfeited")
        end_consents(actor, [hers[0].booth_request_id])
        db.session.add(
            Forfeit(
                organisation_id=actor.organisation_id,
                edition_id=edition_id,
                exhibitor_id=hers[0].exhibitor_id,
                booth_request_id=hers[0].booth_request_id,
                sessions=sessions,
                forfeited_at=now(),
                forfeited_by=actor.account_id,
                forfeited_by_name=actor.name,
            )
        )
        record_event(actor, "allocation.forfeited", subject=code, edition_id=edition_id, sessions=len(sessions))
    pass_on_freed(actor, edition_id, "forfeited", " ".join(sorted(due)))
    return len(due)


def list_due(actor: Actor, edition_id: uuid.UUID, moment: datetime) -> dict[str, list[int]]:
    """Codes of those who hold a booth and have missed two sessions without excuse, with the sessions."""
    missed = list_absences(actor.organisation_id, edition_id, moment)
    late = {exhibitor_id: sessions for exhibitor_id, sessions in missed.items() if forfeits(sessions)}
    if not late:
        return {}
    held = held_now(actor, edition_id)
    return {code: late[hers[0].exhibitor_id] for code, hers in held.items() if hers[0].exhibitor_id in late}
