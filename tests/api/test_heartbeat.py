"""How a phone says that it stands: heard, bounded, not written more often than needed, refused only by key and age."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from fairapp.api.schemas import Standing
from fairapp.db import db
from fairapp.models.devices import Device
from fairapp.services.devices import report_lost, revoke_device
from tests.api.test_hostile_bodies import check, made, shape_of, spoiled
from tests.factories.devices import BEFORE, DAY_1, Stall, a_counter, a_fair, a_sale, a_stall, on_day, sent

MINUTE = timedelta(minutes=1)
SINCE = DAY_1 - 20 * MINUTE
SINCE_SAID = SINCE.isoformat()


def beat(client: FlaskClient, key: str, body: Any, at: datetime = DAY_1, **headers: str) -> Any:
    with on_day(at):
        return client.post("/api/v1/heartbeat", json=body, headers={"Authorization": f"Bearer {key}", **headers})


def said(unsent: Any = 3, since: Any = SINCE_SAID, at: datetime = DAY_1, **more: Any) -> dict[str, Any]:
    return {"device_time": at.isoformat(), "unsent": unsent, "unsent_since": since, "release": "1f2e3d", **more}


def known(stall: Stall) -> tuple[datetime | None, int, datetime | None, str]:
    """Last heard, unsent, unsent since, release."""
    columns = (Device.last_heard_at, Device.unsent, Device.unsent_since, Device.release)
    row = db.session.execute(select(*columns).where(Device.id == stall.device.device_id)).one()
    return row[0], row[1], row[2], row[3]


def test_what_a_phone_holds_back_is_known_and_the_answer_is_where_its_list_stands(client: FlaskClient) -> None:
    stall = a_stall()
    assert known(stall) == (None, 0, None, "")
    answer = beat(client, stall.key, said())
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    Standing.model_validate(answer.get_json())
    with on_day(DAY_1):
        asked = client.get("/api/v1/ledger", headers={"Authorization": f"Bearer {stall.key}"})
    assert answer.get_json() == asked.get_json()
    assert known(stall) == (DAY_1, 3, SINCE, "1f2e3d")
    assert beat(client, stall.key, said(0, None, DAY_1 + MINUTE), DAY_1 + MINUTE).status_code == 200
    assert known(stall) == (DAY_1 + MINUTE, 0, None, "1f2e3d")


def test_a_gate_is_heard_too(client: FlaskClient) -> None:
    counter = a_counter(*a_fair())
    assert beat(client, counter.device_key, said()).get_json()["next_seq"] == 1


@pytest.mark.parametrize(
    ("told", "unsent"),
    [(-5, 0), (2**70, 1_000_000), (True, 7), ("9", 7), (1.5, 7), (None, 7), ([4], 7), (0, 0)],
)
def test_a_number_that_cannot_be_is_bounded_or_left(client: FlaskClient, told: Any, unsent: int) -> None:
    stall = a_stall()
    beat(client, stall.key, said(7), DAY_1 - MINUTE)
    assert beat(client, stall.key, said(told)).status_code == 200
    assert known(stall)[:2] == (DAY_1, unsent)


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ("1970-01-01T00:00:00Z", BEFORE),
        ("9999-12-31T23:59:59-14:00", DAY_1),
        ("0001-01-01T00:00:00+14:00", DAY_1),
        ("2014-12-03T14:00:00", DAY_1),
        (17, DAY_1),
        (None, DAY_1),
        ({"a": 1}, DAY_1),
        ("x" * 5_000, DAY_1),
    ],
)
def test_since_when_is_neither_before_the_card_nor_in_the_future(
    client: FlaskClient, told: Any, since: datetime
) -> None:
    stall = a_stall()
    assert beat(client, stall.key, said(1, told)).status_code == 200
    assert known(stall)[2] == since


def test_a_wrong_clock_is_put_right(client: FlaskClient) -> None:
    stall = a_stall()
    ten_days = timedelta(days=10)
    beat(client, stall.key, said(1, (SINCE - ten_days).isoformat(), DAY_1 - ten_days))
    assert known(stall)[2] == SINCE
    beat(client, stall.key, said(2, (SINCE - ten_days).isoformat(), datetime(1, 1, 1, tzinfo=UTC)), DAY_1 + MINUTE)
    assert known(stall)[1] == 2


@pytest.mark.parametrize("release", ["<b>", "x" * 41, "", 5, None, "\u202e1", "a b"])
def test_a_release_that_is_none_is_not_kept(client: FlaskClient, release: Any) -> None:
    stall = a_stall()
    assert beat(client, stall.key, said(release=release)).status_code == 200
    assert known(stall)[3] == ""


@pytest.mark.parametrize("body", [[], "x", 7, None])
def test_a_body_that_says_nothing(client: FlaskClient, body: Any) -> None:
    answer = beat(client, a_stall().key, body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "body-unreadable")


def test_a_key_nobody_has(client: FlaskClient) -> None:
    a_stall()
    answer = beat(client, "nobody", said())
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unknown-key")
    assert client.post("/api/v1/heartbeat", json=said()).status_code == 401


def test_a_revoked_or_lost_phone_is_heard_as_long_as_it_may_hand_over(client: FlaskClient) -> None:
    stall = a_stall()
    with on_day(DAY_1 - MINUTE):
        report_lost(stall.actor, stall.device.device_id)
        revoke_device(stall.actor, stall.device.device_id)
    assert beat(client, stall.key, said()).status_code == 200
    assert known(stall)[:2] == (DAY_1, 3)
    late = DAY_1 + timedelta(days=31)
    assert beat(client, stall.key, said(9), late).status_code == 401
    assert known(stall)[:2] == (DAY_1, 3)


def test_a_desks_list_has_no_key_that_is_heard(client: FlaskClient) -> None:
    stall = a_stall()
    db.session.get_one(Device, (stall.actor.organisation_id, stall.device.device_id)).kept_by = "desk"
    db.session.commit()
    assert beat(client, stall.key, said()).status_code == 401


def test_no_heartbeat_breaks_the_server(client: FlaskClient) -> None:
    stall = a_stall()
    document = client.get("/api/openapi.json").get_json()
    shape, shapes = shape_of(document, "/api/v1/heartbeat"), document["components"]["schemas"]
    rng = random.Random(8113)
    for _ in range(120):
        check(beat(client, stall.key, spoiled(made(shape, shapes, rng), rng)))
    assert 0 <= known(stall)[1] <= 1_000_000


def writes(client: FlaskClient, key: str, body: Any, at: datetime) -> int:
    """How many statements that change something one heartbeat costs."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert beat(client, key, body, at).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_phone_that_repeats_itself_is_not_written_down_again(client: FlaskClient) -> None:
    stall = a_stall()
    seconds = timedelta(seconds=1)
    assert writes(client, stall.key, said(), DAY_1) == 1
    assert writes(client, stall.key, said(), DAY_1 + 5 * seconds) == 0
    assert writes(client, stall.key, said(at=DAY_1 + 19 * seconds), DAY_1 + 19 * seconds) == 0
    assert known(stall)[0] == DAY_1
    assert writes(client, stall.key, said(4), DAY_1 + 19 * seconds) == 1, "something new is written at once"
    assert writes(client, stall.key, said(4), DAY_1 + 40 * seconds) == 1
    with on_day(DAY_1 + MINUTE):
        client.post("/api/v1/ledger", json=sent(a_sale(1)), headers={"Authorization": f"Bearer {stall.key}"})
    assert writes(client, stall.key, said(4), DAY_1 + MINUTE + 5 * seconds) == 0, "an upload was heard just now"


@pytest.mark.parametrize(("wire", "status"), [("0", 426), ("1", 200), ("2", 200), ("", 200), ("old", 200)])
def test_pages_that_are_too_old_are_told_so_and_nothing_is_taken(client: FlaskClient, wire: str, status: int) -> None:
    stall = a_stall()
    headers = {"Authorization": f"Bearer {stall.key}", "Fairapp-Wire": wire, "Accept-Language": "en"}
    with on_day(DAY_1):
        answers = [
            client.post("/api/v1/heartbeat", json=said(), headers=headers),
            client.post("/api/v1/ledger", json=sent(a_sale(1)), headers=headers),
            client.get("/api/v1/ledger", headers=headers),
        ]
    assert [answer.status_code for answer in answers] == [status] * 3
    if status == 426:
        assert {answer.get_json()["code"] for answer in answers} == {"release-too-old"}
        assert "Nothing is lost" in answers[0].get_json()["message"]
        assert known(stall) == (None, 0, None, "")
