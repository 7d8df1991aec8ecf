"""setup, backup and restore, as somebody types them."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fairapp.cli import fairapp


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Typed":
    monkeypatch.setenv("FAIRAPP_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("FAIRAPP_LANGUAGE", "en")
    monkeypatch.delenv("FAIRAPP_DATABASE_URL", raising=False)
    return Typed()


class Typed:
    """What a terminal sees: exit code, stdout, stderr."""

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(fairapp, list(words))

    def set_up(self) -> Result:
        return self("setup", "--organisation", "غرفة جدة", "--country", "SA", "--admin", "a@b.example", "--json")


def test_setup_prints_one_object_with_a_link_and_happens_once(typed: Typed) -> None:
    first = typed.set_up()
    assert first.exit_code == 0, first.stderr
    assert json.loads(first.stdout)["link"].startswith("http://127.0.0.1:8000/sign-in/password/")
    again = typed.set_up()
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.strip().endswith("[already-set-up]")


def test_a_backup_is_whole_and_never_overwrites(typed: Typed, tmp_path: Path) -> None:
    typed.set_up()
    copy = tmp_path / "copy.sqlite3"
    written = typed("backup", str(copy), "--json")
    assert json.loads(written.stdout)["bytes"] == copy.stat().st_size
    assert typed("backup", str(copy)).stderr.strip().endswith("[backup-exists]")
    copied = sqlite3.connect(copy)
    assert copied.execute("select name from organisation").fetchall() == [("غرفة جدة",)]
    copied.close()


def test_restore_asks_before_it_replaces_and_keeps_the_old_one(typed: Typed, tmp_path: Path) -> None:
    typed.set_up()
    copy = tmp_path / "copy.sqlite3"
    typed("backup", str(copy))
    asked = typed("restore", str(copy))
    assert asked.exit_code == 1
    assert asked.stderr.strip().endswith("[database-exists]")
    replaced = typed("restore", str(copy), "--replace", "--json")
    assert replaced.exit_code == 0, replaced.stderr
    assert Path(json.loads(replaced.stdout)["kept"]).exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 and then nothing", b"PK\x03\x04"])
def test_a_damaged_copy_is_refused(typed: Typed, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.sqlite3"
    bad.write_bytes(content)
    answer = typed("restore", str(bad))
    assert answer.exit_code == 1
    assert answer.stderr.strip().endswith("[backup-damaged]")


def test_a_missing_database_says_what_to_run(typed: Typed, tmp_path: Path) -> None:
    answer = typed("backup", str(tmp_path / "copy.sqlite3"))
    assert answer.exit_code == 1
    assert "python3 -m fairapp" in answer.stderr
    assert answer.stderr.strip().endswith("[database-missing]")
