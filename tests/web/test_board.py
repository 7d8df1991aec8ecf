"""The board of the day: each state made by the real services, who may see and act, 304, the organisation's wall."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from fairapp.domain.stall_states import StallState
from fairapp.queries.board import read_board
from fairapp.queries.ledger_statements import list_device_statements
from fairapp.services.clock import replaying
from fairapp.services.desk_entries import record_desk_entries
from fairapp.services.devices import report_lost, revoke_device
from fairapp.services.heartbeats import record_heartbeat
from fairapp.services.ledger import record_entries
from tests.factories.accounts import an_account, signed_in
from tests.factories.desk import somebody
from tests.factories.desk import told as a_line
from tests.factories.devices import a_sale, a_stall, another_stall, sent
from tests.factories.results import HeldFair, held_fair, moment

HOME = "/editions/jeddah-2014/board"
NOW = moment(1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def fair(app: object) -> HeldFair:
    return held_fair()


def beat(fair: HeldFair, seller: int, at: datetime, unsent: int = 0, since: datetime | None = None) -> None:
    with replaying(at):
        said = {"device_time": at.isoformat(), "unsent": unsent, "unsent_since": since.isoformat() if since else None}
        record_heartbeat(fair.till(seller).device.device_key, said)


def states(fair: HeldFair, at: datetime = NOW, session: int = 1) -> list[str]:
    """The state of every exhibitor, in the order of ``fair.exhibitors``; one without a stall is left out."""
    board = read_board(fair.organisation_id, fair.edition_id, session, at)
    found = {one.exhibitor_id: one.state.value for one in board.stalls}
    return [found[id_] for id_ in fair.exhibitors if id_ in found]


def fork(fair: HeldFair, seller: int) -> None:
    fair.sell(seller, 1, 1_000)
    with replaying(NOW):
        record_entries(fair.till(seller).device.device_key, sent(a_sale(1, 9_999)))


def lose(fair: HeldFair, seller: int) -> None:
    fair.sell(seller, 1, 1_000)
    with replaying(NOW):
        report_lost(fair.actor, fair.till(seller).device.device_id)


def revoke(fair: HeldFair, seller: int) -> None:
    fair.sell(seller, 1, 1_000)
    with replaying(NOW):
        revoke_device(fair.actor, fair.till(seller).device.device_id)


def close(fair: HeldFair, seller: int) -> None:
    fair.sell(seller, 1, 1_000)
    fair.close(seller, 1, sales=1, sales_minor=1_000, counted_minor=1_000)


def enter(fair: HeldFair, seller: int) -> None:
    place = {"exhibitor_id": fair.exhibitors[seller], "source": "staff"}
    with replaying(NOW):
        record_desk_entries(somebody(fair.actor), fair.edition_id, lines=[a_line(at=NOW)], **place)


MADE: dict[str, Callable[[HeldFair, int], None]] = {
    "fork": fork,
    "unsent": lambda fair, seller: beat(fair, seller, NOW, 3, NOW - 20 * MINUTE),
    "lost": lose,
    "revoked": revoke,
    "silent": lambda fair, seller: beat(fair, seller, NOW - 30 * MINUTE),
    "no-phone": lambda fair, seller: None,
    "quiet": lambda fair, seller: beat(fair, seller, NOW - 29 * MINUTE),
    "heard": lambda fair, seller: beat(fair, seller, NOW - 9 * MINUTE),
    "desk": enter,
    "closed": close,
}


@pytest.mark.parametrize("state", MADE)
def test_each_state_comes_from_what_happened(fair: HeldFair, state: str) -> None:
    MADE[state](fair, 0)
    assert states(fair)[0] == state
    assert set(states(fair)[1:]) == {"no-phone"}


def test_silence_grows_by_itself(fair: HeldFair) -> None:
    fair.sell(0, 1, 1_000)
    minutes = (0, 9, 10, 29, 30, 600)
    assert [states(fair, NOW + minute * MINUTE)[0] for minute in minutes] == [
        "heard", "heard", "quiet", "quiet", "silent", "silent",
    ]  # fmt: skip


def test_a_cash_up_closes_its_session_only_and_unsent_sales_open_it_again(fair: HeldFair) -> None:
    close(fair, 0)
    assert states(fair, NOW + 300 * MINUTE)[0] == "closed"
    assert states(fair, NOW + 300 * MINUTE, session=2)[0] == "heard"
    beat(fair, 0, NOW + 301 * MINUTE, 1, NOW)
    assert states(fair, NOW + 301 * MINUTE)[0] == "unsent"
    beat(fair, 0, NOW + 302 * MINUTE, 0)
    assert states(fair, NOW + 302 * MINUTE)[0] == "closed"


def test_a_second_phone_that_never_sold_is_nobodys_worry_and_one_that_sold_is(fair: HeldFair) -> None:
    fair.sell(0, 1, 1_000)
    other = another_stall(fair.actor, fair.edition_id, fair.exhibitors[0])
    assert states(fair)[0] == "heard"
    with replaying(NOW - 40 * MINUTE):
        record_entries(other.key, sent(a_sale(1)))
    assert states(fair)[0] == "silent"
    close(fair, 0)
    assert states(fair)[0] == "silent", "the other phone has not been cashed up"


def test_a_phone_that_was_done_with_yesterday_does_not_make_todays_silent(fair: HeldFair) -> None:
    close(fair, 0)
    new = another_stall(fair.actor, fair.edition_id, fair.exhibitors[0])
    today = moment(2)
    with replaying(today):
        record_entries(new.key, sent(a_sale(1, at=today), at=today))
    opened_at = today - 90 * MINUTE
    wall = (fair.organisation_id, fair.edition_id)
    told = [read_board(*wall, 2, today, opened_at=since) for since in (opened_at, None)]
    found = [next(one.state for one in board.stalls if one.exhibitor_id == fair.exhibitors[0]) for board in told]
    assert found == ["heard", "silent"]


def test_after_a_new_card_the_stall_is_at_work_and_the_old_list_stays_open(fair: HeldFair) -> None:
    lose(fair, 0)
    lost = fair.till(0).device.device_id
    new = another_stall(fair.actor, fair.edition_id, fair.exhibitors[0])
    with replaying(NOW):
        record_entries(new.key, sent(a_sale(1)))
        revoke_device(fair.actor, lost)
    assert states(fair)[0] == "heard"
    told = {one.device_id: one for one in list_device_statements(fair.organisation_id, fair.edition_id)}
    assert (told[lost].complete, told[lost].at_least) == (False, 1)
    assert not told[new.device.device_id].complete


def page(client: FlaskClient, address: str = HOME, at: datetime = NOW) -> str:
    with replaying(at), client.get(address) as answer:
        assert answer.status_code == 200, address
        return answer.get_data(as_text=True)


def as_role(client: FlaskClient, fair: HeldFair, role: str = "organiser", language: str = "en") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, role, language=language))


def listed(html: str) -> list[str]:
    """The states of the list, in its order."""
    return re.findall(r'class="state is-([a-z-]+)"', html.partition('id="board-list"')[2].partition("board-legend")[0])


def test_the_list_begins_with_who_needs_a_person(client: FlaskClient, fair: HeldFair) -> None:
    for seller, state in enumerate(("closed", "heard", "unsent", "silent", "fork")):
        MADE[state](fair, seller)
    html = page(as_role(client, fair))
    assert listed(html) == ["fork", "unsent", "silent", "no-phone", "heard", "closed"]
    assert len(re.findall(r'class="board-booth is-', html)) == 6
    assert "3 since" in html
    assert [state.value for state in StallState] == [*MADE]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=silent", ["silent"]),
        ("state=attention", ["silent", "no-phone", "no-phone", "no-phone", "no-phone"]),
        ("state=open", ["silent", "no-phone", "no-phone", "no-phone", "no-phone"]),
        ("state=closed", ["closed"]),
        ("state=nonsense", ["silent", "no-phone", "no-phone", "no-phone", "no-phone", "closed"]),
        ("hall=B", None),
        ("q=أسره", ["silent", "no-phone", "no-phone", "no-phone", "no-phone", "closed"]),
        ("q=b-٠١", None),
        ("q=' OR 1=1", []),
        ("hall=nowhere", []),
    ],
)
def test_the_list_is_narrowed(client: FlaskClient, fair: HeldFair, query: str, expected: list[str] | None) -> None:
    MADE["silent"](fair, 0)
    MADE["closed"](fair, 1)
    found = listed(page(as_role(client, fair), f"{HOME}?{query}"))
    assert found == expected if expected is not None else 0 < len(found) < 6


def test_an_unchanged_board_is_not_sent_again(client: FlaskClient, fair: HeldFair) -> None:
    fair.sell(0, 1, 1_000)
    organiser = as_role(client, fair)
    with replaying(NOW):
        first = organiser.get(f"{HOME}/now")
    tag = {"If-None-Match": first.headers["ETag"]}
    beat(fair, 0, NOW + MINUTE)
    with replaying(NOW + MINUTE):
        again = organiser.get(f"{HOME}/now", headers=tag)
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Board-At"] == "17%3A30%3A00"
    assert again.headers["Board-At"] == "17%3A31%3A00"
    fair.sell(0, 1, 500)
    with replaying(NOW + MINUTE):
        assert organiser.get(f"{HOME}/now", headers=tag).status_code == 200
        assert organiser.get(f"{HOME}/now?state=open", headers={"If-None-Match": first.headers["ETag"]}).data
    fresh = {"If-None-Match": organiser.get(f"{HOME}/now").headers["ETag"]}
    with replaying(NOW + 40 * MINUTE):
        assert organiser.get(f"{HOME}/now", headers=fresh).status_code == 200, "silence changes the board by itself"
        for hostile in ('"', "%0D%0AX-Evil:1", "%D9%A2", "9999999999"):
            assert organiser.get(f"{HOME}/now?page={hostile}").status_code == 200, hostile


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbfExhibitor,"), ("xlsx", b"PK")])
def test_the_list_is_taken_as_a_file(client: FlaskClient, fair: HeldFair, kind: str, begins: bytes) -> None:
    MADE["unsent"](fair, 0)
    with replaying(NOW):
        answer = as_role(client, fair).get(f"{HOME}/list.{kind}?state=unsent")
    assert answer.data.startswith(begins)
    assert kind == "xlsx" or answer.data.count(b"\r\n") == 2


def test_a_stall_says_what_is_known_of_each_phone(client: FlaskClient, fair: HeldFair) -> None:
    close(fair, 0)
    beat(fair, 1, NOW, 2, NOW - MINUTE)
    organiser = as_role(client, fair)
    closed = page(organiser, f"{HOME}/stalls/{fair.exhibitors[0]}")
    assert "The statement is complete" in closed
    holding = page(organiser, f"{HOME}/stalls/{fair.exhibitors[1]}")
    assert "at least 0 entries" in holding
    assert "2 since" in holding
    enter(fair, 3)
    by_desk = page(organiser, f"{HOME}/stalls/{fair.exhibitors[3]}")
    assert acts(by_desk) == {"codes"}, "nobody can lose or revoke the desk's own list"
    assert "unknown" not in by_desk
    assert "No phone has been enrolled yet." in page(organiser, f"{HOME}/stalls/{fair.exhibitors[2]}")


def acts(html: str) -> set[str]:
    return set(re.findall(r'action="[^"]*/(codes|loss|revocation)"', html))


@pytest.mark.parametrize(
    ("role", "may"),
    [("organiser", {"codes", "loss", "revocation"}), ("marshal", {"codes", "loss"}), ("reviewer", set())],
)
def test_who_may_do_what(client: FlaskClient, fair: HeldFair, role: str, may: set[str]) -> None:
    fair.sell(0, 1, 1_000)
    address = f"{HOME}/stalls/{fair.exhibitors[0]}"
    person = as_role(client, fair, role)
    assert acts(page(person, address)) == may
    phone = f"{address}/{fair.till(0).device.device_id}"
    with replaying(NOW):
        for act in ("loss", "revocation"):
            assert person.post(f"{phone}/{act}").status_code == (302 if act in may else 403)
    assert states(fair)[0] == {"organiser": "revoked", "marshal": "lost", "reviewer": "heard"}[role]


def test_an_exhibitor_sees_no_board(client: FlaskClient, fair: HeldFair) -> None:
    exhibitor = as_role(client, fair, "exhibitor")
    for path in ("", "/now", "/list.csv", f"/stalls/{fair.exhibitors[0]}"):
        assert exhibitor.get(HOME + path).status_code == 403


def test_beyond_the_wall_there_is_nothing(client: FlaskClient, fair: HeldFair) -> None:
    theirs = a_stall("relizane-chamber")
    organiser = as_role(client, fair)
    phone = theirs.device.device_id
    assert organiser.get(f"{HOME}/stalls/{theirs.exhibitor_id}").status_code == 404
    assert organiser.get(f"{HOME}/stalls/{uuid.uuid4()}").status_code == 404
    assert organiser.get("/editions/another/board").status_code == 404
    for act in ("loss", "revocation"):
        assert organiser.post(f"{HOME}/stalls/{theirs.exhibitor_id}/{phone}/{act}").status_code == 404
        assert organiser.post(f"{HOME}/stalls/{fair.exhibitors[0]}/{phone}/{act}").status_code == 404
