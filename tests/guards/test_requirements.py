"""What the code imports is what the requirement files name, no more and no less."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.guards.repository import ROOT, files, source, tree

OURS = {"fairapp", "tests", "benchmarks", "wsgi"}

# Parts of a direct requirement that it offers as its own interface.
BROUGHT_BY = {
    "alembic": "flask-migrate",
    "jinja2": "flask",
    "markupsafe": "flask",
    "werkzeug": "flask",
    "wtforms": "flask-wtf",
}

# Needed although nothing here imports them by name, and by whom.
UNSEEN = {
    "granian": "started as a program by serve",
    "pytest": "the test command of an installation",
    "psycopg": "named in the database URL",
    "justmytype-intl-rtl": "holds the font, read as a file",
    "rl-accel": "ReportLab takes it when present",
    "tzdata": "zoneinfo takes it when the system has none",
    "pytest-xdist": "a plugin of pytest",
    "pytest-timeout": "a plugin of pytest",
    "coverage": "run by hand",
    "ruff": "run by check",
    "mypy": "run by check",
    "import-linter": "run by check",
    "djlint": "run by check",
}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named_in(file: str) -> set[str]:
    return {canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)", source(ROOT / file), re.MULTILINE)} - {"-c"}


@cache
def distributions() -> dict[str, list[str]]:
    return {package: [canonical(name) for name in names] for package, names in packages_distributions().items()}


def imported_by(found: list[Path]) -> set[str]:
    """The distributions that these files import from."""
    packages = {name.partition(".")[0] for path in found for name in imports(path)}
    foreign = packages - OURS - set(sys.stdlib_module_names)
    names = {name for package in foreign for name in distributions().get(package, [package])}
    return {BROUGHT_BY.get(name, name) for name in names}


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append(node.module or "")
    return found


def test_the_product_imports_only_its_direct_requirements() -> None:
    product = files(".py", under="fairapp") + files(".py", under="migrations") + [ROOT / "wsgi.py"]
    assert sorted(imported_by(product) - named_in("requirements.in")) == []


def test_tests_and_benchmarks_import_only_direct_requirements() -> None:
    both = named_in("requirements.in") | named_in("requirements-dev.in")
    assert sorted(imported_by(files(".py")) - both) == []


def test_every_direct_requirement_is_used() -> None:
    both = named_in("requirements.in") | named_in("requirements-dev.in")
    assert sorted(both - imported_by(files(".py")) - set(UNSEEN)) == []
    assert sorted(set(UNSEEN) - both) == []


def test_every_direct_requirement_is_pinned() -> None:
    for name in ("requirements", "requirements-dev"):
        pinned = {
            canonical(pin) for pin in re.findall(r"^([A-Za-z0-9._-]+)==", source(ROOT / f"{name}.txt"), re.MULTILINE)
        }
        assert sorted(named_in(f"{name}.in") - pinned) == []
