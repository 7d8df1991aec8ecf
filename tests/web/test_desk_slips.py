"""A slip typed in at the sales desk: nothing typed is lost, nothing is stored twice, any digits are read."""

import uuid

import pytest
from flask.testing import FlaskClient

from fairapp.models.base import new_id
from fairapp.queries.desk import OpenEntry, list_desk_entries
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import replaying
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import Stall, a_stall
from tests.factories.results import moment
from tests.web.forms import fields_of

DESK = "/editions/jeddah-2014/desk"


@pytest.fixture
def fair(sqlite_app: object) -> Stall:
    return a_stall()


def as_role(client: FlaskClient, fair: Stall, role: str = "marshal", language: str = "en") -> FlaskClient:
    return signed_in(client, an_account(fair.actor, role, language=language))


def stall(fair: Stall) -> str:
    return f"{DESK}/stalls/{fair.exhibitor_id}"


def slip(client: FlaskClient, fair: Stall, session: int = 1, **typed: str) -> dict[str, str]:
    """The form of a stall as it opens for a session, with what was typed into it."""
    page = client.get(f"{stall(fair)}?session={session}").get_data(as_text=True)
    cells = {name.replace("_at_", "-"): value for name, value in typed.items()}
    return fields_of(page, stall(fair)) | cells


def stored(fair: Stall) -> list[OpenEntry]:
    return list_desk_entries(fair.actor.organisation_id, fair.edition_id, exhibitor_id=fair.exhibitor_id)


def net(fair: Stall, session: int) -> int:
    rows = list_session_takings(fair.actor.organisation_id, fair.edition_id, fair.exhibitor_id)
    return sum(row.net_minor for row in rows if row.session_number == session)


def test_a_slip_in_arabic_digits_is_added_to_the_session(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair, language="ar")
    typed = slip(marshal, fair, amount_at_0="١٢٥٫٥٠", amount_at_1="١٬٠٠٠", time_at_1="١٨:٣٠", note_at_1="إناء")
    saved = marshal.post(stall(fair), data=typed | {"act": "save"})
    assert saved.status_code == 302
    assert saved.headers["Location"].endswith("?session=1")
    page = marshal.get(saved.headers["Location"]).get_data(as_text=True)
    assert "حُفظ ١٬١٢٥٫٥٠" in page
    assert "إناء" in page
    assert net(fair, 1) == 112_550
    assert {one.source for one in stored(fair)} == {"paper"}
    assert {one.occurred_at.hour for one in stored(fair) if one.occurred_at} == {16, 15}, "19:00, the middle; 18:30"


def test_the_same_slip_sent_twice_is_stored_once(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair)
    typed = slip(marshal, fair, amount_at_0="50", amount_at_2="70.50") | {"act": "save", "source": "staff"}
    for said in ("2 lines of", "saved already"):
        answer = marshal.post(stall(fair), data=typed)
        assert said in marshal.get(answer.headers["Location"]).get_data(as_text=True)
    assert net(fair, 1) == 12_050
    assert [one.source for one in stored(fair)] == ["staff", "staff"]
    changed = marshal.post(stall(fair), data=typed | {"amount-0": "90"})
    assert changed.status_code == 409
    assert net(fair, 1) == 12_050


def test_a_running_session_takes_the_hour_the_page_was_opened(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair)
    with replaying(moment(2)):
        typed = slip(marshal, fair, session=2, amount_at_0="10") | {"act": "save"}
    for seconds in (0, 5):
        with replaying(moment(2).replace(second=seconds)):
            assert marshal.post(stall(fair), data=typed).status_code == 302
    assert [one.occurred_at for one in stored(fair)] == [moment(2)]
    with replaying(moment(2)):
        early = marshal.post(stall(fair), data=typed | {"session": "3", "id-0": str(new_id())})
        late = marshal.post(stall(fair), data=typed | {"time-0": "21:00", "id-0": str(new_id())})
    assert "has not begun" in early.get_data(as_text=True)
    assert late.status_code == 400


FAULTS = {
    "amount-0": ("twelve", "amount-0"),
    "time-0": ("03:30", "time-0"),
    "method-0": ("gold", "method-0"),
    "note-0": ("a‮b", "note-0"),
    "slip_sum": ("40", "slip_sum"),
}


@pytest.mark.parametrize("cell", FAULTS)
def test_what_is_wrong_is_marked_and_everything_typed_stays(sqlite_client: FlaskClient, fair: Stall, cell: str) -> None:
    marshal = as_role(sqlite_client, fair)
    text, fault = FAULTS[cell]
    typed = slip(marshal, fair, amount_at_0="50", note_at_0="a bowl", amount_at_1="20", time_at_1="20:15")
    typed |= {cell: text, "act": "save"}
    answer = marshal.post(stall(fair), data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'id="fault-{fault}"' in page
    assert page.count('class="bad fault"') == 1
    assert stored(fair) == []
    kept = fields_of(page, stall(fair))
    lost = {name: (kept.get(name), value) for name, value in typed.items() if kept.get(name) != value}
    assert set(lost) <= {"act", "method-0"}


def test_an_amount_of_two_meanings_is_asked_about(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair)
    typed = slip(marshal, fair, amount_at_0="1.500") | {"act": "save"}
    page = marshal.post(stall(fair), data=typed).get_data(as_text=True)
    asked = fields_of(page, stall(fair))
    assert asked["asked-0"] == "1.500"
    assert 'value="150000"' in page
    chosen = asked | {"reading-0": "150000", "act": "save"}
    assert marshal.post(stall(fair), data=chosen | {"amount-0": "2.500"}).status_code == 400
    assert marshal.post(stall(fair), data=chosen | {"reading-0": "7"}).status_code == 400
    assert marshal.post(stall(fair), data=chosen).status_code == 302
    assert net(fair, 1) == 150_000


def test_five_more_lines_and_the_sum_save_nothing(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair)
    typed = slip(marshal, fair, amount_at_0="50", amount_at_1="8", kind_at_1="refund", note_at_1="back")
    longer = marshal.post(stall(fair), data=typed | {"act": "more"})
    assert longer.status_code == 200
    kept = fields_of(longer.get_data(as_text=True), stall(fair))
    assert kept["rows"] == "13"
    assert {name: kept[name] for name in typed if name != "rows"} == {n: v for n, v in typed.items() if n != "rows"}
    added = marshal.post(stall(fair), data=kept | {"act": "sum", "slip_sum": "42"})
    assert "2 lines" in added.get_data(as_text=True)
    assert "42.00" in added.get_data(as_text=True)
    assert stored(fair) == []
    assert marshal.post(stall(fair), data=kept | {"act": "save", "slip_sum": "42"}).status_code == 302
    assert net(fair, 1) == 4_200


def test_an_empty_slip_says_so(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair)
    answer = marshal.post(stall(fair), data=slip(marshal, fair) | {"act": "save"})
    assert answer.status_code == 400
    assert "Nothing is typed yet" in answer.get_data(as_text=True)


def test_a_line_is_undone_by_another_with_a_reason(sqlite_client: FlaskClient, fair: Stall) -> None:
    marshal = as_role(sqlite_client, fair)
    marshal.post(stall(fair), data=slip(marshal, fair, amount_at_0="50", amount_at_1="30") | {"act": "save"})
    undoing = f"{stall(fair)}/undoing"
    undo = fields_of(marshal.get(f"{stall(fair)}?session=1").get_data(as_text=True), undoing)
    assert marshal.post(undoing, data=undo | {"reason": " "}).status_code == 400
    for _ in range(2):
        assert marshal.post(undoing, data=undo | {"reason": "Typed twice"}).status_code == 302
    kinds = [one.kind for one in stored(fair)]
    assert sorted(kinds) == ["sale", "sale", "void"]
    assert net(fair, 1) == 5_000, "the newest stands first"
    assert "Typed twice" in marshal.get(stall(fair)).get_data(as_text=True)
    again = marshal.post(undoing, data=undo | {"reason": "once more", "id": str(new_id())})
    assert again.status_code == 400
    assert marshal.post(undoing, data=undo | {"entry": "x"}).status_code == 404
    assert marshal.post(undoing, data=undo | {"entry": str(uuid.uuid4()), "reason": "?"}).status_code == 404
