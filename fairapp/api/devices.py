"""``POST /api/v1/devices``: a phone trades its one-time token for a key."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from fairapp.api.wire import keyed, read_body, write_moment, write_session
from fairapp.domain.errors import Refused
from fairapp.queries.devices import DeviceDetails, get_device
from fairapp.queries.editions import EditionRow, SessionRow, get_edition_by_id, list_sessions
from fairapp.queries.organisations import get_organisation
from fairapp.services.clock import now
from fairapp.services.devices import enrol_device

blueprint = Blueprint("api_devices", __name__)
LONGEST_TOKEN = 200


@blueprint.post("/devices")
@keyed
def create() -> ResponseReturnValue:
    """201 with the key, shown once, and everything the phone needs to work without a network."""
    body = read_body()
    if not isinstance(body, Mapping):
        raise Refused("body-unreadable")
    enrolled = enrol_device(_text(body, "token"), _text(body, "name"), _text(body, "attempt"))
    organisation = get_organisation(enrolled.organisation_id)
    edition = get_edition_by_id(enrolled.organisation_id, enrolled.edition_id)
    details = get_device(enrolled.organisation_id, enrolled.device_id)
    answer = {
        "device_id": str(enrolled.device_id),
        "device_key": enrolled.device_key,
        "kind": enrolled.kind,
        "organisation": organisation.name,
        "edition": _edition(edition, list_sessions(edition.organisation_id, edition.id)),
        "booth": details.booth,
        "exhibitor": details.exhibitor,
        "gate": _gate(details),
        "methods": list(organisation.payment_methods),
        "country": organisation.country,
        "next_seq": enrolled.next_seq,
        "server_time": write_moment(now()),
    }
    return jsonify(answer), 201


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TOKEN:
        raise Refused("body-unreadable")
    return value


def _edition(edition: EditionRow, sessions: list[SessionRow]) -> dict[str, Any]:
    return {
        "slug": edition.slug,
        "name": edition.name,
        "currency": edition.currency,
        "exponent": edition.exponent,
        "time_zone": edition.time_zone,
        "sessions": [write_session(session) for session in sessions],
    }


def _gate(details: DeviceDetails) -> dict[str, str | int | None] | None:
    if details.gate is None:
        return None
    return {"code": details.gate_code or "", "name": details.gate, "limit": details.gate_limit}
