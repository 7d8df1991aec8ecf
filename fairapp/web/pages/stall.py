"""What a badge opens: the stall's public page. It signs nobody in and changes nothing."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from fairapp.domain.editions import UNCERTAIN, SessionTimes, session_of
from fairapp.queries.attendance import find_arrival
from fairapp.queries.badges import StallRow, get_stall
from fairapp.queries.editions import SessionRow, list_sessions
from fairapp.queries.former_numbers import list_former_of
from fairapp.queries.organisations import get_organisation
from fairapp.services.clock import now
from fairapp.web.access import find_current_account, may, public
from fairapp.web.locale import current_locale

blueprint = Blueprint("stall", __name__)


@blueprint.get("/B/<code>")
@blueprint.get("/b/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """The stall, however its code is typed; to a marshal of its organisation also whether she has arrived."""
    stall = get_stall(code)
    g.organisation = get_organisation(stall.organisation_id)
    session = _open_session(stall) if _works_here(stall) else None
    return render_template(
        "stall/show.html",
        stall=stall,
        organisation=g.organisation,
        craft=stall.craft.get(current_locale().language, ""),
        works_here=_works_here(stall),
        session=session,
        arrived_at=session and find_arrival(stall.organisation_id, session.id, stall.exhibitor_id),
        former=list_former_of(stall.organisation_id, stall.edition_id, [n for p in stall.places for n in p.booths]),
        code=code,
    )


def _works_here(stall: StallRow) -> bool:
    account = find_current_account()
    return account is not None and account.organisation_id == stall.organisation_id and may("organiser", "marshal")


def _open_session(stall: StallRow) -> SessionRow | None:
    sessions = list_sessions(stall.organisation_id, stall.edition_id)
    times = [
        SessionTimes(number=s.number, opens_at=s.opens_at, closes_at=s.closes_at, cut_off_at=s.cut_off_at)
        for s in sessions
    ]
    number = session_of(now(), times)
    return None if number == UNCERTAIN else next(session for session in sessions if session.number == number)
