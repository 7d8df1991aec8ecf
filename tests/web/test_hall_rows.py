"""Pages of a hall's rows: a new numbering looked at first, and circuits."""

import pytest
from flask.testing import FlaskClient

from fairapp.domain.booth_numbers import NumberScheme
from fairapp.queries.badges import list_badges
from fairapp.queries.editions import get_edition
from fairapp.queries.floor_plan import list_booths
from fairapp.services.audit import Actor
from fairapp.services.badges import issue_badges
from fairapp.services.renumbering import renumber_hall
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.draws import drawn, ready_edition
from tests.factories.office import PLAN, an_edition

HERE = "/editions/jeddah-2014/plan/A"
SCHEME = {"prefix": "n-", "start": "١٠", "step": "1", "digits": "3", "direction": "snake"}


@pytest.fixture
def actor(sqlite_client: FlaskClient) -> Actor:
    actor = an_organisation()
    an_edition(actor, plan=PLAN)
    return actor


@pytest.fixture
def office(sqlite_client: FlaskClient, actor: Actor) -> FlaskClient:
    return signed_in(sqlite_client, an_account(actor, "organiser", language="en"))


def numbers(actor: Actor) -> list[str]:
    edition = get_edition(actor.organisation_id, "jeddah-2014")
    return [booth.number for booth in list_booths(actor.organisation_id, edition.id) if booth.hall == "A"]


def test_a_numbering_is_looked_at_before_it_is_kept(office: FlaskClient, actor: Actor) -> None:
    before = numbers(actor)
    preview = office.get(f"{HERE}/numbers", query_string=SCHEME).get_data(as_text=True)
    assert "N-010" in preview
    assert numbers(actor) == before
    assert office.post(f"{HERE}/numbers", data=SCHEME).status_code == 302
    assert numbers(actor)[5:8] == ["N-015", "N-021", "N-020"]
    page = office.get(HERE).get_data(as_text=True)
    assert "12 booths renumbered" in page
    assert "N-021" in page


def test_a_booth_is_found_by_its_old_number(office: FlaskClient) -> None:
    office.post(f"{HERE}/numbers", data=SCHEME)
    plan = "/editions/jeddah-2014/plan"
    page = office.get(plan, query_string={"booth": "a-٠١"}).get_data(as_text=True)
    assert "formerly <bdi>A-01</bdi>" in page
    assert page.count(' here"') == 1
    assert "No booth has or had the number <bdi>X</bdi>." in office.get(plan, query_string={"booth": "x"}).get_data(
        as_text=True
    )


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"start": "one"}, 400, "number-unreadable"),
        ({"step": ""}, 400, "number-unreadable"),
        ({"direction": "up"}, 400, "unknown-direction"),
        ({"digits": "9"}, 400, "scheme-out-of-range"),
        ({"prefix": "B-", "start": "1", "digits": "2"}, 409, "booth-number-taken"),
        ({"prefix": "=1+", "start": "1"}, 400, "booth-number-unreadable"),
    ],
)
def test_what_was_typed_of_a_refused_numbering_stays(
    office: FlaskClient, actor: Actor, change: dict[str, str], status: int, code: str
) -> None:
    before = numbers(actor)
    answer = office.post(f"{HERE}/numbers", data=SCHEME | change)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, f'data-code="{code}"' in page) == (status, True)
    assert f'value="{(SCHEME | change)["prefix"]}"' in page
    assert numbers(actor) == before


def test_circuits_are_kept_and_refused_ones_shown_back(office: FlaskClient) -> None:
    assert office.post(f"{HERE}/circuits", data={"row-1": "٢٤٠٠", "row-2": "", "row-x": "1"}).status_code == 302
    page = office.get(f"{HERE}/circuits").get_data(as_text=True)
    assert 'value="2400"' in page
    assert "not known" in page
    bad = office.post(f"{HERE}/circuits", data={"row-1": "lots"})
    assert bad.status_code == 400
    assert 'value="lots"' in bad.get_data(as_text=True)
    assert office.post(f"{HERE}/circuits", data={"row-9": "5"}).status_code == 404


def test_unknown_halls_are_not_found(office: FlaskClient) -> None:
    for page in ("numbers", "circuits", "drawing", "drawing/booths/A-01"):
        assert office.get(f"/editions/jeddah-2014/plan/Z/{page}").status_code == 404


def test_an_old_badge_opens_the_stall_and_says_both_numbers(sqlite_client: FlaskClient) -> None:
    ready = ready_edition()
    drawn(ready)
    issue_badges(ready.actor, ready.id)
    (badge, *_) = list_badges(ready.actor.organisation_id, ready.id)
    (number,) = badge.places[0].booths
    renumber_hall(ready.actor, ready.id, "A", NumberScheme(prefix="N-", start=50))
    page = sqlite_client.get(f"/B/{badge.code}", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert f"N-5{int(number[-2:]) - 1}" in page
    assert f"was formerly {number}" in page
