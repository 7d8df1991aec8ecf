"""``soak``, as somebody types it: small, and what it prints at the end."""

import json

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from fairapp.cli import fairapp
from fairapp.cli.soak import table
from fairapp.db import db
from fairapp.models.organisations import Organisation
from tests.factories.accounts import an_organisation

SMALL = ["soak", "--sales", "60", "--phones", "3", "--faults", "50", "--cuts", "20", "--seed", "2014"]


def test_nothing_is_lost_or_doubled() -> None:
    done = CliRunner().invoke(fairapp, [*SMALL, "--kills", "2", "--histories", "2", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["seed"], found["sales"], found["phones"], found["database"]) == (2014, 60, 3, "sqlite")
    assert (found["lost"], found["doubled"], found["wrong_totals"], found["whole"]) == (0, 0, 0, True)
    assert (found["kills"], found["power_cuts"], found["power_cuts_losing"]) == (2, 20, 0)
    assert (found["histories"], found["histories_failing"], found["clean"]) == (2, 0, True)
    assert sum(found["faults"].values()) > 0
    assert "seed 2014" in done.stderr


def test_a_database_with_anything_in_it_is_left_alone(sqlite_app: Flask) -> None:
    """Histories end with every table emptied."""
    an_organisation()
    db.session.remove()
    url = db.engine.url.render_as_string(hide_password=False)
    done = CliRunner().invoke(fairapp, [*SMALL, "--kills", "0", "--database", url])
    assert done.exit_code == 1
    assert "not empty" in done.output
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_a_table_for_people() -> None:
    lines = list(table({"lost": 0, "power_cuts": 300, "faults": {"portal": 7}}))
    assert [line.split() for line in lines] == [["lost", "0"], ["power", "cuts", "300"], ["faults"], ["portal", "7"]]
