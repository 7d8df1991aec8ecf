"""The page that edits a hall's drawing: what the script sends, and the same by forms."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.queries.editions import get_edition
from fairapp.queries.floor_plan import BoothRow, list_booths
from fairapp.queries.hall_features import list_features
from fairapp.services.audit import Actor
from fairapp.web.plan_fields import as_metres, find_millimetres
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.office import PLAN, an_edition

UNKNOWN = "01936f0e-0000-7000-8000-000000000001"
HERE = "/editions/jeddah-2014/plan/A/drawing"


@pytest.fixture
def actor(sqlite_client: FlaskClient) -> Actor:
    actor = an_organisation()
    an_edition(actor, plan=PLAN)
    return actor


@pytest.fixture
def office(sqlite_client: FlaskClient, actor: Actor) -> FlaskClient:
    return signed_in(sqlite_client, an_account(actor, "organiser", language="en"))


def booths(actor: Actor) -> dict[str, BoothRow]:
    edition = get_edition(actor.organisation_id, "jeddah-2014")
    return {booth.number: booth for booth in list_booths(actor.organisation_id, edition.id)}


def test_what_the_script_sends_is_kept(office: FlaskClient, actor: Actor) -> None:
    moved = booths(actor)["A-01"]
    answer = office.post(HERE, json={"booths": [{"id": str(moved.id), "x_mm": 1_000, "y_mm": 0}]})
    assert (answer.status_code, answer.json and answer.json["changed"]) == (200, 1)
    assert (booths(actor)["A-01"].x_mm, booths(actor)["A-01"].y_mm) == (1_000, 0)
    again = office.post(HERE, json={"revision": "1-0", "booths": []})
    assert (again.status_code, again.json and again.json["code"]) == (409, "plan-changed-meanwhile")
    assert again.json is not None
    assert again.json["message"].startswith("Someone else changed the drawing")


def test_a_fire_exit_under_a_booth_is_said(office: FlaskClient) -> None:
    exit_ = {"kind": "exit", "label": "", "x_mm": 3_000, "y_mm": 3_000, "width_mm": 900, "depth_mm": 100}
    answer = office.post(HERE, json={"features": [exit_]})
    assert answer.json is not None
    assert answer.json["warnings"] == ["Booth A-01 stands on this: fire exit."]


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ({"data": "{", "content_type": "application/json"}, 400, "plan-changes-unreadable"),
        ({"data": "{}", "content_type": "text/plain"}, 400, "plan-changes-unreadable"),
        ({"json": {"booths": [{"id": "x"}]}}, 400, "plan-changes-unreadable"),
        ({"json": {}, "headers": {"Origin": "https://elsewhere.example"}}, 403, "not-allowed"),
        (
            {"json": {"features": [{"id": UNKNOWN, "removed": True}]}},
            404,
            "unknown-feature",
        ),
    ],
)
def test_hostile_bodies_are_refused_in_words(
    office: FlaskClient, how: dict[str, object], status: int, code: str
) -> None:
    answer = office.post(HERE, **how)  # type: ignore[arg-type]  # what a test client takes
    assert (answer.status_code, answer.json and answer.json["code"]) == (status, code)
    assert answer.json is not None
    assert answer.json["message"] != code


def test_the_token_is_asked_for(sqlite_app: Flask, office: FlaskClient) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert office.post(HERE, json={}).status_code == 400
        page = office.get(HERE).get_data(as_text=True)
        token = page.partition('data-token="')[2].partition('"')[0]
        assert office.post(HERE, json={}, headers={"X-CSRFToken": token}).status_code == 200
    finally:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False


def test_a_booth_by_its_form(office: FlaskClient, actor: Actor) -> None:
    page = office.get(f"{HERE}/booths/A-01").get_data(as_text=True)
    assert 'name="x"' in page
    form = {"number": "a-٩٩", "x": "٠", "y": "0", "width": "2,5", "depth": "3", "class": "A/std"}
    answer = office.post(f"{HERE}/booths/A-01", data=form)
    assert answer.status_code == 302
    saved = booths(actor)["A-99"]
    assert (saved.x_mm, saved.width_mm) == (0, 2_500)
    assert office.post(f"{HERE}/booths/A-99", data=form | {"withdrawn": "on"}).status_code == 302
    assert "A-99" not in booths(actor)
    assert 'value="A-99"' in office.get(f"{HERE}/booths/A-99").get_data(as_text=True)


def test_a_refused_form_keeps_what_was_typed(office: FlaskClient) -> None:
    form = {"number": "A-01", "x": "900", "y": "0", "width": "3", "depth": "3", "class": "A/std"}
    answer = office.post(f"{HERE}/booths/A-01", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'data-code="booth-outside-hall"' in page
    assert 'value="900"' in page
    assert office.post(f"{HERE}/booths/A-01", data=form | {"x": "wide"}).status_code == 400


def test_booths_and_features_are_added_and_taken_away_by_forms(office: FlaskClient, actor: Actor) -> None:
    form = {"number": "A-50", "x": "0", "y": "0", "width": "3", "depth": "3", "class": "A/std"}
    assert office.post(f"{HERE}/booths/new", data=form).status_code == 302
    assert booths(actor)["A-50"].booth_class == "A/std"
    edition = get_edition(actor.organisation_id, "jeddah-2014")
    pillar = {"kind": "pillar", "label": "ع1", "x": "12", "y": "0", "width": "0.5", "depth": "0.5"}
    assert office.post(f"{HERE}/features", data=pillar).status_code == 302
    (stands,) = list_features(actor.organisation_id, edition.id)
    assert "ع1" in office.get(HERE).get_data(as_text=True)
    assert office.post(f"{HERE}/features", data={"id": str(stands.id), "removed": "1"}).status_code == 302
    assert list_features(actor.organisation_id, edition.id) == []
    for bad in ({"kind": "pillar"}, {"id": "x"}, pillar | {"kind": "bomb"}):
        assert office.post(f"{HERE}/features", data=bad).status_code == 400


def test_ticked_booths_are_painted(office: FlaskClient, actor: Actor) -> None:
    office.post(
        "/editions/jeddah-2014/plan/A/classes", data={"class_code": "food", "class_name": "Food", "services": "water"}
    )
    answer = office.post(f"{HERE}/paint", data={"class": "A/food", "booths": ["A-01", "A-12"]})
    assert answer.status_code == 302
    assert [number for number, one in booths(actor).items() if one.booth_class == "A/food"] == ["A-01", "A-12"]
    assert office.post(f"{HERE}/paint", data={"class": "A/none", "booths": ["A-01"]}).status_code == 404


def test_the_plan_says_what_is_live(office: FlaskClient, actor: Actor) -> None:
    assert "Version 1 is live since" in office.get("/editions/jeddah-2014/plan").get_data(as_text=True)
    office.post(HERE, json={"booths": [{"id": str(booths(actor)["A-01"].id), "x_mm": 0}]})
    page = office.get("/editions/jeddah-2014/plan").get_data(as_text=True)
    assert "is live: families choose by it" in page
    assert "1 booth moved" in page
    answer = office.post("/editions/jeddah-2014/plan/restoration")
    assert answer.status_code == 302
    assert booths(actor)["A-01"].x_mm == 3_000
    again = office.post("/editions/jeddah-2014/plan/restoration")
    assert (again.status_code, 'data-code="no-draft"' in again.get_data(as_text=True)) == (400, True)


@pytest.mark.parametrize(
    ("typed", "length"), [("3", 3_000), ("2.5", 2_500), ("٢٫٥", 2_500), ("0,001", 1), ("-1.25", -1_250), ("", None)]
)
def test_metres_are_read_to_the_millimetre(typed: str, length: int | None) -> None:
    assert find_millimetres({"x": typed}, "x") == length
    assert length is None or find_millimetres({"x": as_metres(length)}, "x") == length
