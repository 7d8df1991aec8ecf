"""``badges``: missing badges are issued and all of them written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from fairapp.cli import fairapp
from fairapp.queries.badges import count_badges
from tests.factories.draws import SLUG, drawn, ready_edition


@pytest.fixture
def environment(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("FAIRAPP_DATABASE_URL", sqlite_app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("FAIRAPP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FAIRAPP_PUBLIC_URL", "https://fair.example.org")
    return tmp_path


def test_badges_are_issued_and_written(environment: Path) -> None:
    ready = ready_edition()
    drawn(ready)
    file = environment / "badges.pdf"
    answer = CliRunner().invoke(fairapp, ["badges", SLUG, "-o", str(file), "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["badges"] == count_badges(ready.actor.organisation_id, ready.id) == 3
    assert file.read_bytes().startswith(b"%PDF")
    assert told["bytes"] == file.stat().st_size


def test_an_unknown_edition_is_refused_in_one_line(environment: Path) -> None:
    answer = CliRunner().invoke(fairapp, ["badges", "nowhere-1999", "-o", str(environment / "x.pdf")])
    assert answer.exit_code == 1
    assert answer.stderr.strip().endswith("[unknown-edition]")
    assert not (environment / "x.pdf").exists()
