"""A card works once; beyond the wall there is nothing."""

import threading
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import Conflict, FairError, Gone, NotAllowed, NotFound, Refused
from fairapp.models.devices import Device, EnrolmentToken
from fairapp.queries.devices import count_devices, get_device, list_devices, list_gates, list_till_places
from fairapp.services.devices import TOKEN_LASTING, enrol_device, issue_token, revoke_device
from fairapp.services.ledger import record_entries
from tests.factories.devices import BEFORE, DAY_1, a_counter, a_fair, a_sale, a_stall, on_day, sent
from tests.factories.office import an_exhibitor

pytestmark = pytest.mark.usefixtures("app")


def test_a_token_becomes_a_device_once() -> None:
    actor, edition_id = a_fair()
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=an_exhibitor(actor)).token
    device = enrol_device(f" {token.lower()} ", "her phone")
    assert (device.kind, device.next_seq) == ("till", 1)
    with pytest.raises(Gone) as refused:
        enrol_device(token, "another phone")
    assert refused.value.code == "token-used"


def test_a_phone_whose_answer_was_lost_asks_again_and_nobody_else_can() -> None:
    actor, edition_id = a_fair()
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=an_exhibitor(actor)).token
    lost = enrol_device(token, "her phone", "a secret of hers")
    again = enrol_device(token, "her phone", "a secret of hers")
    assert again.device_id == lost.device_id
    assert again.device_key != lost.device_key
    for stranger in ("", "another secret"):
        with pytest.raises(Gone):
            enrol_device(token, "a stranger", stranger)
    with on_day(DAY_1), pytest.raises(NotAllowed):
        record_entries(lost.device_key, sent(a_sale(1)))
    with on_day(DAY_1):
        record_entries(again.device_key, sent(a_sale(1)))
    with pytest.raises(Gone) as refused:
        enrol_device(token, "her phone", "a secret of hers")
    assert refused.value.code == "token-used", "a key that has recorded is never taken away"


def test_only_hashes_are_kept() -> None:
    stall = a_stall()
    kept = [db.session.scalar(select(Device.key_hash)), db.session.scalar(select(EnrolmentToken.token_hash))]
    assert all(len(hash_ or "") == 64 and stall.key not in (hash_ or "") for hash_ in kept)


@pytest.mark.parametrize(("token", "code"), [("0" * 26, "unknown-token"), ("hello", "code-unreadable")])
def test_a_token_nobody_issued(token: str, code: str) -> None:
    with pytest.raises(FairError) as refused:
        enrol_device(token, "phone")
    assert refused.value.code == code


def test_a_token_expires() -> None:
    actor, edition_id = a_fair()
    with on_day(BEFORE):
        token = issue_token(actor, edition_id, kind="desk").token
    with on_day(BEFORE + TOKEN_LASTING), pytest.raises(Gone) as refused:
        enrol_device(token, "phone")
    assert refused.value.code == "token-expired"


def test_a_till_belongs_to_an_exhibitor_and_a_counter_to_a_gate() -> None:
    actor, edition_id = a_fair()
    exhibitor_id = an_exhibitor(actor)
    for kind, exhibitor in (("till", None), ("gate", None), ("desk", exhibitor_id), ("radio", None)):
        with pytest.raises(Refused) as refused:
            issue_token(actor, edition_id, kind=kind, exhibitor_id=exhibitor)
        assert refused.value.code == "device-kind-unfit"


def test_beyond_the_wall_there_is_nothing() -> None:
    ours, theirs = a_fair("jeddah-chamber"), a_stall("relizane-chamber")
    for edition_id, exhibitor_id in ((theirs.edition_id, an_exhibitor(ours[0])), (ours[1], theirs.exhibitor_id)):
        with pytest.raises(NotFound):
            issue_token(ours[0], edition_id, kind="till", exhibitor_id=exhibitor_id)
    with pytest.raises(NotFound):
        revoke_device(ours[0], theirs.device.device_id)
    with pytest.raises(NotFound):
        get_device(ours[0].organisation_id, theirs.device.device_id)
    assert list_devices(ours[0].organisation_id, theirs.edition_id) == ([], 0)


def test_a_device_is_revoked_once() -> None:
    stall = a_stall()
    revoke_device(stall.actor, stall.device.device_id)
    with pytest.raises(Conflict) as refused:
        revoke_device(stall.actor, stall.device.device_id)
    assert refused.value.code == "device-revoked"


def test_the_list_of_devices_finds_and_counts() -> None:
    stall = a_stall()
    a_counter(stall.actor, stall.edition_id, "WEST")
    wall = stall.actor.organisation_id
    assert list_devices(wall, stall.edition_id)[1] == 2
    assert [row.kind for row in list_devices(wall, stall.edition_id, search="اسره الحربي")[0]] == ["till"]
    assert [row.kind for row in list_devices(wall, stall.edition_id, search="west")[0]] == ["gate"]
    assert list_devices(wall, stall.edition_id, search="%")[1] == 0
    assert list_devices(wall, stall.edition_id, kind="gate")[1] == 1
    counts = count_devices(wall, stall.edition_id, silent_since=DAY_1 - timedelta(hours=1))
    assert (counts.tills, counts.gates, counts.silent, counts.revoked) == (1, 1, 2, 0)
    assert [(gate.code, gate.devices) for gate in list_gates(wall, stall.edition_id)] == [("WEST", 1)]
    assert list_till_places(wall, stall.edition_id) == []


def test_two_phones_scan_one_card_at_once(app: Flask) -> None:
    actor, edition_id = a_fair()
    token = issue_token(actor, edition_id, kind="till", exhibitor_id=an_exhibitor(actor)).token
    db.session.rollback()
    outcomes: list[str] = []
    barrier = threading.Barrier(4)

    def scan() -> None:
        with app.app_context():
            barrier.wait()
            try:
                outcomes.append(str(type(enrol_device(token, uuid.uuid4().hex)).__name__))
            except Gone as refused:
                outcomes.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=scan) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["EnrolledDevice", *["token-used"] * 3]
    assert db.session.scalar(select(func.count()).select_from(Device)) == 1
