"""``GET /api/openapi.json``: the devices' interface described as OpenAPI 3.1."""

from functools import cache
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic.json_schema import models_json_schema

from fairapp import __version__
from fairapp.api import schemas
from fairapp.api.wire import OLDEST_WIRE, WIRE, keyed

blueprint = Blueprint("api_openapi", __name__)
SHAPES = (
    schemas.Enrolment,
    schemas.Device,
    schemas.Upload,
    schemas.Received,
    schemas.Standing,
    schemas.Heartbeat,
    schemas.Refusal,
    schemas.Gap,
)
WHERE = "#/components/schemas/{model}"
WIRE_HEADER = {
    "name": WIRE,
    "in": "header",
    "required": False,
    "description": "The form of this interface that the phone's pages speak; without it, the first",
    "schema": {"type": "integer", "minimum": OLDEST_WIRE},
}


@blueprint.get("/openapi.json")
@keyed
def show() -> ResponseReturnValue:
    """The description, the same for everyone."""
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """The whole OpenAPI document."""
    _, definitions = models_json_schema([(shape, "validation") for shape in SHAPES], ref_template=WHERE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "fairapp: devices and the ledger",
            "version": __version__,
            "description": "What a till or a gate sends, and what it is answered. See docs/offline.md.",
        },
        "paths": {
            "/api/v1/devices": {"post": _enrol()},
            "/api/v1/ledger": {"post": _send(), "get": _ask()},
            "/api/v1/heartbeat": {"post": _beat()},
        },
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
        },
    }


def _enrol() -> dict[str, Any]:
    return {
        "operationId": "enrol",
        "summary": "Trade a one-time token for a device key",
        "security": [],
        "requestBody": _json("Enrolment", required=True),
        "responses": {
            "201": _json("Device", "Enrolled; the key is shown once"),
            "400": _json("Refusal", "The token or the body cannot be read"),
            "404": _json("Refusal", "Nobody issued this token"),
            "410": _json("Refusal", "The token is used or has expired"),
            **_always(),
        },
    }


def _send() -> dict[str, Any]:
    return {
        "operationId": "send",
        "summary": "Hand over 1 to 100 entries, in order",
        "security": [{"device": []}],
        "parameters": [WIRE_HEADER],
        "requestBody": _json("Upload", required=True),
        "responses": {
            "200": _json("Received", "Stored; nothing is answered before the commit"),
            "400": _json("Refusal", "The body is no upload"),
            "401": _json("Refusal", "The key is unknown, or was revoked over thirty days ago"),
            "409": _json("Gap", "The first entry lies beyond next_seq: send from there"),
            "413": _json("Refusal", "Too much at once: halve"),
            "426": _too_old(),
            **_always(),
        },
    }


def _ask() -> dict[str, Any]:
    return {
        "operationId": "ask",
        "summary": "Where this device's list stands",
        "security": [{"device": []}],
        "parameters": [WIRE_HEADER],
        "responses": {
            "200": _json("Standing", "What the server holds"),
            "401": _json("Refusal", "The key is unknown"),
            "426": _too_old(),
            **_always(),
        },
    }


def _beat() -> dict[str, Any]:
    return {
        "operationId": "beat",
        "summary": "Say how the phone stands, about once a minute while somebody works with it",
        "security": [{"device": []}],
        "parameters": [WIRE_HEADER],
        "requestBody": _json("Heartbeat", required=True),
        "responses": {
            "200": _json("Standing", "Heard; what the server holds"),
            "400": _json("Refusal", "The body is no object"),
            "401": _json("Refusal", "The key is unknown, or was revoked over thirty days ago"),
            "426": _too_old(),
            **_always(),
        },
    }


def _too_old() -> dict[str, Any]:
    return _json("Refusal", "The pages are too old to be understood: keep everything, fetch new pages")


def _always() -> dict[str, Any]:
    return {
        "503": {
            **_json("Refusal", "Busy; nothing was stored; try again after Retry-After seconds"),
            "headers": {"Retry-After": {"schema": {"type": "integer"}}},
        }
    }


def _json(shape: str, description: str = "", *, required: bool = False) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": WHERE.format(model=shape)}}}
    return {"required": True, "content": content} if required else {"description": description, "content": content}
