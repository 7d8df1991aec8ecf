"""What every call shares: the mark that opens a view, the key that guards it, JSON in and out."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from flask import Response, jsonify, request

from fairapp.domain.errors import NotAllowed, Refused, TooMuch
from fairapp.queries.editions import SessionRow
from fairapp.queries.ledger import DeviceStanding
from fairapp.queries.occupancy import Occupancy

P = ParamSpec("P")
R = TypeVar("R")

BODY_BYTES = 2_000_000
WIRE = "Fairapp-Wire"
_JSON = json.JSONEncoder(separators=(",", ":"))
OLDEST_WIRE = 1
"""The oldest form of the interface that is still spoken. Phones say theirs in the header ``Fairapp-Wire``."""


def keyed(view: Callable[P, R]) -> Callable[P, R]:
    """No account is asked for: the view itself demands a token or a device's key. There is no cookie, so no CSRF."""
    view.access = "public"  # type: ignore[attr-defined]  # the mark that the guard in front of every view looks for
    return view


def read_body() -> object:
    """The JSON of the request. Raises ``body-unreadable`` and ``too-large``."""
    if request.content_length is not None and request.content_length > BODY_BYTES:
        raise TooMuch("too-large")
    request.max_content_length = BODY_BYTES
    try:
        return json.loads(request.get_data(cache=False), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused("body-unreadable") from None


def read_key() -> str:
    """The device's key. Raises ``NotAllowed("unknown-key")`` when there is none."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NotAllowed("unknown-key")
    return key.strip()


def refuse_old_wire() -> None:
    """Raises ``release-too-old`` for a phone whose pages speak a form older than ``OLDEST_WIRE``.

    A phone that says nothing is of the first releases, which did not say it; what is no number is no older one.
    """
    said = request.headers.get(WIRE, "").strip()
    if said.isascii() and said.isdigit() and len(said) < 9 and int(said) < OLDEST_WIRE:
        raise Refused("release-too-old")


def write_standing(standing: DeviceStanding) -> Response:
    """Where a device's list stands, the sums of its session, and at a gate who is inside where it leads."""
    session = {
        "number": standing.session_number,
        "takings_minor": standing.takings_minor,
        "sales": standing.sales,
        "entries": standing.entries,
    }
    hall = {} if standing.hall is None else {"hall": _hall(standing.hall)}
    sessions = [write_session(one) for one in standing.sessions]
    return jsonify(next_seq=standing.next_seq, head=standing.head, session=session, sessions=sessions, **hall)


def write_session(session: SessionRow) -> dict[str, str | int]:
    """A session as phones know it."""
    return {
        "id": str(session.id),
        "number": session.number,
        "date": session.day.isoformat(),
        "opens_at": write_moment(session.opens_at),
        "closes_at": write_moment(session.closes_at),
        "cut_off_at": write_moment(session.cut_off_at),
    }


def write_json(answer: dict[str, object]) -> Response:
    """The answer to a call, spelled as short as it can be."""
    return Response(_JSON.encode(answer), mimetype="application/json")


def _hall(hall: Occupancy) -> dict[str, str | int | None]:
    """Who is inside where a gate leads; no name is the whole fair's."""
    as_of = None if hall.as_of is None else write_moment(hall.as_of)
    return {"name": hall.name or None, "inside": hall.inside, "limit": hall.limit, "as_of": as_of}


def write_moment(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
