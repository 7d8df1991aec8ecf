"""A drawer counted for a family, and a gate's paper tally: blind, once, in any digits."""

import pytest
from flask.testing import FlaskClient

from fairapp.models.base import new_id
from fairapp.queries.desk import list_desk_entries
from fairapp.queries.desk_details import CountedDrawerRow, list_counted_drawers
from fairapp.queries.footfall import list_gate_hours
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import replaying
from fairapp.services.desk_entries import DeskLine, record_desk_entries
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import Stall, a_counter, a_stall
from tests.factories.results import moment
from tests.web.forms import fields_of

DESK = "/editions/jeddah-2014/desk"
GATE = f"{DESK}/gates/G1"


@pytest.fixture
def stall(sqlite_app: object) -> Stall:
    return a_stall()


def marshal_of(client: FlaskClient, stall: Stall, language: str = "en") -> FlaskClient:
    return signed_in(client, an_account(stall.actor, "marshal", language=language))


def drawer_of(client: FlaskClient, stall: Stall, session: int = 1) -> tuple[str, dict[str, str]]:
    """The address of the form to count her drawer, and its fields."""
    address = f"{DESK}/stalls/{stall.exhibitor_id}/cash-up"
    return address, fields_of(client.get(f"{address}?session={session}").get_data(as_text=True), address)


def sold(stall: Stall, *amounts: int) -> None:
    lines = [DeskLine(kind="sale", occurred_at=moment(1), amount_minor=one, method="cash") for one in amounts]
    record_desk_entries(stall.actor, stall.edition_id, exhibitor_id=stall.exhibitor_id, source="paper", lines=lines)


def drawers(stall: Stall) -> list[CountedDrawerRow]:
    return list_counted_drawers(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)


def test_notes_and_coins_are_counted_blind_and_compared_afterwards(sqlite_client: FlaskClient, stall: Stall) -> None:
    sold(stall, 12_000, 3_050)
    marshal = marshal_of(sqlite_client, stall, "ar")
    address, typed = drawer_of(marshal, stall)
    blind = marshal.get(f"{address}?session=1").get_data(as_text=True)
    assert "١٥٠٫٥٠" not in blind
    typed |= {"float": "٥٠", "count-10000": "١", "count-5000": "2", "other": "٠٫٥٠", "act": "count"}
    for _ in range(2):
        assert marshal.post(address, data=typed).status_code == 302
    (counted,) = drawers(stall)
    assert (counted.counted_minor, counted.expected_minor, counted.difference_minor) == (20_050, 20_050, 0)
    (takings,) = list_session_takings(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)
    assert (takings.closed, takings.evidence.value) == (True, "matched")
    page = marshal.get(f"{DESK}/stalls/{stall.exhibitor_id}?session=1").get_data(as_text=True)
    assert "عُدّ ٢٠٠٫٥٠" in page
    assert "متطابق" in page


@pytest.mark.parametrize(("counted", "said"), [("30", "5.00\xa0SAR over"), ("20", "5.00\xa0SAR short")])
def test_a_difference_is_recorded_and_said(sqlite_client: FlaskClient, stall: Stall, counted: str, said: str) -> None:
    sold(stall, 2_500)
    marshal = marshal_of(sqlite_client, stall)
    address, typed = drawer_of(marshal, stall)
    answer = marshal.post(address, data=typed | {"other": counted, "act": "count"})
    page = marshal.get(answer.headers["Location"]).get_data(as_text=True)
    assert said.split("\xa0")[0] in page
    assert said.rsplit(" ", 1)[1] in page


def test_nothing_sold_is_said_and_not_left_out(sqlite_client: FlaskClient, stall: Stall) -> None:
    marshal = marshal_of(sqlite_client, stall)
    address, typed = drawer_of(marshal, stall)
    empty = marshal.post(address, data=typed | {"act": "count"})
    assert empty.status_code == 400
    assert "sold nothing" in empty.get_data(as_text=True)
    assert marshal.post(address, data=typed | {"act": "nothing"}).status_code == 302
    (counted,) = drawers(stall)
    assert counted.zero_sales
    assert counted.by_desk
    sold(stall, 700)
    _, again = drawer_of(marshal, stall)
    refused = marshal.post(address, data=again | {"act": "nothing"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("field", "text"), [("count-10000", "many"), ("count-500", "100000"), ("float", "-5"), ("other", "1.500")]
)
def test_what_is_wrong_in_a_drawer_is_marked_and_the_rest_stays(
    sqlite_client: FlaskClient, stall: Stall, field: str, text: str
) -> None:
    marshal = marshal_of(sqlite_client, stall)
    address, typed = drawer_of(marshal, stall)
    answer = marshal.post(address, data=typed | {"count-200": "3", field: text, "act": "count"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'id="fault-{field}"' in page
    kept = fields_of(page, address)
    assert (kept["count-200"], kept[field]) == ("3", text)
    assert drawers(stall) == []
    assert marshal.post(address, data=typed | {"session": "9", "act": "nothing"}).status_code == 404


def test_a_paper_tally_adds_people_to_their_hours_once(sqlite_client: FlaskClient, stall: Stall) -> None:
    a_counter(stall.actor, stall.edition_id)
    marshal = marshal_of(sqlite_client, stall, "ar")
    typed = fields_of(marshal.get(f"{GATE}?session=1").get_data(as_text=True), GATE)
    assert len([name for name in typed if name.startswith("in-")]) == 6, "16:00 to 22:00"
    typed |= {"in-0": "١٬٢٠٠".replace("٬", ""), "out-0": "40", "in-5": "7"}
    added = marshal.post(GATE, data=typed | {"act": "sum"}).get_data(as_text=True)
    assert "١٬٢٠٧" in added
    for _ in range(2):
        assert marshal.post(GATE, data=typed | {"act": "save"}).status_code == 302
    hours = list_gate_hours(stall.actor.organisation_id, stall.edition_id)
    assert [(hour.hour_at.hour, hour.inwards, hour.outwards) for hour in hours] == [(13, 1_200, 40), (18, 7, 0)]


def test_a_tally_refuses_what_cannot_be_and_keeps_it(sqlite_client: FlaskClient, stall: Stall) -> None:
    a_counter(stall.actor, stall.edition_id)
    marshal = marshal_of(sqlite_client, stall)
    with replaying(moment(1)):
        page = marshal.get(f"{GATE}?session=1").get_data(as_text=True)
        typed = fields_of(page, GATE)
        assert {name for name in typed if name.startswith("in-")} == {"in-0", "in-1"}, "of the hours that have begun"
        assert "has not begun" in marshal.get(f"{GATE}?session=2").get_data(as_text=True)
        answer = marshal.post(GATE, data=typed | {"in-0": "lots", "out-1": "9999999", "in-1": "5", "act": "save"})
        empty = marshal.post(GATE, data=typed | {"act": "save"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, empty.status_code) == (400, 400)
    assert 'id="fault-in-0"' in page
    assert 'id="fault-out-1"' in page
    assert fields_of(page, GATE)["in-1"] == "5"
    assert list_gate_hours(stall.actor.organisation_id, stall.edition_id) == []
    assert marshal.get(f"{DESK}/gates/nowhere").status_code == 404


def test_a_line_of_a_tally_is_undone(sqlite_client: FlaskClient, stall: Stall) -> None:
    gate_id = a_counter(stall.actor, stall.edition_id).gate_id
    marshal = marshal_of(sqlite_client, stall)
    typed = fields_of(marshal.get(f"{GATE}?session=1").get_data(as_text=True), GATE)
    marshal.post(GATE, data=typed | {"in-2": "30", "act": "save"})
    undo = fields_of(marshal.get(f"{GATE}?session=1").get_data(as_text=True), f"{GATE}/undoing")
    assert marshal.post(f"{GATE}/undoing", data=undo | {"reason": ""}).status_code == 400
    assert marshal.post(f"{GATE}/undoing", data=undo | {"reason": "twice"}).status_code == 302
    entries = list_desk_entries(stall.actor.organisation_id, stall.edition_id, gate_id=gate_id)
    assert [(one.kind, one.undone) for one in entries] == [("void", False), ("entry", True)]
    assert sum(hour.inwards for hour in list_gate_hours(stall.actor.organisation_id, stall.edition_id)) == 0
    again = marshal.post(f"{GATE}/undoing", data=undo | {"reason": "twice", "id": str(new_id())})
    assert again.status_code == 400
