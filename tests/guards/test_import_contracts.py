"""The import contracts hold, and bite: in a copy of the code, violations are planted one by one and each is caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.repository import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]

# (the contract, the file it is planted in, what is planted, the words of the complaint)
PLANTS = [
    ("The fair is built in layers", "queries/planted.py", "import fairapp.services.clock", "fairapp.queries.planted"),
    ("The fair is built in layers", "helpers/__init__.py", "", "helpers"),
    ("Inside the domain", "domain/money.py", "import fairapp.domain.editions", "fairapp.domain.money"),
    ("Inside the domain", "domain/planted.py", "", "planted"),
    ("know no framework", "domain/errors.py", "import sqlalchemy", "fairapp.domain.errors -> sqlalchemy"),
    ("know no framework", "config.py", "import flask", "fairapp.config -> flask"),
    ("HTTP stays at the edge", "services/clock.py", "import werkzeug", "fairapp.services.clock -> werkzeug"),
    ("No SQL", "web/pages/planted.py", "import sqlalchemy", "fairapp.web.pages.planted -> sqlalchemy"),
    ("No SQL", "cli/planted.py", "import fairapp.db", "fairapp.cli.planted -> fairapp.db"),
    ("touch models", "cli/planted.py", "import fairapp.models.audit", "fairapp.cli.planted -> fairapp.models"),
    ("ReportLab and qrcode", "services/planted.py", "import reportlab", "fairapp.services.planted -> reportlab"),
    ("lean on each other", "web/pages/planted.py", "import fairapp.web.pages.home", "fairapp.web.pages.planted"),
    ("in a circle", "services/clock.py", "import fairapp.services.audit", "No cycles are allowed in fairapp.services"),
]


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run import-linter on the copy, wide enough that it breaks no line."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONUTF8": "1", "COLUMNS": "500"}
    return subprocess.run(LINT, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / ".importlinter", folder)
    shutil.copytree(ROOT / "fairapp", folder / "fairapp", ignore=shutil.ignore_patterns("__pycache__", "static"))
    return folder


def test_the_contracts_are_kept(copy: Path) -> None:
    answer = lint(copy)
    assert answer.returncode == 0, answer.stdout
    assert "9 kept, 0 broken" in answer.stdout


@pytest.mark.parametrize(("contract", "file", "code", "words"), PLANTS, ids=[f"{c} {f}" for c, f, _, _ in PLANTS])
def test_a_planted_violation_is_caught(copy: Path, contract: str, file: str, code: str, words: str) -> None:
    path = copy / "fairapp" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{code}\n", encoding="utf-8")
    answer = lint(copy)
    if before is not None:
        path.write_text(before, encoding="utf-8")
    elif path.name == "__init__.py":
        shutil.rmtree(path.parent)
    else:
        path.unlink()
    assert answer.returncode == 1
    broken = [line for line in answer.stdout.splitlines() if contract in line and "BROKEN" in line]
    assert len(broken) == 1, answer.stdout
    assert words in answer.stdout.partition("Broken contracts")[2]
