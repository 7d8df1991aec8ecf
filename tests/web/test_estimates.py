"""Estimates of lost phones: what is known at least, proposed by one, agreed by another, in no takings."""

import re

import pytest
from flask.testing import FlaskClient

from fairapp.queries.desk import OpenEstimate, list_estimates
from fairapp.queries.lost_phones import known_takings, list_phones_to_estimate
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import replaying
from fairapp.services.devices import report_lost
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import Stall, a_sale, a_stall, a_void, another_stall
from tests.factories.results import AFTER, Phone, moment

ESTIMATES = "/editions/jeddah-2014/desk/estimates"
TYPED = {"session": "1", "amount": "٤٢٠٫٥٠", "reason": "Her book, pages 3 and 4"}


@pytest.fixture
def stall(sqlite_app: object) -> Stall:
    """A stall whose phone sold for 30.00, undid 10.00 of it, and was lost."""
    stall = a_stall()
    sales = [a_sale(1, 2_000, at=moment(1)), a_sale(2, 1_000, at=moment(1))]
    phone = Phone(device=stall.device)
    phone.send(moment(1), *sales, a_void(3, sales[1]["id"], at=moment(1)))
    with replaying(moment(1)):
        report_lost(stall.actor, stall.device.device_id)
    return stall


def as_role(client: FlaskClient, stall: Stall, role: str, language: str = "en") -> FlaskClient:
    return signed_in(client, an_account(stall.actor, role, language=language))


def estimates(stall: Stall) -> list[OpenEstimate]:
    return list_estimates(stall.actor.organisation_id, stall.edition_id)


def net(stall: Stall) -> int:
    rows = list_session_takings(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)
    return sum(row.net_minor for row in rows)


def proposed(client: FlaskClient, stall: Stall, role: str = "marshal") -> FlaskClient:
    """Somebody of this role has proposed an estimate."""
    browser = as_role(client, stall, role, language="ar")
    with replaying(AFTER):
        answer = browser.post(f"{ESTIMATES}/{stall.device.device_id}", data=TYPED)
    assert answer.status_code == 302
    return browser


def test_what_is_known_is_shown_beside_the_form(sqlite_client: FlaskClient, stall: Stall) -> None:
    page = as_role(sqlite_client, stall, "marshal").get(f"{ESTIMATES}/{stall.device.device_id}").get_data(as_text=True)
    assert "Known at least" in page
    assert re.search(r"<b>[^<]*20\.00", page)
    assert known_takings(stall.actor.organisation_id, stall.device.device_id) == {1: 2_000}
    assert "3 entries received" in page
    assert "Only a hint" not in page, "she has cashed up no session"


@pytest.mark.parametrize("field", TYPED)
def test_an_incomplete_estimate_is_refused_and_kept(sqlite_client: FlaskClient, stall: Stall, field: str) -> None:
    marshal = as_role(sqlite_client, stall, "marshal")
    with replaying(AFTER):
        answer = marshal.post(f"{ESTIMATES}/{stall.device.device_id}", data=TYPED | {field: ""})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    for name in ("amount", "reason"):
        assert (TYPED[name] in page) == (name != field)
    assert estimates(stall) == []


def test_two_people_agree_and_the_takings_stay(sqlite_client: FlaskClient, stall: Stall) -> None:
    proposer = proposed(sqlite_client, stall, "organiser")
    (waiting,) = estimates(stall)
    assert (waiting.amount_minor, waiting.session_number, waiting.outcome) == (42_050, 1, "")
    assert list_phones_to_estimate(stall.actor.organisation_id, stall.edition_id) == []
    assert "أنت اقترحته" in proposer.get(ESTIMATES).get_data(as_text=True)
    decision = f"{ESTIMATES}/decisions/{waiting.id}"
    with replaying(AFTER):
        assert proposer.post(decision, data={"act": "agree"}).status_code == 400
        second = as_role(proposer, stall, "administrator")
        for status in (302, 409):
            assert second.post(decision, data={"act": "agree"}).status_code == status
        page = second.get(ESTIMATES).get_data(as_text=True)
        assert "agreed" in page
        assert net(stall) == 2_000
        withdrawal = f"{ESTIMATES}/withdrawals/{waiting.id}"
        assert second.post(withdrawal, data={"reason": ""}).status_code == 400
        assert second.post(withdrawal, data={"reason": "The phone was found"}).status_code == 302
    assert [one.outcome for one in estimates(stall)] == ["withdrawn"]
    assert [one.device_id for one in list_phones_to_estimate(stall.actor.organisation_id, stall.edition_id)] == [
        stall.device.device_id
    ]


def test_a_second_person_may_refuse(sqlite_client: FlaskClient, stall: Stall) -> None:
    marshal = proposed(sqlite_client, stall)
    (waiting,) = estimates(stall)
    assert marshal.post(f"{ESTIMATES}/decisions/{waiting.id}", data={"act": "refuse"}).status_code == 403
    with replaying(AFTER):
        organiser = as_role(marshal, stall, "organiser")
        assert organiser.post(f"{ESTIMATES}/decisions/{waiting.id}", data={"act": "refuse"}).status_code == 302
    assert [one.outcome for one in estimates(stall)] == ["refused"]
    assert net(stall) == 2_000


def test_only_lost_tills_have_estimates(sqlite_client: FlaskClient, stall: Stall) -> None:
    marshal = as_role(sqlite_client, stall, "marshal")
    kept = another_stall(stall.actor, stall.edition_id)
    assert marshal.get(f"{ESTIMATES}/{kept.device.device_id}").status_code == 404
    assert marshal.post(f"{ESTIMATES}/{kept.device.device_id}", data=TYPED).status_code == 404


def test_a_phone_that_is_heard_again_needs_none(sqlite_client: FlaskClient, stall: Stall) -> None:
    Phone(device=stall.device, seq=4).send(moment(2), a_sale(4, 700, at=moment(1)))
    assert list_phones_to_estimate(stall.actor.organisation_id, stall.edition_id) == []
    marshal = as_role(sqlite_client, stall, "marshal")
    assert "came back" in marshal.get(ESTIMATES).get_data(as_text=True)
    assert "heard again" in marshal.get(f"{ESTIMATES}/{stall.device.device_id}").get_data(as_text=True)
