"""``import-register`` as a script sees it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.factories.register_files import a_register, as_csv, as_xlsx
from tests.guards.repository import ROOT


class Installation:
    """A fresh installation of its own."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            "FAIRAPP_INSTANCE": str(folder / "instance"),
            "FAIRAPP_LANGUAGE": "en",
            "PATH": "/usr/bin:/bin",
        }
        self.run("setup", "--organisation", "Relizane", "--country", "DZ", "--admin", "a@example.org")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "fairapp", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def outcome(self, *words: str) -> Any:
        done = self.run("import-register", *words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("cli"))


def test_a_file_is_tried_written_and_not_doubled(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(as_xlsx([*a_register(40), ("", "=1", "", "", "", "", "", ""), a_register(40)[2]]))
    expected = {"rows": 42, "imported": 40, "updated": 0, "unchanged": 0, "duplicates": 1}
    for words in (("--dry-run",), ()):
        told = installation.outcome(str(file), *words)
        assert {name: told[name] for name in expected} == expected
        assert [(row["row"], row["code"]) for row in told["refused"]] == [(42, "cell-formula")]
        assert "formula" in told["refused"][0]["message"]
        assert [(row["row"], row["code"]) for row in told["duplicate_rows"]] == [(43, "duplicate-row")]
    again = installation.outcome(str(file))
    assert (again["imported"], again["unchanged"]) == (0, 40)


def test_people_read_a_sentence_and_reasons_on_stderr(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(as_csv([("منى", "king")], ("الاسم", "النوع")))
    done = installation.run("import-register", str(file), "--dry-run")
    assert (done.returncode, "1 refused" in done.stdout) == (0, True)
    assert "[kind-unknown]" in done.stderr


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (b"", (), "file-empty"),
        (bytes(9_000_000), (), "file-too-large"),
        ("أ,ب\n1,2\n".encode(), (), "column-name-missing"),
        ("الاسم\nمنى\n".encode(), ("--organisation", "nobody"), "unknown-organisation"),
    ],
)
def test_a_refusal_is_one_line_and_exit_one(
    installation: Installation, tmp_path: Path, content: bytes, words: tuple[str, ...], code: str
) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(content)
    done = installation.run("import-register", str(file), *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith(f"[{code}]")
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_wrong_usage(installation: Installation) -> None:
    assert installation.run("import-register", "nowhere.csv").returncode == 2
