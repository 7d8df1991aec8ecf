"""One stylesheet for both directions: sides are start and end, never left and right."""

import re
from pathlib import Path

import pytest

from tests.guards.repository import files, name_of, source

SHEETS = files(".css", under="fairapp/static")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"(?<![\w-])("
    r"(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)\b"
    r"|(left|right|top|bottom)\s*:"
    r"|border-(top|bottom)-(left|right)-radius"
    r"|(text-align|float|clear)\s*:\s*(left|right)\b"
    r")"
)
OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(https?:)?//|expression\(")
IMPORTANT = re.compile(r"!important")


def test_the_guards_see_the_styles() -> None:
    assert SHEETS


def rules(path: Path) -> str:
    return COMMENT.sub("", source(path))


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_sides_are_logical(path: Path) -> None:
    assert [match[0] for match in PHYSICAL.finditer(rules(path))] == []


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    assert OUTSIDE.search(rules(path)) is None


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_layers_settle_precedence(path: Path) -> None:
    """``!important`` is only for people who asked for less motion or print without colours."""
    told = re.sub(
        r"@media \((prefers-reduced-motion|forced-colors)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", rules(path)
    )
    assert IMPORTANT.search(told) is None
