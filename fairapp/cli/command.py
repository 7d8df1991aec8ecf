"""What every command shares: the caller's language, one JSON object, the database, progress.

A command raises ``FairError`` when it refuses; the group turns it into one line on stderr and exit 1.
"""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import click

from fairapp.application import create_app
from fairapp.config import Settings
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.i18n.locales import Locale, locale_for
from fairapp.services.schema import check_schema, close_connections, telling_database_errors

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")


def with_database(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application, on a database that is there, up to date and answering.

    Raises ``Unready`` (``database-missing``, ``database-behind``, ``database-locked``): the sentence says what to run.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with application():
            check_schema()
            with telling_database_errors():
                return command(*args, **kwargs)

    return run


@contextmanager
def application(settings: Settings | None = None) -> Iterator[None]:
    """Inside the application for the length of a command; its connections are closed at the end."""
    with create_app(settings).app_context():
        try:
            yield
        finally:
            close_connections()


def caller_locale(environment: Mapping[str, str] | None = None) -> Locale:
    """The language of whoever types: ``FAIRAPP_LANGUAGE``, else ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, else English."""
    given = os.environ if environment is None else environment
    for name in ("FAIRAPP_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        tag = given.get(name, "").partition(".")[0].replace("-", "_")
        language, _, territory = tag.partition("_")
        if language.lower() in LANGUAGES:
            return locale_for(language.lower(), territory if territory.isalpha() else "")
    return locale_for("en")


def print_json(result: Mapping[str, Any]) -> None:
    """The one object that ``--json`` prints: UTF-8, keys in the order given."""
    click.echo(json.dumps(result, ensure_ascii=False))


def say(message: str) -> None:
    """A message to the person at the terminal, never part of the result."""
    click.echo(message, err=True)


@contextmanager
def progress(items: Iterable[T], label: str, *, length: int | None = None) -> Iterator[Iterable[T]]:
    """Go through ``items`` with a bar on stderr when that is a terminal, silently otherwise."""
    if not sys.stderr.isatty():
        yield items
        return
    with click.progressbar(items, label=label, length=length, file=sys.stderr) as bar:
        yield bar
