"""The server is killed while a till is sending: nothing acknowledged is lost, nothing is stored twice.

A kill proves nothing about a power cut: what the operating system was given survives it. Here it proves that an answer
follows the commit and that resending heals.
"""

import http.client
import json
import os
import random
import signal
import threading
from typing import Any

from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.models.takings import Takings
from fairapp.services.ledger_proof import find_broken_links
from tests.factories.devices import a_running_stall, a_sale, sent, the_hour
from tests.faults.server import PATIENCE_SECONDS, a_server

KILLS = 3


class Till:
    """A phone's list and its mark, as outbox.js and sync.js keep them."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.entries: list[dict[str, Any]] = []
        self.acknowledged = 0

    def sell(self, count: int) -> None:
        begin = len(self.entries) + 1
        self.entries += [a_sale(begin + more, 100, at=the_hour()) for more in range(count)]

    def upload(self, port: int, most: int) -> bool:
        """Whether there was an answer; only an answer moves the mark."""
        batch = self.entries[self.acknowledged : self.acknowledged + most]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            body = json.dumps(sent(*batch, at=the_hour()))
            connection.request("POST", "/api/v1/ledger", body, {"Authorization": f"Bearer {self._key}"})
            self.acknowledged = json.loads(connection.getresponse().read())["next_seq"] - 1
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()
        return True


def stored_ids() -> list[str]:
    db.session.rollback()
    return [str(id_) for id_ in db.session.scalars(select(LedgerEntry.id).order_by(LedgerEntry.seq))]


def test_killed_while_sending(app: Flask) -> None:
    rng = random.Random(2014)
    stall = a_running_stall()
    db.session.rollback()
    till = Till(stall.key)
    for _ in range(KILLS):
        with a_server(app.extensions["fairapp"]) as (port, process):
            till.sell(1)
            assert till.upload(port, 100), "what was left over goes first"
            killer = threading.Timer(rng.uniform(0.02, 0.3), os.killpg, (process.pid, signal.SIGKILL))
            killer.start()
            while till.sell(7) is None and till.upload(port, 20):
                pass
            killer.join()
        stored = stored_ids()
        assert stored == [entry["id"] for entry in till.entries[: len(stored)]], "in order, each once"
        assert len(stored) >= till.acknowledged, "acknowledged and lost"
    with a_server(app.extensions["fairapp"]) as (port, _):
        while till.acknowledged < len(till.entries):
            assert till.upload(port, 100)
    assert stored_ids() == [entry["id"] for entry in till.entries]
    assert sum(db.session.scalars(select(Takings.gross_minor))) == 100 * len(till.entries)
    assert find_broken_links(stall.actor.organisation_id, stall.edition_id) == []
