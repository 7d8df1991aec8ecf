"""The organiser's page of devices: lists, cards, codes, revoking; who may."""

import re

import pytest
from flask.testing import FlaskClient

from fairapp.services.devices import enrol_device
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import a_fair, a_stall
from tests.factories.results import HeldFair, held_fair

HOME = "/editions/jeddah-2014/devices"


@pytest.fixture
def fair(sqlite_app: object) -> HeldFair:
    return held_fair()


def as_role(client: FlaskClient, fair: HeldFair, role: str = "organiser") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, role, language="en"))


def test_the_list_finds_a_stall_whatever_the_spelling(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    fair.sell(0, 1, 5_000)
    organiser = as_role(sqlite_client, fair)
    page = organiser.get(HOME).get_data(as_text=True)
    assert "5 stalls have no till yet." in page
    assert "Gate G1" in page
    assert "Nothing matches" in organiser.get(f"{HOME}?q=nobody").get_data(as_text=True)
    assert organiser.get(f"{HOME}?kind=gate&q=g1").get_data(as_text=True).count("/revocation") == 1


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbfKind,"), ("xlsx", b"PK")])
def test_the_list_is_taken_as_a_file(sqlite_client: FlaskClient, fair: HeldFair, kind: str, begins: bytes) -> None:
    fair.sell(0, 1, 5_000)
    answer = as_role(sqlite_client, fair).get(f"{HOME}/list.{kind}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    if kind == "csv":
        assert "active" in answer.get_data(as_text=True), "every row is in the language of who asked"


@pytest.mark.parametrize("kind", ["till", "gate"])
def test_cards_are_printed(sqlite_client: FlaskClient, fair: HeldFair, kind: str) -> None:
    answer = as_role(sqlite_client, fair).post(f"{HOME}/cards", data={"kind": kind})
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_code_on_the_screen_enrols_a_phone(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    marshal = as_role(sqlite_client, fair, "marshal")
    answer = marshal.post(f"{HOME}/codes", data={"booth": "a-٠١"})
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r'class="token">([0-9A-Z]{26})<', page)
    assert found, page
    assert enrol_device(found[1], "phone").kind == "till"
    assert "viewBox" in page


@pytest.mark.parametrize(
    ("field", "value", "code"), [("booth", "Z-99", "booth-not-held"), ("gate", "?", "unknown-gate")]
)
def test_a_place_that_is_not_there(
    sqlite_client: FlaskClient, fair: HeldFair, field: str, value: str, code: str
) -> None:
    answer = as_role(sqlite_client, fair).post(f"{HOME}/codes", data={field: value})
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert f'data-code="{code}"' in page
    assert value in page


def test_a_phone_is_reported_lost_and_revoked(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    fair.sell(0, 1, 5_000)
    organiser = as_role(sqlite_client, fair)
    address = re.search(rf"{HOME}/[0-9a-f-]+/revocation", organiser.get(f"{HOME}?kind=till").get_data(as_text=True))
    assert address
    organiser.post(address[0].replace("revocation", "loss"))
    assert ">lost<" in organiser.get(HOME).get_data(as_text=True)
    organiser.post(address[0])
    assert ">revoked<" in organiser.get(HOME).get_data(as_text=True)
    assert organiser.post(address[0]).status_code == 409


def test_who_may(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    reviewer = as_role(sqlite_client, fair, "reviewer")
    assert reviewer.get(HOME).status_code == 200
    for path in ("cards", "codes"):
        assert reviewer.post(f"{HOME}/{path}").status_code == 403


def test_beyond_the_wall_there_is_nothing(sqlite_client: FlaskClient) -> None:
    theirs = a_stall("relizane-chamber")
    actor, _ = a_fair("jeddah-chamber")
    organiser = signed_in(sqlite_client, an_account(actor, "organiser"))
    assert organiser.post(f"{HOME}/{theirs.device.device_id}/revocation").status_code == 404
    assert organiser.post(f"{HOME}/{theirs.device.device_id}/loss").status_code == 404
    assert organiser.post(f"{HOME}/codes", data={"booth": "A-01"}).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/phone/words/de.json", 404),
        ("/phone/words/ar.json?country=xx&currency=<b>", 200),
        ("/phone/0000000000000000/till/till.js", 404),
        ("/phone-worker.js?v=1", 200),
        ("/till", 200),
        ("/gate", 200),
    ],
)
def test_the_phones_parts(sqlite_client: FlaskClient, address: str, status: int) -> None:
    answer = sqlite_client.get(address, buffered=True)
    assert answer.status_code == status
    assert status != 200 or "Set-Cookie" not in answer.headers


def test_the_parts_of_this_version_are_kept_for_ever(sqlite_client: FlaskClient) -> None:
    shell = sqlite_client.get("/phone/shell.json").get_json()
    assert f"/phone/{shell['version']}/bundles/till.js" in shell["files"]
    for address in shell["files"]:
        answer = sqlite_client.get(address, buffered=True)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"], address
