"""Confirmations, badges, arrivals and the page a badge opens."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.accounts import SignIn
from fairapp.models.attendance import Arrival
from fairapp.models.draws import Allocation
from fairapp.queries.allocations import list_free_booths, list_waiting
from fairapp.queries.badges import list_badges
from fairapp.services.allocations import confirm_allocations
from fairapp.services.badges import issue_badges
from fairapp.services.clock import replaying
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.draws import OPENING, SLUG, ReadyEdition, drawn, ready_edition

EDITION = f"/editions/{SLUG}"


@pytest.fixture
def fair(sqlite_app: object) -> ReadyEdition:
    ready = ready_edition("القاعة أ: صفان في كل صف 3، 3 × 3 م", [["A-01", "A/std"]] * 9)
    drawn(ready)
    return ready


def allocation_ids() -> list[uuid.UUID]:
    return list(db.session.scalars(select(Allocation.id).where(Allocation.ended_at.is_(None)).order_by(Allocation.id)))


def signed(fair: ReadyEdition, client: FlaskClient, role: str = "organiser") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, role))


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.get_data(as_text=True)


def test_ticked_families_are_confirmed_and_the_list_is_filtered(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    ids = allocation_ids()
    answer = client.post(f"{EDITION}/allocations/confirmations", data={"allocation": [str(i) for i in ids[:2]]})
    assert answer.status_code == 302
    assert page(client, f"{EDITION}/allocations?state=confirmed").count('class="pill good"') == 2
    assert page(client, f"{EDITION}/allocations?state=offered").count('name="allocation"') == len(ids) - 2
    assert "A-٠٢" in page(client, f"{EDITION}/allocations?q=a-02")
    assert client.post(f"{EDITION}/allocations/confirmations", data={"allocation": "x"}).status_code == 404


def test_a_declined_booth_is_offered_on_and_marked(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    first = list_waiting(fair.actor.organisation_id, fair.id)[0].code
    declined = allocation_ids()[0]
    assert client.post(f"{EDITION}/allocations/{declined}/refusal").status_code == 302
    told = page(client, f"{EDITION}/allocations?q={first}")
    assert "قائمة الاحتياط" in told
    again = client.post(f"{EDITION}/allocations/{declined}/refusal")
    assert again.status_code == 409
    assert 'data-code="allocation-ended"' in again.get_data(as_text=True)


def test_a_booth_by_hand_keeps_what_was_typed_when_refused(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    code = list_waiting(fair.actor.organisation_id, fair.id)[0].code
    refused = client.post(
        f"{EDITION}/allocations/waiting", data={"booth": "A-01", "code": code, "reason": "كرسي متحرك"}
    )
    assert refused.status_code == 409
    assert "كرسي متحرك" in refused.get_data(as_text=True)
    assert list_free_booths(fair.actor.organisation_id, fair.id) == []


@pytest.mark.parametrize(
    "path", ["allocations/list", "allocations/waiting", "badges/list", "arrivals/list", "draw/result"]
)
def test_lists_leave_as_csv_and_xlsx(fair: ReadyEdition, sqlite_client: FlaskClient, path: str) -> None:
    issue_badges(fair.actor, fair.id)
    client = signed(fair, sqlite_client)
    table = client.get(f"{EDITION}/{path}.csv")
    assert table.data.startswith(b"\xef\xbb\xbf")
    assert table.data.count(b"\r\n") == 1 + {"allocations/waiting": 3, "draw/result": 9}.get(path, 6)
    assert client.get(f"{EDITION}/{path}.xlsx").data.startswith(b"PK")
    assert client.get(f"{EDITION}/{path}.exe").status_code == 404


def test_badges_are_issued_printed_and_replaced(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client)
    assert "٦" in page(client, f"{EDITION}/badges")
    assert client.post(f"{EDITION}/badges").status_code == 302
    badges = list_badges(fair.actor.organisation_id, fair.id)
    assert client.get(f"{EDITION}/badges/badges.pdf").data.startswith(b"%PDF")
    assert client.get(f"{EDITION}/badges/{badges[0].id}.pdf").data.startswith(b"%PDF")
    assert client.post(f"{EDITION}/badges/{badges[0].id}/replacement").status_code == 302
    codes = {badge.code for badge in list_badges(fair.actor.organisation_id, fair.id)}
    assert badges[0].code not in codes
    assert client.get(f"/b/{badges[0].code}").status_code == 200
    assert client.get(f"{EDITION}/badges/{uuid.uuid4()}.pdf").status_code == 404


def test_one_tap_says_that_she_came_and_one_takes_it_back(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    client = signed(fair, sqlite_client, "marshal")
    with replaying(OPENING):
        assert "الجلسة ١" in page(client, f"{EDITION}/arrivals")
    exhibitor = db.session.scalars(select(Allocation.exhibitor_id)).first()
    typed = {"session": "1", "exhibitor": str(exhibitor)}
    for _ in range(2):
        assert client.post(f"{EDITION}/arrivals?q=x", data=typed).headers["Location"].endswith("session=1&q=x")
    assert page(client, f"{EDITION}/arrivals?session=1&state=arrived").count('data-state="arrived"') == 1
    assert client.post(f"{EDITION}/arrivals/taken-back", data=typed).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Arrival)) == 0
    for bad in ({"session": "1", "exhibitor": "x"}, {"session": "9", "exhibitor": str(exhibitor)}, {}):
        assert client.post(f"{EDITION}/arrivals", data=bad).status_code == 404


def test_a_badge_opens_the_stall_in_any_spelling_and_changes_nothing(
    fair: ReadyEdition, sqlite_client: FlaskClient
) -> None:
    issue_badges(fair.actor, fair.id)
    badge = list_badges(fair.actor.organisation_id, fair.id)[0]
    for address in (f"/b/{badge.code}", f"/B/{badge.code}", f"/b/{badge.code.lower().replace('0', 'o')}"):
        shown = page(sqlite_client, address)
        assert badge.exhibitor in shown
        assert badge.places[0].hall in shown
        assert "<form method" not in shown.split("<main", 1)[1]
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
    unknown = sqlite_client.get("/b/" + "0" * 26)
    assert unknown.status_code == 404
    assert "unknown-badge" in unknown.get_data(as_text=True)


def test_the_marshal_who_scans_gets_the_button(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    issue_badges(fair.actor, fair.id)
    badge = list_badges(fair.actor.organisation_id, fair.id)[0]
    client = signed(fair, sqlite_client, "marshal")
    with replaying(OPENING):
        shown = page(client, f"/b/{badge.code}")
        assert 'name="source" value="badge"' in shown
        typed = {"session": "1", "exhibitor": str(badge.exhibitor_id), "source": "badge", "next": f"/b/{badge.code}"}
        assert client.post(f"{EDITION}/arrivals", data=typed).headers["Location"] == f"/b/{badge.code}"
        assert 'name="source"' not in page(client, f"/b/{badge.code}")
    assert db.session.scalars(select(Arrival.source)).one() == "badge"
    client.post("/sign-in/out")
    stranger = an_organisation("stranger")
    signed_in(client, an_account(stranger, "marshal"))
    with replaying(OPENING):
        assert 'name="source"' not in page(client, f"/b/{badge.code}")


def test_another_organisation_meets_no_page(fair: ReadyEdition, sqlite_client: FlaskClient) -> None:
    confirm_allocations(fair.actor, fair.id, allocation_ids()[:1])
    stranger = an_organisation("stranger")
    client = signed_in(sqlite_client, an_account(stranger, "organiser"))
    for path in (
        "allocations",
        "allocations/waiting",
        "allocations/list.csv",
        "badges",
        "badges/badges.pdf",
        "arrivals",
    ):
        assert client.get(f"{EDITION}/{path}").status_code == 404, path
    for path in ("allocations/confirmations", f"allocations/{allocation_ids()[0]}/refusal", "badges", "arrivals"):
        assert client.post(f"{EDITION}/{path}").status_code == 404, path
    signed_in(client, an_account(fair.actor, "exhibitor", exhibitor_id=fair.exhibitors[0]))
    for path in ("allocations", "badges", "arrivals"):
        assert client.get(f"{EDITION}/{path}").status_code == 403, path
