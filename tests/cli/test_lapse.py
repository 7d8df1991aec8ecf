"""``lapse``: what a timer runs."""

import json
from datetime import timedelta

from click.testing import CliRunner
from flask import Flask

from fairapp.cli import fairapp
from fairapp.db import db
from fairapp.services.clock import now, replaying
from fairapp.services.editions import set_sessions
from tests.factories.after_draw import a_drawn_edition, ended_of, held
from tests.factories.draws import SLUG


def run(app: Flask, *arguments: str) -> str:
    settings = app.extensions["fairapp"]
    environment = {"FAIRAPP_DATABASE_URL": settings.database_url, "FAIRAPP_INSTANCE": str(settings.instance)}
    done = CliRunner().invoke(fairapp, ["lapse", SLUG, *arguments], env=environment)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def test_overdue_offers_lapse_once(app: Flask) -> None:
    ready = a_drawn_edition()
    ahead = (now() + timedelta(days=30)).date()
    set_sessions(
        ready.actor, ready.id, dates=[ahead], opens=now().replace(hour=8).time(), closes=now().replace(hour=20).time(),
        cut_off_minutes=0,
    )  # fmt: skip
    silent = list(held().values())
    db.session.rollback()
    assert json.loads(run(app, "--json")) == {"lapsed": 0}
    with replaying(now() + timedelta(days=5)):
        assert json.loads(run(app, "--json")) == {"lapsed": len(silent)}
        assert "0" in run(app)
    assert all(ended_of(code) == ["lapsed"] for code in silent)
