"""Entries that wait for a person: of no session, or handed over after the phone was revoked."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.db import db
from fairapp.models.audit import AuditEvent
from fairapp.queries.desk import OpenEntry, list_set_aside, list_uncertain
from fairapp.queries.takings import list_session_takings
from fairapp.services.clock import replaying
from fairapp.services.devices import revoke_device
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import Stall, a_stall, written
from tests.factories.results import Phone, moment

DESK = "/editions/jeddah-2014/desk"
NIGHT = moment(1).replace(hour=1)


@pytest.fixture
def stall(app: object) -> Stall:
    return a_stall()


def as_role(client: FlaskClient, stall: Stall, role: str) -> FlaskClient:
    return signed_in(client, an_account(stall.actor, role, language="en"))


def sold(phone: Phone, at: datetime, *amounts: int) -> None:
    phone.send(at, *[written("sale", 0, at, amount_minor=one, method="cash") for one in amounts])


def uncertain(stall: Stall) -> list[OpenEntry]:
    return list_uncertain(stall.actor.organisation_id, stall.edition_id)


def set_aside(stall: Stall) -> list[OpenEntry]:
    return list_set_aside(stall.actor.organisation_id, stall.edition_id)


def net(stall: Stall) -> dict[int, int]:
    rows = list_session_takings(stall.actor.organisation_id, stall.edition_id, stall.exhibitor_id)
    return {row.session_number: row.net_minor for row in rows if row.net_minor}


def test_ticked_entries_get_their_session_and_the_others_wait(client: FlaskClient, stall: Stall) -> None:
    sold(Phone(device=stall.device), NIGHT, 700, 900, 1_100)
    marshal, address = as_role(client, stall, "marshal"), f"{DESK}/uncertain"
    page = marshal.get(address).get_data(as_text=True)
    assert page.count('name="entry"') == 3
    assert "in no session" in page
    ids = [str(one.id) for one in uncertain(stall)]
    typed = {"entry": ids[:2], "session": "1", "reason": "She opened early"}
    for faulty in ({"entry": []}, {"session": ""}, {"reason": " "}):
        answer = marshal.post(address, data=typed | faulty)
        kept = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert kept.count("checked") == len((typed | faulty)["entry"])
        assert ("She opened early" in kept) == ("reason" not in faulty)
    assert marshal.post(address, data=typed | {"entry": ["x"]}).status_code == 404
    assert marshal.post(address, data=typed | {"session": "9"}).status_code in {400, 404}
    assert marshal.post(address, data=typed).status_code == 302
    assert "2 entries have their session." in marshal.get(address).get_data(as_text=True)
    assert net(stall) == {0: 1_100, 1: 1_600}
    assert marshal.post(address, data=typed).status_code == 302, "once more changes nothing"
    assert net(stall) == {0: 1_100, 1: 1_600}
    assert marshal.get(f"{address}?ticked=all").get_data(as_text=True).count("checked") == 1


def test_settling_is_in_the_audit_and_the_chain_is_whole(client: FlaskClient, stall: Stall) -> None:
    sold(Phone(device=stall.device), NIGHT, 700)
    organiser = as_role(client, stall, "organiser")
    ids = [str(one.id) for one in uncertain(stall)]
    organiser.post(f"{DESK}/uncertain", data={"entry": ids, "session": "2", "reason": "Her own book"})
    acts = [event.action for event in db.session.scalars(select(AuditEvent))]
    assert "ledger.settled" in acts
    assert not verify_ledger(stall.actor.organisation_id, stall.edition_id).faults


def test_late_sales_of_a_revoked_phone_are_brought_in_by_an_organiser(client: FlaskClient, stall: Stall) -> None:
    phone = Phone(device=stall.device)
    sold(phone, moment(1), 500)
    with replaying(moment(1)):
        revoke_device(stall.actor, stall.device.device_id)
    sold(phone, moment(2), 2_000, 3_000)
    phone.send(moment(2), {"v": 1, "kind": "nonsense"})
    organiser, address = as_role(client, stall, "organiser"), f"{DESK}/late/{stall.device.device_id}"
    assert f"/desk/late/{stall.device.device_id}" in organiser.get(f"{DESK}/late").get_data(as_text=True)
    page = organiser.get(address).get_data(as_text=True)
    assert page.count('name="entry"') == 2
    assert "cannot be read" in page
    assert net(stall) == {1: 500}
    ids = [str(one.id) for one in set_aside(stall) if one.approvable]
    unreadable = next(str(one.id) for one in set_aside(stall) if not one.approvable)
    typed = {"reason": "Seen by the marshal", "session": ""}
    assert organiser.post(address, data=typed).status_code == 400
    assert organiser.post(address, data=typed | {"entry": [unreadable]}).status_code == 400
    for _ in range(2):
        assert organiser.post(address, data=typed | {"entry": ids[:1]}).status_code == 302
    assert sum(net(stall).values()) in {2_500, 3_500}
    assert organiser.post(address, data=typed | {"entry": ids}).status_code == 302
    assert net(stall) == {1: 500, 2: 5_000}
    assert "Nothing of this phone waits" in organiser.get(address).get_data(as_text=True)
    assert not verify_ledger(stall.actor.organisation_id, stall.edition_id).faults


def test_a_late_sale_of_no_session_needs_one(client: FlaskClient, stall: Stall) -> None:
    with replaying(NIGHT):
        revoke_device(stall.actor, stall.device.device_id)
    sold(Phone(device=stall.device), NIGHT, 800)
    organiser, address = as_role(client, stall, "organiser"), f"{DESK}/late/{stall.device.device_id}"
    typed = {"entry": [str(one.id) for one in set_aside(stall)], "reason": "Told by her"}
    refused = organiser.post(address, data=typed)
    assert refused.status_code == 400
    assert refused.get_data(as_text=True).count("checked") == 1
    assert organiser.post(address, data=typed | {"session": "1"}).status_code == 302
    assert net(stall) == {1: 800}


def test_what_waits_is_taken_as_a_file(client: FlaskClient, stall: Stall) -> None:
    phone = Phone(device=stall.device)
    sold(phone, NIGHT, 12_345)
    with replaying(moment(1)):
        revoke_device(stall.actor, stall.device.device_id)
    phone.send(moment(1), {"v": 1, "kind": "nonsense"})
    marshal = as_role(client, stall, "marshal")
    for page, told in (("uncertain", "123.45"), ("late", "cannot be read")):
        lines = marshal.get(f"{DESK}/{page}.csv").get_data(as_text=True).splitlines()
        assert len(lines) == 2
        assert told in lines[1]
        assert marshal.get(f"{DESK}/{page}.xlsx").data.startswith(b"PK")
