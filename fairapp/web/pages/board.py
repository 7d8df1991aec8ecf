"""The board of the day: how every stall and gate stands now, and what can be done about one of them at once."""

import gzip
import uuid
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from fairapp.domain.errors import NotFound
from fairapp.printing.spreadsheet import Cell
from fairapp.queries.board import get_stall
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.ledger_statements import list_device_statements
from fairapp.services.devices import report_lost, revoke_device
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.board_shown import (
    ATTENTION,
    CHOICES,
    IN_TOUCH,
    OPEN,
    SIGNS,
    Asked,
    BoardShown,
    clock_with_seconds,
    last_heard,
    show_board,
    unsent_since,
)
from fairapp.web.files import table_file
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.paging import PER_PAGE, paging

blueprint = Blueprint("board", __name__)
LONGEST_SEARCH = 200


@blueprint.get("")
@allowed("organiser", "marshal", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """The whole page; ``?q=``, ``?hall=`` and ``?state=`` narrow it."""
    row = _edition(edition)
    shown = show_board(row, _asked())
    return render_template("board/index.html", state_choices=_state_choices(), **_values(row, shown))


@blueprint.get("/now")
@allowed("organiser", "marshal", "reviewer")
def fragment(edition: str) -> ResponseReturnValue:
    """The part of the page that changes, for the page itself; 304 while nothing did. ``Board-At`` says when it was."""
    row = _edition(edition)
    shown = show_board(row, _asked())
    tag = f"{shown.tag}-{paging(len(shown.stalls)).page}"
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = _small(make_response(render_template("board/_now.html", **_values(row, shown))))
    answer.set_etag(tag, weak=True)
    answer.headers["Board-At"] = quote(clock_with_seconds(shown.at, row.time_zone))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.get("/list.<any(csv, xlsx):kind>")
@allowed("organiser", "marshal", "reviewer")
def export(edition: str, kind: str) -> ResponseReturnValue:
    """The list as it is narrowed, as a file."""
    row = _edition(edition)
    shown = show_board(row, _asked(), drawing=False)
    columns = [_("Exhibitor"), _("Hall"), _("Booth"), _("Status"), _("Session"), _("Last heard"), _("Not sent")]
    columns += [_("Not sent since"), _("Entries received"), f"{_('Takings')} ({row.currency})"]
    return table_file(kind, f"{row.slug}-board", _("Board"), columns, _cells(row, shown))


@blueprint.get("/stalls/<uuid:exhibitor_id>")
@allowed("organiser", "marshal", "reviewer")
def stall(edition: str, exhibitor_id: uuid.UUID) -> ResponseReturnValue:
    """One stall: its phones, what each holds back, and how complete its list is."""
    row = _edition(edition)
    shown = show_board(row, Asked(), drawing=False)
    found = get_stall(shown.stalls, exhibitor_id)
    statements = {one.device_id: one for one in list_device_statements(row.organisation_id, row.id)}
    return render_template("board/stall.html", stall=found, statements=statements, **_values(row, shown))


@blueprint.post("/stalls/<uuid:exhibitor_id>/<uuid:device_id>/loss")
@allowed("organiser", "marshal")
def lose(edition: str, exhibitor_id: uuid.UUID, device_id: uuid.UUID) -> ResponseReturnValue:
    """This phone of the stall is lost."""
    report_lost(current_actor(), _phone(edition, exhibitor_id, device_id))
    flash(_("The phone is marked as lost. If it comes back, what it sends is marked as late."))
    return redirect(url_for("board.stall", edition=edition, exhibitor_id=exhibitor_id))


@blueprint.post("/stalls/<uuid:exhibitor_id>/<uuid:device_id>/revocation")
@allowed("organiser")
def revoke(edition: str, exhibitor_id: uuid.UUID, device_id: uuid.UUID) -> ResponseReturnValue:
    """This phone of the stall may not record any more."""
    revoke_device(current_actor(), _phone(edition, exhibitor_id, device_id))
    flash(_("The phone is revoked. What it has not sent yet is taken in for thirty days, outside the totals."))
    return redirect(url_for("board.stall", edition=edition, exhibitor_id=exhibitor_id))


def _small(answer: Response) -> Response:
    """The same, compressed for whoever takes it: hundreds of booths every ten seconds are much for a telephone."""
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        answer.set_data(gzip.compress(answer.get_data(), 4, mtime=0))
        answer.content_encoding = "gzip"
    return answer


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _asked() -> Asked:
    state = request.args.get("state", "")
    return Asked(
        q=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        hall=request.args.get("hall", "").strip()[:LONGEST_SEARCH],
        state=state if state in CHOICES else "",
    )


def _values(row: EditionRow, shown: BoardShown) -> dict[str, object]:
    where = paging(len(shown.stalls))
    return {
        "edition": row,
        "shown": shown,
        "lines": shown.stalls[where.offset : where.offset + PER_PAGE],
        "paging": where,
        "narrowed": {name: value for name, value in vars(shown.asked).items() if value},
        "signs": SIGNS,
        "in_touch": IN_TOUCH,
        "last_heard": last_heard,
        "unsent_since": unsent_since,
        "as_of": Markup("<time data-board-at>{}</time>").format(clock_with_seconds(shown.at, row.time_zone)),
        "stale_since": Markup("<time data-board-since></time>"),
    }


def _state_choices() -> list[tuple[str, str]]:
    words = {ATTENTION: _("Needs a person"), OPEN: _("Not cashed up")}
    return [(code, words.get(code) or current_locale().word("stall state", code)) for code in CHOICES]


def _phone(edition: str, exhibitor_id: uuid.UUID, device_id: uuid.UUID) -> uuid.UUID:
    """The phone, when it is this stall's in this edition of this organisation. Raises NotFound."""
    found = get_stall(show_board(_edition(edition), Asked(), drawing=False).stalls, exhibitor_id)
    if device_id not in {one.device_id for one in found.lists if not one.by_desk}:
        raise NotFound("unknown-device")
    return device_id


def _cells(row: EditionRow, shown: BoardShown) -> list[list[Cell]]:
    locale = current_locale()
    lines: list[list[Cell]] = []
    for one in shown.stalls:
        halls = " · ".join(dict.fromkeys(place.hall_name for place in one.places))
        unsent = sum(phone.unsent for phone in one.phones)
        lines.append(
            [
                one.exhibitor,
                halls,
                " ".join(place.booth for place in one.places),
                locale.word("stall state", one.state),
                locale.word("state", "closed" if one.closed else "open"),
                _local(last_heard(one.phones), row),
                unsent,
                _local(unsent_since(one.phones), row),
                sum(found.received for found in one.lists),
                Decimal(one.takings_minor).scaleb(-row.exponent),
            ]
        )
    return lines


def _local(moment: datetime | None, row: EditionRow) -> datetime | None:
    return moment.astimezone(ZoneInfo(row.time_zone)) if moment else None
