"""A server put back from an older copy is filled up again by the phones; what no phone holds any more is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from fairapp.cli import fairapp
from fairapp.config import Settings
from fairapp.db import db
from tests.factories.devices import another_stall, the_hour
from tests.faults.crowd import Crowd
from tests.faults.phone import SimulatedPhone
from tests.faults.server import serving

KNOWN, MORE = 12, 20
"""Entries of each phone before the copy, and after it."""


@pytest.fixture
def settings(sqlite_app: Flask) -> Iterator[Settings]:
    yield sqlite_app.extensions["fairapp"]
    let_go()


def let_go() -> None:
    """No connection of ours to a file that is put back by another process."""
    db.session.remove()
    db.engine.dispose()


def typed(settings: Settings, *words: str) -> str:
    """What a command prints."""
    let_go()
    own = {"FAIRAPP_INSTANCE": str(settings.instance), "FAIRAPP_DATABASE_URL": settings.database_url}
    done = CliRunner(env={**own, "FAIRAPP_LANGUAGE": "en"}).invoke(fairapp, words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_phones_heal_a_server_put_back(settings: Settings, tmp_path: Path) -> None:
    crowd, copy = Crowd(phones=6, seed=1437), tmp_path / "an hour ago.sqlite3"
    with serving(settings) as served:
        crowd.sell(KNOWN)
        crowd.drain(served.port)
        typed(settings, "backup", str(copy))
        crowd.sell(MORE)
        crowd.drain(served.port)
        crowd.check()
        late = SimulatedPhone(key=another_stall(crowd.actor, crowd.edition_id).key)
        late.write("sale", the_hour(), amount_minor=100, method="cash")
        assert late.send(served.port, the_hour())
        assert late.unsent == 0
    wiped = crowd.lists.pop(0)
    typed(settings, "restore", str(copy), "--replace")
    with serving(settings) as served:
        for phone in crowd.phones:
            assert phone.ask(served.port), "the server knows less than it acknowledged"
            assert phone.unsent == MORE
        crowd.sell(1)
        crowd.drain(served.port)
        late.write("sale", the_hour(), amount_minor=100, method="cash")
        answered = late.send(served.port, the_hour())
        assert answered is not None
        assert answered[0] == 401, "enrolled after the copy: the server put back has never heard of it"
        assert (len(late.entries), late.unsent) == (2, 1), "and it keeps everything"
    del wiped.phone.entries[KNOWN:]
    crowd.lists.append(wiped)
    crowd.check()
    told = json.loads(typed(settings, "verify-ledger", "jeddah-2014", "--json"))
    assert told["whole"]
    [statement] = [one for one in told["statements"] if one["device"] == str(wiped.device_id)]
    assert (statement["complete"], statement["at_least"]) == (False, KNOWN)
    said = typed(settings, "verify-ledger", "jeddah-2014").splitlines()
    assert [line for line in said if "tail unknown" in line and f"at least {KNOWN} entries" in line]
