"""Booth numbers are shown in the reader's digits wherever they stand; forms and addresses keep them as stored."""

import pytest
from flask.testing import FlaskClient

from fairapp.domain.booth_numbers import NumberScheme
from fairapp.queries.allocations import AllocationFilter, list_allocations, list_waiting
from fairapp.services.renumbering import renumber_hall
from tests.factories.accounts import an_account, signed_in
from tests.factories.draws import ReadyEdition, drawn, ready_edition

PLAN = "/editions/jeddah-2014/plan"
PUBLIC = "/o/jeddah-chamber/jeddah-2014"


@pytest.fixture
def ready(sqlite_client: FlaskClient) -> ReadyEdition:
    return ready_edition()


def read(client: FlaskClient, ready: ReadyEdition, address: str, language: str = "ar") -> str:
    answer = signed_in(client, an_account(ready.actor, "organiser", language=language)).get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(("language", "shown", "other"), [("ar", "A-٠٢", "A-02"), ("fr", "A-02", "A-٠٢")])
def test_drawings_speak_the_reader_s_digits(
    sqlite_client: FlaskClient, ready: ReadyEdition, language: str, shown: str, other: str
) -> None:
    page = read(sqlite_client, ready, PLAN, language)
    assert (f">{shown}</text>" in page, f">{other}</text>" in page) == (True, False)


def test_the_editor_shows_them_and_keeps_what_is_stored(sqlite_client: FlaskClient, ready: ReadyEdition) -> None:
    page = read(sqlite_client, ready, f"{PLAN}/A/drawing")
    assert ">A-٠٢</text>" in page
    assert 'data-name="A-02"' in page
    assert 'value="A-02"> <bdi>A-٠٢</bdi>' in page
    assert f"{PLAN}/A/drawing/booths/A-02" in page


def test_the_drawing_to_take_away_keeps_latin_digits(sqlite_client: FlaskClient, ready: ReadyEdition) -> None:
    taken = read(sqlite_client, ready, f"{PLAN}/files/A.svg")
    assert (">A-02</text>" in taken, "٠" in taken) == (True, False)


def test_an_earlier_number_is_found_in_either_digits(sqlite_client: FlaskClient, ready: ReadyEdition) -> None:
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="N-"))
    page = read(sqlite_client, ready, f"{PLAN}?booth=A-٠٢")
    assert "<bdi>N-٠٢</bdi>" in page
    assert "<bdi>A-٠٢</bdi>" in page


def test_what_was_drawn_is_public_with_the_number_of_today(sqlite_client: FlaskClient, ready: ReadyEdition) -> None:
    drawn(ready)
    held = next(
        row
        for row in list_allocations(ready.actor.organisation_id, ready.id, AllocationFilter())
        if row.booth == "A-02"
    )
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="N-"))
    page = sqlite_client.get(f"{PUBLIC}/draw?code={held.code}&lang=ar").get_data(as_text=True)
    assert "<bdi>A-٠٢</bdi>" in page
    assert "<bdi>N-٠٢</bdi>" in page
    slip = sqlite_client.get(f"{PUBLIC}/draw/slip.pdf?code={held.code}")
    assert slip.data.startswith(b"%PDF")


def test_a_booth_given_by_its_former_number_is_said_in_that_of_today(sqlite_client: FlaskClient) -> None:
    halls = "Hall A: 1 row of 1, 3 × 3 m\nHall B: 1 row of 2, 3 × 3 m"
    ready = ready_edition(halls, [["A/std"]] * 2)
    drawn(ready)
    renumber_hall(ready.actor, ready.id, "B", NumberScheme(prefix="N-"))
    office = signed_in(sqlite_client, an_account(ready.actor, "organiser", language="ar"))
    waits = list_waiting(ready.actor.organisation_id, ready.id)[0].code
    given = {"booth": "b-٠٢", "code": waits.lower(), "reason": "قريب من المدخل"}
    page = office.post("/editions/jeddah-2014/allocations/waiting", data=given, follow_redirects=True)
    assert "عُرض الجناح N-٠٢" in page.get_data(as_text=True)
