"""The description says what the ledger does: what it accepts is described, and what is described is accepted."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import TypeAdapter, ValidationError

from fairapp.api.schemas import AnyEntry, Device, Received, Standing, Upload
from fairapp.domain.ledger import EntryKind, LedgerEntry, parse_entry
from fairapp.services.devices import issue_token
from tests.factories.devices import DAY_1, a_crossing, a_fair, a_refund, a_sale, a_void, on_day, sent, written
from tests.factories.office import an_exhibitor

ID = "01920000-0000-7000-8000-000000000000"
DRAWER = {"session_id": ID, "float_minor": 0, "counted_minor": 5, "denominations": {"5": 1}, "sales": 1}
ENTRIES = [
    a_sale(1) | {"items": [{"name": "pot", "quantity": 2, "unit_minor": 500}], "note": "blue"},
    a_void(2, ID),
    a_refund(3, 100),
    a_crossing(4, 7),
    written("cash_up", 5, sales_minor=5, **DRAWER),
    written("note", 6, text="rain"),
]
ANY: TypeAdapter[Any] = TypeAdapter(AnyEntry)


def test_every_kind_is_described_as_it_is_read() -> None:
    assert {entry["kind"] for entry in ENTRIES} == set(EntryKind) - {EntryKind.SETTLEMENT}, "no phone settles"
    for entry in ENTRIES:
        assert isinstance(parse_entry(entry), LedgerEntry), entry
        ANY.validate_python(entry)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["kind"] for entry in ENTRIES])
def test_what_is_not_described_is_not_read(entry: dict[str, Any]) -> None:
    for name in entry:
        if name in {"note", "reason", "items", "zero_sales"}:
            continue
        without = {key: value for key, value in entry.items() if key != name}
        assert not isinstance(parse_entry(without), LedgerEntry), name
        with pytest.raises(ValidationError):
            ANY.validate_python(without)


def test_the_document_names_the_calls(sqlite_client: FlaskClient) -> None:
    document = sqlite_client.get("/api/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    assert {path: set(verbs) for path, verbs in document["paths"].items()} == {
        "/api/v1/devices": {"post"},
        "/api/v1/ledger": {"post", "get"},
        "/api/v1/heartbeat": {"post"},
    }
    named = set(document["components"]["schemas"])
    assert {"Sale", "Void", "Refund", "Crossing", "CashUp", "Note", "Upload", "Received", "Device", "Gap"} <= named


def test_the_answers_are_as_described(sqlite_client: FlaskClient) -> None:
    actor, edition_id = a_fair()
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=an_exhibitor(actor)).token
    device = sqlite_client.post("/api/v1/devices", json={"token": token, "name": "x"}).get_json()
    Device.model_validate(device)
    headers = {"Authorization": f"Bearer {device['device_key']}"}
    body = sent(a_sale(1))
    Upload.model_validate(body)
    with on_day(DAY_1):
        Received.model_validate(sqlite_client.post("/api/v1/ledger", json=body, headers=headers).get_json())
        Standing.model_validate(sqlite_client.get("/api/v1/ledger", headers=headers).get_json())
