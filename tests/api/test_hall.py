"""A phone at a gate is told who is inside, with every answer that says where its list stands."""

from datetime import timedelta

from flask.testing import FlaskClient

from fairapp.api.schemas import Standing
from tests.factories.devices import a_stall, on_day
from tests.factories.gates import a_gated_fair
from tests.factories.results import moment


def told(client: FlaskClient, key: str, *, beat: bool = False) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {key}"}
    with on_day(moment(1) + timedelta(minutes=10)):
        if beat:
            answer = client.post("/api/v1/heartbeat", json={"unsent": 0}, headers=headers)
        else:
            answer = client.get("/api/v1/ledger", headers=headers)
    assert answer.status_code == 200
    Standing.model_validate(answer.get_json())
    found: dict[str, object] = answer.get_json()
    return found


def test_of_its_hall_or_of_the_whole_fair(client: FlaskClient) -> None:
    fair = a_gated_fair()
    fair.cross("A1", 12)
    fair.cross("A2", 3, minutes=5)
    keys = {gate: phone.device.device_key for gate, phone in fair.phones.items()}
    of_a_hall = {"name": "Hall A", "inside": 15, "limit": 20, "as_of": "2014-12-03T14:30:00.000Z"}
    assert told(client, keys["A2"])["hall"] == of_a_hall
    assert told(client, keys["B1"])["hall"] == {"name": "Hall B", "inside": None, "limit": None, "as_of": None}
    of_the_fair = of_a_hall | {"name": None, "limit": None}
    assert told(client, keys["G"])["hall"] == of_the_fair


def test_a_heartbeat_is_answered_the_same_and_makes_it_known_up_to_then(client: FlaskClient) -> None:
    fair = a_gated_fair()
    fair.cross("A1", 12)
    hall = told(client, fair.phones["A1"].device.device_key, beat=True)["hall"]
    assert hall == {"name": "Hall A", "inside": 12, "limit": 20, "as_of": "2014-12-03T14:40:00.000Z"}


def test_a_till_is_told_of_none(client: FlaskClient) -> None:
    assert "hall" not in told(client, a_stall().key)
