"""Between a phone and the server anything may happen to the bytes: nothing is lost, nothing is doubled."""

import random
import threading
from typing import Any

from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import Takings
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.devices import Stall, a_running_stall, another_stall, the_hour
from tests.faults.network import FAULTS, STATUSES, FaultyNetwork, a_faulty_network
from tests.faults.phone import SimulatedPhone
from tests.faults.server import a_server

SEED = 2014
SALES = 24
MOST_UPLOADS = 400


def stored(stall: Stall) -> list[str]:
    db.session.rollback()
    asked = select(LedgerEntry.id).where(LedgerEntry.device_id == stall.device.device_id).order_by(LedgerEntry.seq)
    return [str(id_) for id_ in db.session.scalars(asked)]


def drain(phone: SimulatedPhone, port: int) -> int:
    """How many uploads it took until everything was acknowledged."""
    for attempt in range(MOST_UPLOADS):
        if not phone.unsent:
            return attempt
        phone.send(port, the_hour())
    return MOST_UPLOADS


def sell_through(network: FaultyNetwork, phone: SimulatedPhone, seed: int) -> None:
    rng = random.Random(seed)
    while len(phone.entries) < SALES:
        for _ in range(rng.randint(1, 4)):
            phone.write("sale", the_hour(), amount_minor=100, method="cash")
        phone.most = rng.choice([1, 3, 100])
        phone.send(network.port, the_hour())


def check(stall: Stall, sellers: list[tuple[Stall, SimulatedPhone]]) -> None:
    for one, phone in sellers:
        assert stored(one) == [entry["id"] for entry in phone.entries], "each once, in order, none missing"
    sold = sum(len(phone.entries) for _, phone in sellers)
    assert sum(db.session.scalars(select(Takings.gross_minor))) == 100 * sold
    assert verify_ledger(stall.actor.organisation_id, stall.edition_id).whole


def test_a_network_that_cuts_truncates_delays_repeats_and_lies(app: Flask) -> None:
    first = a_running_stall()
    stalls = [first, *(another_stall(first.actor, first.edition_id) for _ in range(3))]
    db.session.rollback()
    phones = [SimulatedPhone(key=stall.key) for stall in stalls]
    with a_server(app.extensions["fairapp"]) as (port, _), a_faulty_network(port, SEED, percent=60) as network:
        arguments: list[Any] = [(network, phone, SEED + at) for at, phone in enumerate(phones)]
        threads = [threading.Thread(target=sell_through, args=one) for one in arguments]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        network.percent = 0
        assert max(drain(phone, network.port) for phone in phones) < MOST_UPLOADS
        assert len(network.met) > len(FAULTS) // 2
    check(first, list(zip(stalls, phones, strict=True)))


def test_no_status_removes_anything(app: Flask) -> None:
    """Every status from 400 to 599, before the server was asked and after it had stored everything."""
    stall = a_running_stall()
    db.session.rollback()
    phone = SimulatedPhone(key=stall.key)
    with a_server(app.extensions["fairapp"]) as (port, _), a_faulty_network(port, SEED) as network:
        for status in STATUSES:
            if status % 20 == 0:
                phone.write("sale", the_hour(), amount_minor=100, method="cash")
            before = list(phone.entries)
            network.always = ("late-status" if status % 2 else "status", status)
            assert phone.send(network.port, the_hour()) is not None
            assert (phone.mark, phone.entries) == (0, before), status
        network.always = None
        assert drain(phone, network.port) < MOST_UPLOADS
    check(stall, [(stall, phone)])
