"""What a process remembers is the same in every process: with several, one never hears what another has changed.

Whatever is remembered must follow from its key alone, or from the files of the release. What the database holds is
never remembered between two requests. ``tests/faults/test_several_workers.py`` tries it on the real server.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards.repository import files, name_of, tree

RELEASE = "files of the release"
KEY = "follows from its arguments alone"
CONTENT = "found by the content it was made from"

REMEMBERED: dict[str, str] = {
    "api/openapi.py:description": RELEASE,
    "i18n/catalogues.py:catalogue": RELEASE,
    "i18n/figures.py:currency_symbol": KEY,
    "i18n/figures.py:figures_of": KEY,
    "i18n/locales.py:_cldr": KEY,
    "i18n/locales.py:locale_for": KEY,
    "i18n/plurals.py:_rule": KEY,
    "printing/arabic.py:_drawn_word": KEY,
    "printing/arabic.py:in_drawing_order": KEY,
    "printing/fonts.py:_registered": RELEASE,
    "printing/fonts.py:_width_at_1000": KEY,
    "printing/paper.py:_fit": KEY,
    "printing/paper.py:colour": KEY,
    "printing/qr.py:symbol_of": KEY,
    "printing/qr_series.py:series_of": KEY,
    "services/crafts.py:default_tree": RELEASE,
    "services/ledger_device.py:_READ": CONTENT,
    "services/ledger_rows.py:_same_moment": KEY,
    "services/ledger_rows.py:place_of": KEY,
    "services/ledger_writes.py:_in_one": KEY,
    "services/ledger_writes.py:_insertion": KEY,
    "services/register_imports.py:_LAST_READ": CONTENT,
    "services/register_phones.py:_calling_code": KEY,
    "services/register_phones.py:_mobile": KEY,
    "services/register_rows.py:read_kind": KEY,
    "web/compressed.py:_gzip": CONTENT,
    "web/phone_parts.py:bundle": RELEASE,
    "web/phone_parts.py:module_names": RELEASE,
    "web/phone_parts.py:phone_version": RELEASE,
}


def remembering(path: Path) -> Iterator[str]:
    """Cached functions, and names of a module that begin empty and are filled later."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            marks = {word for mark in node.decorator_list for word in ast.walk(mark)}
            if {"cache", "lru_cache"} & {getattr(word, "id", getattr(word, "attr", "")) for word in marks}:
                yield node.name
    for node in tree(path).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and not says_nothing(node):
            if is_empty(node.value) or is_cached(node.value):
                yield ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def is_cached(value: ast.expr | None) -> bool:
    calls = [node for node in ast.walk(value or ast.Pass()) if isinstance(node, ast.Call)]
    return any(ast.unparse(call.func).rpartition(".")[2] in {"cache", "lru_cache"} for call in calls)


def is_empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict | ast.List):
        return not (value.keys if isinstance(value, ast.Dict) else value.elts)
    return isinstance(value, ast.Call) and not value.args and ast.unparse(value.func) in {"dict", "list", "set"}


def says_nothing(node: ast.stmt) -> bool:
    """Nothing by name: what stands for it where there is nothing."""
    return "NOTHING" in ast.unparse(node)


def test_nothing_is_remembered_that_another_process_can_change() -> None:
    found = {
        f"{name_of(path).removeprefix('fairapp/')}:{name}"
        for path in files(".py", under="fairapp")
        for name in remembering(path)
    }
    assert sorted(found - set(REMEMBERED)) == [], "say why every process remembers the same, or do not remember it"
    assert sorted(set(REMEMBERED) - found) == [], "no longer there"
