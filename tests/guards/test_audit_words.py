"""Whatever the audit log holds has a word in every language."""

import ast
from collections.abc import Iterator

import pytest

from fairapp.i18n.catalogues import LANGUAGES
from tests.guards.messages import list_held
from tests.guards.repository import files, name_of, tree

HELD = {language: {(held.context, held.msgid) for held in list_held(language)} for language in LANGUAGES}


def acts() -> Iterator[tuple[str, list[str], str]]:
    """Each act that is recorded: its names, its particulars, and where."""
    for path in files(".py", under="fairapp/services"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "record_event":
                named = [keyword.arg for keyword in node.keywords if keyword.arg]
                yield ast.unparse(node.args[1]), named, f"{name_of(path)}:{node.lineno}"


def names(written: str) -> list[str]:
    """The codes of an act: a constant, or one of those an f-string makes."""
    made = {"f'requests.{state}'": ["requests.eligible", "requests.ineligible"]}
    return made[written] if written in made else [str(ast.literal_eval(written))]


def test_the_guard_sees_the_acts() -> None:
    assert len(list(acts())) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_is_said_in_words(language: str) -> None:
    unsaid = [
        f"{where}: {name}"
        for written, _, where in acts()
        for name in names(written)
        if ("act", name) not in HELD[language]
    ]
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_particular_is_said_in_words(language: str) -> None:
    unsaid = {
        f"{where}: {name}"
        for _, named, where in acts()
        for name in named
        if name not in {"subject", "edition_id"} and not name.endswith("_id")
        if ("act detail", name) not in HELD[language]
    }
    assert unsaid - {f"{where}: exhibitor" for _, _, where in acts()} == set()
