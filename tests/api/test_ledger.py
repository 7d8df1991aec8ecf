"""The wire of interfaces.md §3: what is answered, with which status, in whose language."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.services.devices import issue_token
from tests.factories.devices import DAY_1, DAY_2, a_counter, a_crossing, a_fair, a_sale, a_stall, on_day, sent
from tests.factories.office import an_exhibitor


def post(client: FlaskClient, key: str, body: Any, at: Any = DAY_1, **headers: str) -> Any:
    with on_day(at):
        return client.post("/api/v1/ledger", json=body, headers={"Authorization": f"Bearer {key}", **headers})


def ask(client: FlaskClient, key: str, at: Any = DAY_1) -> Any:
    with on_day(at):
        return client.get("/api/v1/ledger", headers={"Authorization": f"Bearer {key}"})


def test_enrolling_gives_all_a_phone_needs_offline(client: FlaskClient) -> None:
    actor, edition_id = a_fair()
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=an_exhibitor(actor, "أسرة أم عبدالله")).token
    answer = client.post("/api/v1/devices", json={"token": token, "name": "phone"})
    body = answer.get_json()
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    assert (body["kind"], body["next_seq"], body["exhibitor"]) == ("till", 1, "أسرة أم عبدالله")
    assert body["edition"]["currency"] == "SAR"
    assert body["edition"]["exponent"] == 2
    assert next(session["opens_at"] for session in body["edition"]["sessions"]) == "2014-12-03T13:00:00.000Z"
    assert body["methods"] == ["cash", "mada", "transfer"]
    assert ask(client, body["device_key"]).get_json()["next_seq"] == 1
    again = client.post("/api/v1/devices", json={"token": token, "name": "phone"})
    assert (again.status_code, again.get_json()["code"]) == (410, "token-used")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"token": "0" * 26, "name": "x"}, 404, "unknown-token"),
        ({"token": "hello", "name": "x"}, 400, "code-unreadable"),
        ({"token": 7, "name": "x"}, 400, "body-unreadable"),
        ([], 400, "body-unreadable"),
    ],
)
def test_enrolling_with_something_else(client: FlaskClient, body: Any, status: int, code: str) -> None:
    answer = client.post("/api/v1/devices", json=body, headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_sales_come_in_and_the_standing_goes_out(client: FlaskClient) -> None:
    stall = a_stall()
    answer = post(client, stall.key, sent(a_sale(1, 1_250), a_sale(2, 750)))
    body = answer.get_json()
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert body["next_seq"] == 3
    assert [result["status"] for result in body["results"]] == ["accepted", "accepted"]
    standing = ask(client, stall.key).get_json()
    assert standing["head"] == body["head"]
    assert standing["session"] == {"number": 1, "takings_minor": 2_000, "sales": 2, "entries": 0}
    assert ask(client, stall.key, DAY_2).get_json()["session"]["takings_minor"] == 0
    assert [one["number"] for one in standing["sessions"]] == [1, 2, 3]


def test_a_gate_is_told_its_entries(client: FlaskClient) -> None:
    counter = a_counter(*a_fair())
    post(client, counter.device_key, sent(a_crossing(1, 40), a_crossing(2, 3, "out")))
    assert ask(client, counter.device_key).get_json()["session"]["entries"] == 40


def test_a_gap_is_a_conflict_with_the_place_to_go_on(client: FlaskClient) -> None:
    stall = a_stall()
    answer = post(client, stall.key, sent(a_sale(5)), **{"Accept-Language": "en"})
    assert answer.status_code == 409
    assert answer.get_json() == {
        "code": "gap",
        "message": "Something before these entries is missing. Send from entry 1 on.",
        "next_seq": 1,
    }


def test_the_message_is_in_the_readers_language(client: FlaskClient) -> None:
    messages = {
        language: post(client, "nobody", sent(a_sale(1)), **{"Accept-Language": language}).get_json()["message"]
        for language in ("ar", "fr", "en")
    }
    assert "المنظِّم" in messages["ar"]
    assert "organisateur" in messages["fr"]
    assert "organiser" in messages["en"]


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer nobody"])
def test_without_a_key_nothing_is_taken(client: FlaskClient, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for answer in (
        client.post("/api/v1/ledger", json=sent(a_sale(1)), headers=headers),
        client.get("/api/v1/ledger", headers=headers),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (401, "unknown-key")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[" * 100_000, b'{"entries": [NaN]}', b"\xff\xfe", b"1" * 5_000, b'{"entries": 7}'],
    ids=["nothing", "half", "null", "deep", "nan", "bytes", "digits", "number"],
)
def test_a_hostile_body_is_refused_whole(client: FlaskClient, body: bytes) -> None:
    stall = a_stall()
    answer = client.post("/api/v1/ledger", data=body, headers={"Authorization": f"Bearer {stall.key}"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "body-unreadable")


def test_too_much_at_once_is_to_be_halved(client: FlaskClient) -> None:
    stall = a_stall()
    many = post(client, stall.key, sent(*(a_sale(seq) for seq in range(1, 102))))
    large = post(client, stall.key, sent(a_sale(1) | {"note": "x" * 2_100_000}))
    assert [(a.status_code, a.get_json()["code"]) for a in (many, large)] == [
        (413, "too-many-entries"),
        (413, "too-large"),
    ]
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_no_form_token_is_asked_of_a_phone(app: Flask) -> None:
    stall = a_stall()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert post(app.test_client(), stall.key, sent(a_sale(1))).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
