"""The first page of the sales desk and its list of stalls: what waits, who is found, who may."""

import pytest
from flask.testing import FlaskClient

from fairapp.services.clock import replaying
from fairapp.services.devices import report_lost, revoke_device
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.devices import BEFORE, a_fair, written
from tests.factories.office import an_edition, an_exhibitor
from tests.factories.results import AFTER, HeldFair, held_fair, moment

DESK = "/editions/jeddah-2014/desk"
PAGES = ("", "/stalls", "/stalls.csv", "/gates/G1", "/uncertain", "/late", "/estimates")
ACTS = ("/gates/G1", "/gates/G1/undoing", "/uncertain")


@pytest.fixture
def fair(sqlite_app: object) -> HeldFair:
    return held_fair()


def as_role(client: FlaskClient, fair: HeldFair, role: str = "marshal", language: str = "en") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, role, language=language))


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(("role", "reads", "acts"), [
    ("organiser", 200, 302), ("marshal", 200, 302), ("reviewer", 200, 403), ("exhibitor", 403, 403),
])  # fmt: skip
def test_who_may(sqlite_client: FlaskClient, fair: HeldFair, role: str, reads: int, acts: int) -> None:
    client = as_role(sqlite_client, fair, role)
    stall, device = f"/stalls/{fair.exhibitors[0]}", fair.till(0).device.device_id
    with replaying(AFTER):
        for page in (*PAGES, stall, f"/late/{device}"):
            assert client.get(f"{DESK}{page}").status_code == reads, page
        assert client.get(f"{DESK}{stall}/cash-up").status_code == (200 if acts == 302 else 403)
        for act in (*ACTS, stall, f"{stall}/undoing", f"{stall}/cash-up", f"/estimates/{device}"):
            answered = client.post(f"{DESK}{act}", data={"session": "1"}).status_code
            assert (answered == 403) == (acts == 403), (act, answered)
        decides = {"organiser": 404, "marshal": 403, "reviewer": 403, "exhibitor": 403}[role]
        assert client.post(f"{DESK}/estimates/decisions/{device}").status_code == decides
        assert client.post(f"{DESK}/late/{device}").status_code == (400 if decides == 404 else 403)


def test_beyond_the_wall_there_is_nothing(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    theirs = an_organisation("relizane-chamber")
    an_edition(theirs)
    organiser = signed_in(sqlite_client, an_account(theirs, "organiser"))
    device = fair.till(0).device.device_id
    for page in (f"/stalls/{fair.exhibitors[0]}", "/gates/G1", f"/late/{device}", f"/estimates/{device}"):
        assert organiser.get(f"{DESK}{page}").status_code == 404, page
        assert organiser.post(f"{DESK}{page}", data={"session": "1"}).status_code == 404, page
    assert organiser.post(f"{DESK}/estimates/decisions/{device}", data={"act": "agree"}).status_code == 404


def test_what_waits_is_counted_and_leads_on(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    fair.sell(0, 1, 1_000)
    fair.close(0, 1, sales=1, sales_minor=1_000, counted_minor=1_000)
    night = moment(1).replace(hour=2)
    fair.till(1).send(night, written("sale", 0, night, amount_minor=700, method="cash"))
    with replaying(moment(2)):
        report_lost(fair.actor, fair.till(0).device.device_id)
        revoke_device(fair.actor, fair.till(1).device.device_id)
    fair.sell(1, 2, 900)
    organiser = as_role(sqlite_client, fair, "organiser")
    with replaying(moment(2)):
        page = read(organiser, DESK)
    for sentence in ("entry belongs to no session", "late entry of a revoked phone", "lost phone has no estimate"):
        assert sentence in page
    assert "stalls have not cashed up session 1" in page
    assert "stalls have not cashed up session 2" in page
    assert "session 3" not in page
    assert f"{DESK}/stalls?session=1&amp;show=not-closed" in page
    listed = read(organiser, f"{DESK}/stalls?session=1&show=not-closed")
    assert listed.count('class="pill wait"') == 5


@pytest.mark.parametrize("typed", ["A-01", "a1", "أ-٠١".replace("أ", "A"), "a ٠١"])
def test_a_booth_number_goes_straight_to_its_stall(sqlite_client: FlaskClient, fair: HeldFair, typed: str) -> None:
    marshal = as_role(sqlite_client, fair)
    answer = marshal.get(f"{DESK}/stalls", query_string={"q": typed, "session": "2"})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?session=2")
    assert "A-01" in read(marshal, answer.headers["Location"])


def test_a_name_is_found_in_any_spelling(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    marshal = as_role(sqlite_client, fair)
    assert read(marshal, f"{DESK}/stalls?q=اسره").count("/desk/stalls/") > 5
    assert "Nothing matches" in read(marshal, f"{DESK}/stalls?q=nobody")
    guest = an_exhibitor(fair.actor, "تعاونية الأمل", number="G-77")
    known = read(marshal, f"{DESK}/stalls?q=الامل")
    assert "The register knows" in known
    assert f"/desk/stalls/{guest}" in known
    assert "She holds no booth" in read(marshal, f"{DESK}/stalls/{guest}")


def test_the_list_is_taken_as_a_file(sqlite_client: FlaskClient, fair: HeldFair) -> None:
    fair.sell(0, 1, 1_050)
    lines = read(as_role(sqlite_client, fair), f"{DESK}/stalls.csv?session=1&show=not-closed").splitlines()
    assert len(lines) == 7
    assert sum(",10.50," in line for line in lines) == 1


def test_before_anything_happened_every_page_says_what_to_do(sqlite_client: FlaskClient, sqlite_app: object) -> None:
    actor, _ = a_fair()
    organiser = signed_in(sqlite_client, an_account(actor, "organiser", language="en"))
    with replaying(BEFORE):
        said = {
            "": "No session has begun.",
            "/stalls": "the draw gives them",
            "/uncertain": "Every entry belongs to a session.",
            "/late": "Nothing is set aside",
            "/estimates": "No phone is lost.",
        }
        for page, sentence in said.items():
            assert sentence in read(organiser, f"{DESK}{page}")
