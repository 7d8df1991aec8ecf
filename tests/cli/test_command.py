"""What holds for every command: one line for a refusal, in the caller's language, and the exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from fairapp import cli
from fairapp.cli.command import caller_locale, json_option, print_json, progress, with_database
from fairapp.db import db
from fairapp.domain.errors import Refused
from fairapp.services.schema import check_schema, migrate_database
from tests.guards.repository import ROOT


def run(command: click.Command, *arguments: str, **environment: str) -> Result:
    """Run a command inside the group, as ``main`` would."""
    group = cli.FairGroup(name="fairapp", commands=[command])
    return CliRunner().invoke(group, [command.name or "", *arguments], env=environment)


@click.command()
@click.option("--count", type=int, default=1)
@json_option
def ask(count: int, as_json: bool) -> None:
    """Refuses above one."""
    if count > 1:
        raise Refused("no-such-code-in-any-catalogue", count=count)
    print_json({"count": count, "name": "جدة"})


@click.command()
@with_database
def look() -> None:
    """Needs the database."""
    click.echo(f"editions: {db.session.scalar(text('select count(*) from edition'))}")


def test_a_refusal_is_one_line_on_stderr_and_exit_1() -> None:
    answer = run(ask, "--count", "2", "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.endswith("[no-such-code-in-any-catalogue]\n")


def test_wrong_usage_is_exit_2() -> None:
    assert run(ask, "--count", "two").exit_code == 2
    assert run(ask, "--no-such-option").exit_code == 2


def test_json_is_one_object_and_readable() -> None:
    answer = run(ask, "--json")
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert json.loads(answer.stdout) == {"count": 1, "name": "جدة"}
    assert "جدة" in answer.stdout


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_DZ.UTF-8"}, "fr-DZ"),
        ({"LANG": "ar_SA.UTF-8"}, "ar-SA"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "ar_MA"}, "ar-MA"),
        ({"LANG": "ar_SA.UTF-8", "FAIRAPP_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "fr_FR@euro"}, "fr"),
    ],
)
def test_the_caller_is_answered_in_their_language(environment: dict[str, str], tag: str) -> None:
    assert caller_locale(environment).tag == tag


@pytest.mark.parametrize(("language", "word"), [("ar", "python3 -m fairapp"), ("fr", "python3 -m fairapp")])
def test_a_missing_database_says_what_to_run(tmp_path: Path, language: str, word: str) -> None:
    answer = run(look, FAIRAPP_INSTANCE=str(tmp_path), FAIRAPP_DATABASE_URL="", FAIRAPP_LANGUAGE=language)
    assert answer.exit_code == 1
    assert word in answer.stderr
    assert answer.stderr.endswith("[database-missing]\n")
    assert not list(tmp_path.glob("*.sqlite3")), "asking must not make a database"


def test_an_unreachable_server_is_refused_not_a_traceback(tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    answer = run(look, FAIRAPP_INSTANCE=str(tmp_path), FAIRAPP_DATABASE_URL=nowhere)
    assert answer.exit_code == 1
    assert answer.stderr.endswith("[database-unreachable]\n")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fair.sqlite3").write_text("not a database, but long enough to look at" * 50, encoding="ascii")
    url = f"sqlite:///{tmp_path / 'fair.sqlite3'}"
    answer = run(look, FAIRAPP_INSTANCE=str(tmp_path), FAIRAPP_DATABASE_URL=url)
    assert answer.exit_code == 1
    assert answer.stderr.endswith("[database-damaged]\n")


def test_a_bad_setting_is_refused_by_name(tmp_path: Path) -> None:
    answer = run(look, FAIRAPP_INSTANCE=str(tmp_path), FAIRAPP_PORT="eighty")
    assert answer.exit_code == 1
    assert "FAIRAPP_PORT" in answer.stderr


def test_the_schema_is_found_behind_and_ahead(app: Flask) -> None:
    check_schema()
    known = db.session.scalar(text("select version_num from alembic_version"))
    for revision, code in (("0000", "database-ahead"), (None, "database-missing"), (known, None)):
        with db.engine.begin() as connection:
            connection.execute(text("delete from alembic_version"))
            if revision:
                connection.execute(text("insert into alembic_version values (:revision)"), {"revision": revision})
        said = None
        try:
            check_schema()
        except Exception as refusal:
            said = getattr(refusal, "code", repr(refusal))
        assert said == code
    migrate_database()
    check_schema()


def test_progress_is_silent_when_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress([1, 2, 3], "Drawing") as items:
        assert list(items) == [1, 2, 3]
    assert capsys.readouterr() == ("", "")


def test_the_command_line_answers_for_itself() -> None:
    command = [sys.executable, "-m", "fairapp"]
    quiet = {"cwd": ROOT, "capture_output": True, "text": True, "env": os.environ | {"PYTHONUTF8": "1"}}
    assert subprocess.run([*command, "--help"], **quiet).returncode == 0
    wrong = subprocess.run([*command, "no-such-command"], **quiet)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    wrong = subprocess.run([*command, "bench", "no-such-benchmark"], **quiet)
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_every_module_of_commands_is_in_the_table() -> None:
    there = {path.stem for path in (ROOT / "fairapp" / "cli").glob("*.py")} - {"__init__", "command"}
    assert {module.__name__.rpartition(".")[2] for module in cli.MODULES} == there
    assert cli.DEFAULT in cli.fairapp.commands


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["no/such/file.py"], 2), (["-k", "nothing-is-called-this", "tests/cli"], 1)],
)
def test_the_test_command_gives_on_what_pytest_found(arguments: list[str], code: int) -> None:
    assert CliRunner().invoke(cli.fairapp, ["test", *arguments]).exit_code == code
