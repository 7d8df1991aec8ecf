"""The size budgets of docs/architecture.md: smell detectors. One idea that is longer stays whole, and says why."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guards.repository import files, functions, name_of, source, tree

FUNCTION = 50
ROUTES = 8
MODULES = [path for under in ("fairapp", "benchmarks") for path in files(".py", under=under)]
TESTS = [path for path in files(".py", under="tests") if path.name != "conftest.py"]

# (what, limit in lines, its files)
BUDGETS: list[tuple[str, int, list[Path]]] = [
    ("module", 300, MODULES),
    ("template", 120, files(".html", under="fairapp/templates")),
    ("JavaScript module", 150, files(".js", under="fairapp/static")),
    ("style sheet", 250, files(".css", under="fairapp/static")),
    ("test file", 300, TESTS),
    ("conftest", 120, [path for path in files(".py", under="tests") if path.name == "conftest.py"]),
]

# Longer on purpose. Each says why it is one idea; a line that is no longer needed fails.
EXCUSED: dict[str, str] = {}
EXCUSED_FUNCTIONS: dict[str, str] = {}


def lines(path: Path) -> int:
    return len(source(path).splitlines())


@pytest.mark.parametrize(("what", "limit", "found"), BUDGETS, ids=[what for what, _, _ in BUDGETS])
def test_files_keep_within_their_budget(what: str, limit: int, found: list[Path]) -> None:
    long = {name_of(path): lines(path) for path in found if lines(path) > limit}
    assert {name: size for name, size in long.items() if name not in EXCUSED} == {}, (
        f"a {what} has at most {limit} lines"
    )


def test_functions_keep_within_their_budget() -> None:
    long = {
        f"{name_of(path)}:{node.name}": size
        for path in MODULES
        for node in functions(path)
        if (size := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION
    }
    assert {name: size for name, size in long.items() if name not in EXCUSED_FUNCTIONS} == {}
    assert set(EXCUSED_FUNCTIONS) <= set(long), "excused and no longer long"


def test_excuses_are_still_needed() -> None:
    limits: dict[str, Callable[[], bool]] = {
        name_of(path): (lambda path=path, limit=limit: lines(path) > limit)
        for _, limit, found in BUDGETS
        for path in found
    }
    assert [name for name in EXCUSED if name not in limits or not limits[name]()] == []


def test_a_page_module_answers_at_most_eight_routes() -> None:
    many = {
        name_of(path): count
        for path in files(".py", under="fairapp/web/pages")
        if (count := sum(map(is_route, ast.walk(tree(path))))) > ROUTES
    }
    assert many == {}


def is_route(node: ast.AST) -> bool:
    """Whether a node is a call like ``blueprint.get("/…")``, used as a decorator or not."""
    verbs = {"route", "get", "post", "put", "patch", "delete"}
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs):
        return False
    return isinstance(node.func.value, ast.Name) and "blueprint" in node.func.value.id
