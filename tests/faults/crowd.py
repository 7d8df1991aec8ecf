"""Several stalls, some with two phones, that sell and upload all at once over HTTP; and what must come of it."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from fairapp.db import db
from fairapp.models.devices import Device
from fairapp.services.ledger_verification import verify_ledger
from tests.factories.devices import a_running_stall, another_stall, the_hour
from tests.faults.history import Listed, check_lists, check_totals
from tests.faults.phone import SimulatedPhone

METHODS = ("cash", "mada", "transfer")
DRAIN_SECONDS = 120


class Crowd:
    """Phones of a fair that is open now. Every third stall has two."""

    def __init__(self, phones: int, seed: int) -> None:
        self.rng = random.Random(seed)
        first = a_running_stall()
        self.actor, self.edition_id = first.actor, first.edition_id
        stalls = [first]
        while len(stalls) < phones:
            seller = stalls[-1].exhibitor_id if len(stalls) % 3 == 1 else None
            stalls.append(another_stall(first.actor, first.edition_id, seller))
        self.lists = [
            Listed(phone=SimulatedPhone(key=s.key), seller=str(s.exhibitor_id), device_id=s.device.device_id)
            for s in stalls
        ]
        db.session.remove()

    @property
    def phones(self) -> list[SimulatedPhone]:
        return [listed.phone for listed in self.lists]

    def sell(self, each: int) -> None:
        """On every phone: mostly sales, now and then one undone or money given back."""
        for listed in self.lists:
            for _ in range(each):
                self._record(listed)

    def _record(self, listed: Listed) -> None:
        kind = self.rng.choices(("sale", "void", "refund"), (8, 1, 1))[0]
        fields: dict[str, Any] = {"amount_minor": self.rng.randint(1, 50_000), "method": self.rng.choice(METHODS)}
        if kind == "refund":
            fields["reason"] = "came back"
        sales = [entry for entry in listed.phone.entries if entry["kind"] == "sale"]
        if kind == "void" and sales:
            fields = {"ref": self.rng.choice(sales)["id"], "reason": "typed wrongly"}
        elif kind == "void":
            kind = "sale"
        listed.record(kind, the_hour(), **fields)
        listed.known[-1].at = None  # the calendar of the factory is not today's

    def upload(self, port: int, most: int = 100, tries: int = 1) -> None:
        """All phones at once, as long as they are answered."""

        def send(phone: SimulatedPhone) -> None:
            phone.most = most
            left = tries
            while phone.unsent and left:
                if phone.send(port, the_hour(), patience=20) is None:
                    left -= 1

        with ThreadPoolExecutor(len(self.lists)) as pool:
            list(pool.map(send, self.phones))

    def drain(self, port: int) -> None:
        """Until everything is acknowledged."""
        until = time.monotonic() + DRAIN_SECONDS
        while any(phone.unsent for phone in self.phones):
            assert time.monotonic() < until, [phone.unsent for phone in self.phones]
            self.upload(port)
            time.sleep(0.05)

    def check_acknowledged(self) -> None:
        """Never more was acknowledged than is stored."""
        db.session.rollback()
        for listed in self.lists:
            next_seq = db.session.scalar(select(Device.next_seq).where(Device.id == listed.device_id))
            assert listed.phone.mark < (next_seq or 0)

    def check(self) -> None:
        """Everything written is stored, once, in order; the totals are the oracle's; chains and sums are whole."""
        for listed in self.lists:
            listed.stored = len(listed.phone.entries)
        check_lists(self.lists)
        check_totals(self.lists)
        proof = verify_ledger(self.actor.organisation_id, self.edition_id)
        assert proof.whole, (proof.faults, proof.differences)
        assert proof.entries == sum(len(phone.entries) for phone in self.phones)
