"""The plan taken away and brought back: CSV, XLSX, SVG, PDF."""

from io import BytesIO
from xml.etree import ElementTree

import pypdfium2
import pytest
from flask.testing import FlaskClient

from fairapp.queries.editions import get_edition
from fairapp.queries.floor_plan import list_booths
from fairapp.services.audit import Actor
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.office import PLAN, an_edition

HERE = "/editions/jeddah-2014/plan/files"


@pytest.fixture
def actor(sqlite_client: FlaskClient) -> Actor:
    actor = an_organisation()
    an_edition(actor, plan=PLAN)
    return actor


@pytest.fixture
def office(sqlite_client: FlaskClient, actor: Actor) -> FlaskClient:
    return signed_in(sqlite_client, an_account(actor, "organiser", language="en"))


def numbers(actor: Actor) -> set[str]:
    edition = get_edition(actor.organisation_id, "jeddah-2014")
    return {booth.number for booth in list_booths(actor.organisation_id, edition.id)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_away_comes_back_unchanged(office: FlaskClient, kind: str) -> None:
    taken = office.get(f"{HERE}/plan.{kind}").get_data()
    page = office.post(HERE, data={"file": (BytesIO(taken), f"plan.{kind}")}).get_data(as_text=True)
    assert "unchanged · 16" in page
    assert "The plan is already as the file says." in page


def test_a_file_is_looked_at_then_kept(office: FlaskClient, actor: Actor) -> None:
    content = b"booth,hall,x_mm,y_mm\nA-77,A,0,0\n"
    page = office.post(HERE, data={"file": (BytesIO(content), "plan.csv")}).get_data(as_text=True)
    assert "new · 1" in page
    assert "A-77" not in numbers(actor)
    lines = page.partition('name="lines" value="')[2].partition('"')[0]
    assert office.post(f"{HERE}/changes", data={"lines": lines}).status_code == 302
    assert "A-77" in numbers(actor)


def test_refused_lines_are_shown_and_cannot_be_forced(office: FlaskClient, actor: Actor) -> None:
    content = b"booth,hall,x_mm,y_mm\nA-77,A,0,0\n<script>,A,0,0\n"
    page = office.post(HERE, data={"file": (BytesIO(content), "plan.csv")}).get_data(as_text=True)
    assert "refused · 1" in page
    assert "&lt;script&gt;" in page
    assert 'name="lines"' not in page
    forced = office.post(f"{HERE}/changes", data={"lines": content.decode()})
    assert (forced.status_code, "A-77" in numbers(actor)) == (409, False)
    assert 'data-code="plan-file-refused"' in forced.get_data(as_text=True)
    assert office.post(HERE).status_code == 400
    assert office.post(f"{HERE}/changes", data={"lines": "nonsense"}).status_code == 400


def test_a_drawing_stands_by_itself(office: FlaskClient) -> None:
    pillar = {"kind": "pillar", "label": "<&>", "x": "0", "y": "0", "width": "1", "depth": "1"}
    office.post("/editions/jeddah-2014/plan/A/drawing/features", data=pillar)
    answer = office.get(f"{HERE}/A.svg")
    assert answer.mimetype == "image/svg+xml"
    root = ElementTree.fromstring(answer.get_data())  # noqa: S314  # our own drawing
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert (names.count("text"), names.count("rect"), names.count("script")) == (12, 14, 0)
    assert ' class="' not in answer.get_data(as_text=True)
    assert office.get(f"{HERE}/Z.svg").status_code == 404


def test_a_drawing_comes_back_unchanged_or_says_what_moved(office: FlaskClient, actor: Actor) -> None:
    taken = office.get(f"{HERE}/A.svg").get_data(as_text=True)
    page = office.post(HERE, data={"file": (BytesIO(taken.encode()), "A.svg")}).get_data(as_text=True)
    assert "unchanged · 12" in page
    assert "1 other shape of the drawing was not read" in page
    assert "The plan is already as the file says." in page
    moved = taken.replace('data-booth="A-01"', 'data-booth="A-01" transform="translate(-1000.2, 0)"')
    page = office.post(HERE, data={"file": (BytesIO(moved.encode()), "A.svg")}).get_data(as_text=True)
    assert ("changed · 1" in page, "unchanged · 11" in page) == (True, True)
    edition = get_edition(actor.organisation_id, "jeddah-2014")
    places = {booth.number: booth.x_mm for booth in list_booths(actor.organisation_id, edition.id)}
    lines = page.partition('name="lines" value="')[2].partition('"')[0]
    assert office.post(f"{HERE}/changes", data={"lines": lines}).status_code == 302
    after = {booth.number: booth.x_mm for booth in list_booths(actor.organisation_id, edition.id)}
    assert after == places | {"A-01": places["A-01"] - 1_000}


def test_a_drawing_with_entities_is_refused_in_words(office: FlaskClient) -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg data-hall="A">&a;</svg>'
    answer = office.post(HERE, data={"file": (BytesIO(bomb), "A.svg")})
    assert answer.status_code == 400
    assert 'data-code="drawing-declares-entities"' in answer.get_data(as_text=True)


def test_the_plan_to_scale(office: FlaskClient) -> None:
    office.post(
        "/editions/jeddah-2014/plan/A/drawing/features",
        data={"kind": "exit", "label": "South door", "x": "0", "y": "0", "width": "6", "depth": "1"},
    )
    a3, a4 = (pypdfium2.PdfDocument(office.get(f"{HERE}/plan.pdf{q}").get_data()) for q in ("", "?paper=a4"))
    assert len(a3) == len(a4) == 2
    assert max(a3[0].get_size()) > max(a4[0].get_size())
    text = a3[0].get_textpage().get_text_bounded()
    assert "A-01" in text
    assert "South door" in text
