"""``python3 -m fairapp`` with three processes: phones upload at once while workers and the whole server die."""

import threading
import time
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.models.ledger import LedgerEntry
from fairapp.services.devices import revoke_device
from fairapp.services.editions import set_sessions
from tests.faults.crowd import Crowd
from tests.faults.server import PATIENCE_SECONDS, serving

WORKERS = 3
RIYADH = ZoneInfo("Asia/Riyadh")


def test_workers_die_while_phones_upload_at_once(app: Flask) -> None:
    crowd = Crowd(phones=9, seed=2014)
    with serving(app.extensions["fairapp"], WORKERS) as served:
        assert len(served.worker_ids()) == WORKERS
        for kill in (served.kill_a_worker, served.kill_a_worker, served.kill_and_start_again):
            crowd.sell(12)
            died = threading.Timer(crowd.rng.uniform(0.02, 0.15), kill, (crowd.rng,))
            died.start()
            crowd.upload(served.port, most=2, tries=3)
            died.join()
            crowd.check_acknowledged()
        crowd.drain(served.port)
        until = time.monotonic() + PATIENCE_SECONDS
        while len(served.worker_ids()) < WORKERS:
            assert time.monotonic() < until, "a worker that died is replaced"
            time.sleep(0.1)
    crowd.check()
    assert served.kills == 3


def test_what_one_process_changes_every_process_knows(app: Flask) -> None:
    """Nothing that a process remembers outlives a change made by another: sessions are moved, a phone is revoked."""
    crowd = Crowd(phones=6, seed=7)
    with serving(app.extensions["fairapp"], WORKERS) as served:

        def recorded() -> set[tuple[int, str]]:
            """What one sale of each phone became, each sent on a connection of its own, whichever process answers."""
            crowd.sell(1)
            crowd.upload(served.port)
            db.session.rollback()
            latest = [(listed.device_id, len(listed.phone.entries)) for listed in crowd.lists]
            asked = select(LedgerEntry.device_id, LedgerEntry.seq, LedgerEntry.session_number, LedgerEntry.status)
            return {(number, status) for id_, seq, number, status in db.session.execute(asked) if (id_, seq) in latest}

        [(number, status)] = recorded()
        assert (number, status) in {(2, "accepted"), (3, "accepted")}, "by UTC it may be yesterday still"
        far = datetime.now(RIYADH) + timedelta(hours=11)
        for opens, closes, expected in (
            (hour(far.hour), hour((far.hour + 1) % 24), 0),
            (hour(0), hour(23), number),
        ):
            dates = [datetime.now(UTC).date() + timedelta(days=days) for days in (-1, 0, 1)]
            set_sessions(crowd.actor, crowd.edition_id, dates=dates, opens=opens, closes=closes, cut_off_minutes=60)
            for _ in range(3):
                assert recorded() == {(expected, "accepted")}
        for listed in crowd.lists:
            revoke_device(crowd.actor, listed.device_id)
        for _ in range(3):
            assert recorded() == {(number, "quarantined")}
