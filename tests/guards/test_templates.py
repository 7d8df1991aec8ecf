"""Templates: nothing inline, nothing unescaped, nothing that does not compile."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.guards.repository import files, name_of, source

TEMPLATES = files(".html", under="fairapp/templates")
PYTHON = files(".py", under="fairapp")
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
    "something from another host": re.compile(r"(src|href|action)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
}
# ``Markup(variable)`` switches escaping off; ``Markup("constant").format(…)`` keeps it on.
UNESCAPED = re.compile(r"\bMarkup\(\s*(?![\"'])")
EXCUSED = {"fairapp/web/locale.py": "sentences of the catalogues, after each value in them was escaped"}


def test_the_guards_see_the_templates() -> None:
    assert len(TEMPLATES) > 4


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_have_nothing_inline(fault: str) -> None:
    found = [
        f"{name_of(path)}: {match[0][:80]}" for path in TEMPLATES for match in FORBIDDEN[fault].finditer(source(path))
    ]
    assert found == []


def test_only_catalogue_sentences_become_markup() -> None:
    assert [name_of(path) for path in PYTHON if UNESCAPED.search(source(path))] == list(EXCUSED)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_compile(path: Path) -> None:
    Environment(autoescape=True).parse(source(path), filename=str(path))


@pytest.mark.parametrize("path", files(".svg", under="fairapp/static"), ids=name_of)
def test_drawings_carry_no_style_and_no_script(path: Path) -> None:
    assert re.search(r"<script|\sstyle=|<style|\son[a-z]+=", source(path), re.IGNORECASE) is None
