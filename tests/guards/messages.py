"""What the code says and what the catalogues hold, read side by side for the guard."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from fairapp.domain import errors
from fairapp.i18n.catalogues import FOLDER, files_of, read_file

ROOT = FOLDER.parents[2]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACE = re.compile(r"%\((\w+)\)s")
REFUSALS = {name for name, found in inspect.getmembers(errors, inspect.isclass) if issubclass(found, Exception)}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence somewhere in the code; ``plural`` is None for a plain one."""

    context: str | None
    msgid: str
    plural: str | None
    where: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """An entry of a catalogue file."""

    context: str | None
    msgid: str
    plural: str | None
    forms: tuple[str, ...]
    file: str


@dataclass(frozen=True, kw_only=True)
class Raised:
    """A refusal somewhere in the code; ``values`` is None when they cannot be told from the source."""

    code: str
    values: frozenset[str] | None
    where: str


def _files(suffix: str) -> list[Path]:
    return sorted((ROOT / "fairapp").rglob(f"*{suffix}"))


def list_said() -> list[Said]:
    """Every literal sentence of the Python files and templates."""
    found = []
    for path in [*_files(".py"), *_files(".html"), *_files(".txt")]:
        method: Any = "python" if path.suffix == ".py" else babel_extract
        with path.open("rb") as file:
            for line, message, _, context in extract(
                method, file, keywords=KEYWORDS, options={"silent": "false", "encoding": "utf-8"}
            ):
                one, plural = (message, None) if isinstance(message, str) else (message[0], message[1])
                where = f"{path.relative_to(ROOT)}:{line}"
                found.append(Said(context=context, msgid=one, plural=plural, where=where))
    return found


def list_held(language: str) -> list[Held]:
    """Every entry of a language, file by file."""
    return [held for path in files_of(language) for held in _entries(path, language)]


def _entries(path: Path, language: str) -> Iterator[Held]:
    for message in read_file(path, language):
        if not message.id:
            continue
        one, plural = (message.id, None) if isinstance(message.id, str) else (message.id[0], message.id[1])
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        yield Held(context=message.context, msgid=one, plural=plural, forms=forms, file=path.name)


def list_raised() -> list[Raised]:
    """Every refusal with a literal code."""
    found = []
    for path in _files(".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
                found.extend(_raised(node, f"{path.relative_to(ROOT)}:{node.lineno}"))
    return found


def _raised(call: ast.Call, where: str) -> Iterator[Raised]:
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        names = [keyword.arg for keyword in call.keywords]
        values = None if None in names else frozenset(name for name in names if name)
        yield Raised(code=call.args[0].value, values=values, where=where)


def places(text: str | None) -> set[str]:
    """The names of the ``%(name)s`` places of a sentence."""
    return set(PLACE.findall(text or ""))
