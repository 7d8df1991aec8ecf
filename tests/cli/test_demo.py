"""The demonstration: a whole fair through the services, on both databases, and what a refund does to its headline."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from fairapp.application import create_app
from fairapp.cli import fairapp
from fairapp.config import read_settings
from fairapp.demo.phones import Phone
from fairapp.demo.replay import SLUG
from fairapp.queries.editions import get_edition_anywhere, list_sessions
from fairapp.queries.organisations import list_organisations
from fairapp.queries.participation import list_participants
from fairapp.services.audit import Actor
from fairapp.services.clock import replaying
from fairapp.services.devices import enrol_device, issue_token
from fairapp.services.organisations import set_up_organisation
from fairapp.services.schema import close_connections, migrate_database

EXPECTED = {
    "takings_minor": 500010000,
    "entries": 10021,
    "exhibitors": 600,
    "requests": 1100,
    "booths": 600,
    "allocated": 600,
    "waiting": 500,
    "days": 3,
    "currency": "SAR",
    "exponent": 2,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a database of the demonstration's own."""
    monkeypatch.setenv("FAIRAPP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FAIRAPP_LANGUAGE", "en")
    monkeypatch.setenv("FAIRAPP_DATABASE_URL", "")  # the command sets it for the server; restored afterwards
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'demo.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_url")
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("create database demonstration")
    yield server.replace("/postgres?", "/demonstration?")
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("drop database demonstration with (force)")


def demo(database: str) -> Result:
    return CliRunner().invoke(fairapp, ["demo", "--no-serve", "--json", "--database", database])


@contextmanager
def inside(database: str) -> Iterator[Flask]:
    """The application on that database."""
    app = create_app(read_settings(dict(os.environ) | {"FAIRAPP_DATABASE_URL": database}))
    with app.app_context():
        yield app
        close_connections()


@pytest.mark.timeout(240)
def test_jeddah_from_the_register_to_the_totals(database: str) -> None:
    told = demo(database)
    assert told.exit_code == 0, told.stderr
    result = json.loads(told.stdout)
    assert {key: result[key] for key in EXPECTED} == EXPECTED
    assert sum(session["takings_minor"] for session in result["sessions"]) == 500010000
    assert [session["entries"] for session in result["sessions"]] == [3200, 3400, 3421]
    assert sum(result["evidence"].values()) == 500010000
    assert "أكثر من 5 ملايين ريال" in result["headlines"][0]
    assert "أكثر من 10 آلاف" in result["headlines"][1]
    assert Path(result["badges_pdf"]).read_bytes().startswith(b"%PDF")
    assert Path(result["report_pdf"]).read_bytes().startswith(b"%PDF")
    assert result["missing"]["not_closed"] == 3
    assert result["entries_error"]["recounts"] == 8
    assert result["evidence"]["audited_minor"] > 0
    assert (result["missing"]["checks_differing"], result["missing"]["checks_not_made"]) == (6, 3)

    refund_200_riyals(database)
    after = json.loads(CliRunner().invoke(fairapp, ["totals", SLUG, "--json"]).stdout)
    assert after["takings_minor"] == 499990000
    assert "أكثر من" not in after["headlines"][0]
    assert "أكثر من 10 آلاف" in after["headlines"][1]


def refund_200_riyals(database: str) -> None:
    """A family gives 200.00 SAR back on the last evening, on another phone."""
    with inside(database):
        edition = get_edition_anywhere(SLUG)
        actor = Actor(organisation_id=edition.organisation_id)
        last = list_sessions(edition.organisation_id, edition.id)[-1]
        family = list_participants(edition.organisation_id, edition.id)[0]
        at = last.closes_at - timedelta(minutes=5)
        with replaying(at):
            token = issue_token(actor, edition.id, kind="till", exhibitor_id=family.exhibitor_id).token
            phone = Phone(key=enrol_device(token, "second phone").device_key)
            phone.note("refund", at, amount_minor=20000, method="cash", reason="torn")
            phone.send(at)


def test_somebodys_fairs_are_not_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRAPP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FAIRAPP_DATABASE_URL", "")
    url = f"sqlite:///{tmp_path / 'real.sqlite3'}"
    with inside(url):
        migrate_database()
        set_up_organisation(slug="real", name="A real chamber", country="SA", language="ar")
    refused = demo(url)
    assert refused.exit_code == 1
    assert refused.stderr.strip().endswith("[database-not-demo]")
    with inside(url):
        assert get_names() == ["A real chamber"]


def get_names() -> list[str]:
    return [organisation.name for organisation in list_organisations()]
