"""Bodies made from the description itself, then spoiled: never an error of the server's own, always a stable code."""

import json
import random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairapp.services.devices import issue_token
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.devices import DAY_1, a_counter, a_fair, a_stall, on_day
from tests.factories.office import an_exhibitor

FEW = settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
HOSTILE: list[Any] = [
    None, True, 0, -1, 10**12 + 1, 2**63, -(2**63), 10**40, 1.5, 1e308, "", " ", "\x00", "\ud800", "\u202e", "١٢",
    "NaN", "x" * 3_000, "9" * 400, "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2014-12-03T14:30:00",
    "' OR 1=1 --", "00000000-0000-0000-0000-000000000000", [], [[]], {}, {"": None}, {"$ref": "#"}, [None] * 101,
]  # fmt: skip


def made(schema: dict[str, Any], shapes: dict[str, Any], rng: random.Random) -> Any:
    """A value as a schema of the description wants it."""
    if "$ref" in schema:
        return made(shapes[schema["$ref"].rpartition("/")[2]], shapes, rng)
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return made(rng.choice(schema[word]), shapes, rng)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return rng.choice(schema["enum"])
    kind = schema.get("type")
    if kind == "object":
        named = {name: made(one, shapes, rng) for name, one in schema.get("properties", {}).items()}
        return named or {"100": 2}
    if kind == "array":
        return [made(schema["items"], shapes, rng) for _ in range(rng.randint(1, 3))]
    if kind == "integer":
        return rng.randint(schema.get("minimum", 0), min(schema.get("maximum", 500), 500))
    if kind == "string":
        return text_of(schema, rng)
    return rng.random() < 0.5 if kind == "boolean" else None


def text_of(schema: dict[str, Any], rng: random.Random) -> str:
    match schema.get("format"):
        case "uuid":
            return f"01920000-0000-7000-8000-{rng.getrandbits(48):012x}"
        case "date-time":
            return DAY_1.isoformat()
        case _:
            return str(schema.get("examples", ["cash" if "pattern" in schema else "blue"])[0])


def spoiled(value: Any, rng: random.Random) -> Any:
    """The same with one thing somewhere in it replaced by something hostile, left out, or doubled."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        name = rng.choice(list(value))
        if rng.random() < 0.2:
            return {key: one for key, one in value.items() if key != name}
        return {**value, name: spoiled(value[name], rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        at = rng.randrange(len(value))
        return [*value[:at], spoiled(value[at], rng), *value[at:]]
    return rng.choice(HOSTILE)


def shape_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    body: dict[str, Any] = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return body


def check(answer: Any) -> None:
    assert answer.status_code < 500, answer.get_data(as_text=True)
    told = answer.get_json()
    assert isinstance(told, dict)
    assert answer.status_code < 400 or {"code", "message"} <= set(told)


@pytest.mark.parametrize("kind", ["till", "gate"])
def test_no_upload_breaks_the_server(app: Flask, client: FlaskClient, kind: str) -> None:
    stall = a_stall()
    key = stall.key if kind == "till" else a_counter(stall.actor, stall.edition_id).device_key
    document = client.get("/api/openapi.json").get_json()
    shape, shapes = shape_of(document, "/api/v1/ledger"), document["components"]["schemas"]
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    @FEW
    @given(st.integers(0, 2**32), st.integers(0, 3))
    def send(seed: int, spoils: int) -> None:
        rng = random.Random(seed)
        body = made(shape, shapes, rng)
        place = client.get("/api/v1/ledger", headers=headers).get_json()["next_seq"]
        for at, entry in enumerate(body["entries"]):
            entry["seq"] = place + at
        for _ in range(spoils):
            body = spoiled(body, rng)
        with on_day(DAY_1):
            check(client.post("/api/v1/ledger", data=json.dumps(body), headers=headers))

    send()
    proof = verify_ledger(stall.actor.organisation_id, stall.edition_id)
    assert proof.whole, (proof.faults, proof.differences)
    assert proof.entries > 20


def test_no_enrolment_breaks_the_server(client: FlaskClient) -> None:
    actor, edition_id = a_fair()
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=an_exhibitor(actor)).token
    document = client.get("/api/openapi.json").get_json()
    shape, shapes = shape_of(document, "/api/v1/devices"), document["components"]["schemas"]

    @FEW
    @given(st.integers(0, 2**32))
    def enrol(seed: int) -> None:
        rng = random.Random(seed)
        body = {**made(shape, shapes, rng), "token": token if rng.random() < 0.3 else "0" * 26}
        check(client.post("/api/v1/devices", json=spoiled(body, rng)))

    enrol()


@pytest.mark.parametrize("literal", ["1e999", "-1e999"])
def test_a_number_beyond_numbers_is_kept_and_recognised(client: FlaskClient, literal: str) -> None:
    """JSON may say 1e999, which no canonical text can repeat: other content in a taken place is still a fork."""
    stall = a_stall()
    headers = {"Authorization": f"Bearer {stall.key}", "Content-Type": "application/json"}
    entry = '{"v": 1, "id": "01920000-0000-7000-8000-000000000000", "seq": 1, "kind": "sale", "method": "cash", '
    entry += f'"occurred_at": "{DAY_1.isoformat()}", "amount_minor": %d, "unknown": {literal}}}'
    statuses = []
    with on_day(DAY_1):
        for amount in (5, 5, 9):
            body = f'{{"device_time": "{DAY_1.isoformat()}", "entries": [{entry % amount}]}}'
            answer = client.post("/api/v1/ledger", data=body, headers=headers)
            statuses.append(answer.get_json()["results"][0]["status"])
    assert statuses[1:] == ["duplicate", "quarantined"]
    assert verify_ledger(stall.actor.organisation_id, stall.edition_id).whole
