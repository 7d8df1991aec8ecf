"""Habits of the code that no tool of the shelf holds."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.guards.repository import files, functions, name_of, place, source, text_files, tree

PRODUCT = files(".py", under="fairapp")
ALL_PYTHON = files(".py")
DOMAIN = files(".py", under="fairapp/domain")
EXACT = [
    path for under in ("domain", "services", "queries", "models") for path in files(".py", under=f"fairapp/{under}")
]
CLOCK = "fairapp/services/clock.py"

# Reading a clock, rolling dice or making ids makes a rule unrepeatable: the caller passes them in.
IMPURE = {"random", "secrets", "time", "uuid", "uuid_utils", "os", "socket", "subprocess", "pathlib", "logging"}
CLOCK_CALLS = {"now", "utcnow", "today", "utcfromtimestamp"}
NAMELESS = re.compile(r"(Manager|Helper|Utils?|Handler|Processor|Data|Info)$")
NAMELESS_FILES = re.compile(r"(^|_)(manager|helpers?|utils?|handlers?|processors?|misc|common)$")
SUPPRESSION = re.compile(r"#\s*(type:\s*ignore|noqa|pragma:|mypy:)(.*)$", re.MULTILINE)
GIVES_CODE_AND_REASON = re.compile(
    r"(\[[a-z, -]+\]|: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*| no cover| no branch)\s+(#|-)\s*\S.{7,}"
)
LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")

# Where a moment loses its zone at the last step, and why.
NAIVE = {
    "fairapp/models/base.py": "SQLite keeps no zone: what is stored is UTC, and is read back as such",
    "fairapp/printing/spreadsheet.py": "a cell of a workbook keeps no zone: it gets the wall clock",
}

# A number that is no amount of money and must be a float, with the reason.
FLOATS: dict[str, str] = {}


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a module with the last word of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "attr", getattr(node.func, "id", ""))


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_the_guards_see_the_code() -> None:
    assert len(PRODUCT) > 20
    assert DOMAIN
    assert EXACT


def test_the_domain_reads_no_clock_rolls_no_dice_makes_no_ids() -> None:
    found = [
        f"{place(path, node)}: {module}"
        for path in DOMAIN
        for node in ast.walk(tree(path))
        for module in imported(node)
        if module.partition(".")[0] in IMPURE
    ]
    found += [f"{place(path, call)}: {name}()" for path in DOMAIN for call, name in calls(path) if name in CLOCK_CALLS]
    assert found == []


def test_one_module_reads_the_clock() -> None:
    found = [
        place(path, call)
        for path in PRODUCT
        if name_of(path) != CLOCK
        for call, name in calls(path)
        if name in CLOCK_CALLS
        and isinstance(call.func, ast.Attribute)
        and base(call.func) in {"datetime", "date", "dt"}
    ]
    found += [
        place(path, call) for path in PRODUCT for call, name in calls(path) if ast.unparse(call.func) == "time.time"
    ]
    assert found == [], f"ask {CLOCK}: a past fair is replayed by it"


def base(node: ast.Attribute) -> str:
    return getattr(node.value, "attr", getattr(node.value, "id", ""))


def test_no_moment_is_made_naive() -> None:
    """What ruff's DTZ rules cannot see: ``replace(tzinfo=None)``."""
    found = [
        place(path, call)
        for path in PRODUCT
        if name_of(path) not in NAIVE
        for call, name in calls(path)
        if name == "replace"
        for word in call.keywords
        if word.arg == "tzinfo" and isinstance(word.value, ast.Constant) and word.value.value is None
    ]
    assert found == []


def test_imports_stand_at_the_top() -> None:
    """Without exception in the product; elsewhere ruff asks for a reason."""
    found = [
        place(path, node)
        for path in PRODUCT
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name_of(path)}: {line}" for path in text_files() for line in source(path).splitlines() if LATER.search(line)
    ]
    assert found == []


def test_every_suppression_gives_its_code_and_its_reason() -> None:
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in ALL_PYTHON
        if path != Path(__file__)
        for match in SUPPRESSION.finditer(source(path))
        if not GIVES_CODE_AND_REASON.match(match[2])
    ]
    assert found == []


def has_float(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "float"


def has_fraction(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def divides(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not joins_path(node)


def joins_path(node: ast.BinOp) -> bool:
    return isinstance(node.right, ast.Constant | ast.JoinedStr) and not isinstance(
        getattr(node.right, "value", ""), int | float
    )


@pytest.mark.parametrize(
    ("inexact", "where"), [(has_float, EXACT), (has_fraction, DOMAIN), (divides, DOMAIN)], ids=["float", "1.5", "a / b"]
)
def test_money_is_whole_minor_units(inexact: Callable[[ast.AST], bool], where: list[Path]) -> None:
    found = [place(path, node) for path in where for node in ast.walk(tree(path)) if inexact(node)]
    assert [spot for spot in found if spot.partition(":")[0] not in FLOATS] == []


def test_names_say_what_a_thing_is() -> None:
    classes = [
        f"{place(path, node)}: {node.name}"
        for path in ALL_PYTHON
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and NAMELESS.search(node.name)
    ]
    modules = [name_of(path) for path in PRODUCT if NAMELESS_FILES.search(path.stem)]
    assert classes + modules == []
