"""The sessions of an edition: its trading days, which may end after midnight."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, Refused
from fairapp.queries.editions import EditionRow, SessionRow, get_edition, list_sessions
from fairapp.services.editions import MOST_SESSIONS, edit_session, set_sessions
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.typed import find_whole, get_date, get_time

blueprint = Blueprint("sessions", __name__)
USUAL = {"opens": "16:00", "closes": "22:00", "cut_off": "60"}


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def show(edition: str) -> ResponseReturnValue:
    """The sessions, and the form that sets them."""
    return _page(get_edition(current_account().organisation_id, edition), {}, None)


@blueprint.post("")
@allowed("organiser")
def set_all(edition: str) -> ResponseReturnValue:
    """One session on each chosen weekday from the first day to the last."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        set_sessions(
            current_actor(),
            row.id,
            dates=_days(get_date(typed, "first_day"), get_date(typed, "last_day"), typed.getlist("weekday")),
            opens=get_time(typed, "opens"),
            closes=get_time(typed, "closes"),
            cut_off_minutes=find_whole(typed, "cut_off") or 0,
        )
    except FairError as error:
        return _page(row, typed.to_dict(), error)
    flash(_("Saved."))
    return redirect(url_for("sessions.show", edition=edition))


@blueprint.post("/<int:number>")
@allowed("organiser")
def edit(edition: str, number: int) -> ResponseReturnValue:
    """Other hours for one session."""
    row = get_edition(current_account().organisation_id, edition)
    typed = request.form
    try:
        edit_session(
            current_actor(),
            row.id,
            number,
            opens=get_time(typed, "opens"),
            closes=get_time(typed, "closes"),
            cut_off_minutes=find_whole(typed, "cut_off") or 0,
        )
    except FairError as error:
        return _page(row, {}, error)
    flash(_("Saved."))
    return redirect(url_for("sessions.show", edition=edition))


def _days(first: date, last: date, weekdays: list[str]) -> list[date]:
    """Monday is 0. No weekday chosen means all of them."""
    length = (last - first).days + 1
    if length < 1:
        raise Refused("dates-disordered")
    if length > MOST_SESSIONS * 7:
        raise Refused("dates-missing", most=MOST_SESSIONS)
    days = (first + timedelta(days=step) for step in range(length))
    return [day for day in days if not weekdays or str(day.weekday()) in weekdays]


def _begun_with(row: EditionRow, sessions: list[SessionRow]) -> dict[str, str]:
    """The form begins as the sessions are, or as the edition's dates say."""
    if not sessions:
        return {"first_day": str(row.starts_on), "last_day": str(row.ends_on or ""), **USUAL}
    first, last = sessions[0], sessions[-1]
    return {
        "first_day": str(first.day),
        "last_day": str(last.day),
        "opens": _hour(first.opens_at, row.time_zone),
        "closes": _hour(first.closes_at, row.time_zone),
        "cut_off": str((first.cut_off_at - first.closes_at) // timedelta(minutes=1)),
    }


def _hour(moment: datetime, zone: str) -> str:
    """As a field of hours begins with: always ``21:00``, whatever the reader's clock."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _page(row: EditionRow, typed: dict[str, str], error: FairError | None) -> ResponseReturnValue:
    monday = date(2024, 1, 1)  # any Monday: only the names of the weekdays are taken from it
    sessions = list_sessions(row.organisation_id, row.id)
    page = render_template(
        "editions/sessions.html",
        edition=row,
        sessions=sessions,
        weekdays=[(number, monday + timedelta(days=number)) for number in range(7)],
        chosen=request.form.getlist("weekday"),
        typed={**_begun_with(row, sessions), **typed},
        hour=_hour,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
