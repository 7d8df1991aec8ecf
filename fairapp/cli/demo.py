"""``demo``: a whole fair in one command, in a database of its own, then served with a link for each role."""

import os
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from fairapp.cli.badges import edition_badges_pdf
from fairapp.cli.command import application, caller_locale, json_option, print_json, progress, say
from fairapp.cli.serve import check_address, serve_forever
from fairapp.cli.totals import totals_json
from fairapp.config import Settings, read_settings
from fairapp.demo.replay import LABELS, ORGANISATION, SLUG, replay_fair, sign_in_links
from fairapp.domain.errors import Conflict
from fairapp.i18n.locales import Locale, locale_for
from fairapp.queries.editions import get_edition_anywhere
from fairapp.queries.organisations import list_organisations
from fairapp.queries.results import get_totals
from fairapp.services.clock import now
from fairapp.services.results_report import edition_report_pdf
from fairapp.services.schema import drop_schema, has_schema, migrate_database


@click.command()
@click.option("--no-serve", is_flag=True, help="Print the totals and stop.")
@click.option("--database", metavar="URL", default=None, help="Another database than instance/demo.sqlite3.")
@json_option
def demo(no_serve: bool, database: str | None, as_json: bool) -> None:
    """Replay an invented fair of the size of Jeddah 2014 through the real services, then serve it.

    The database is begun afresh each time; one that holds anything but the demonstration is refused.
    """
    settings = _settings(database)
    if not no_serve:
        check_address(settings)  # better told now than after the replay
    begun = time.monotonic()
    with application(settings):
        _begin_afresh()
        fair = replay_fair(settings.person_key, _progress)
        links = {role: f"{settings.base_url}/sign-in/link/{token}" for role, token in sign_in_links(fair).items()}
        result = _result(settings, time.monotonic() - begun)
    if as_json:
        print_json(result)
    else:
        _tell(result)
    if not no_serve:
        for role, link in links.items():
            say(f"{caller_locale().word('role', role):<16} {link}")
        serve_forever(settings)


def _settings(database: str | None) -> Settings:
    """The installation's settings over the demonstration's database. The server's workers read them again."""
    own = read_settings().instance / "demo.sqlite3"
    if database is None:
        for path in (own, own.with_name(f"{own.name}-wal"), own.with_name(f"{own.name}-shm")):
            path.unlink(missing_ok=True)
    os.environ["FAIRAPP_DATABASE_URL"] = database or f"sqlite:///{own}"
    os.environ["FAIRAPP_BACKUP_MINUTES"] = "0"  # nothing here would be missed
    return read_settings()


def _begin_afresh() -> None:
    """Raises ``Conflict("database-not-demo")`` rather than touch anybody's fair."""
    if has_schema():
        if {organisation.name for organisation in list_organisations()} - {ORGANISATION}:
            raise Conflict("database-not-demo")
        drop_schema()
    migrate_database()


def _progress(items: Iterable[Any], step: str, length: int) -> AbstractContextManager[Iterable[Any]]:
    word, _, number = step.partition(" ")
    label = f"{caller_locale().gettext(LABELS[word])} {number}"
    return progress(items, f"{label:<32}", length=length)


def _result(settings: Settings, seconds: float) -> dict[str, Any]:
    edition = get_edition_anywhere(SLUG)
    paper = locale_for("ar", "SA")
    found = get_totals(edition.organisation_id, edition.id, at=now())
    exports = settings.instance / "exports"
    exports.mkdir(exist_ok=True)
    badges, report = exports / f"{SLUG}-badges.pdf", exports / f"{SLUG}-report.pdf"
    badges.write_bytes(edition_badges_pdf(edition, paper, settings))
    report.write_bytes(edition_report_pdf(edition, paper, settings.instance / "fonts"))
    return totals_json(found, paper) | {
        "badges_pdf": str(badges),
        "report_pdf": str(report),
        "seconds": round(seconds, 1),
    }


def _tell(result: dict[str, Any]) -> None:
    locale = caller_locale()
    for sentence in result["headlines"]:
        click.echo(sentence)
    money = locale.money(result["takings_minor"], result["currency"], result["exponent"])
    for label, value in _figures(locale, result, money):
        click.echo(f"{label:<24}{value:>20}")
    for path in (result["badges_pdf"], result["report_pdf"]):
        click.echo(Path(path).as_uri())


def _figures(locale: Locale, result: dict[str, Any], money: str) -> list[tuple[str, str]]:
    counted = (("Requests", "requests"), ("Booths", "booths"), ("Waiting list", "waiting"), ("Sales", "sales"))
    figures = [(locale.gettext(label), locale.number(result[key])) for label, key in counted]
    return [*figures, (locale.gettext("Takings"), money), (locale.gettext("Entries"), locale.number(result["entries"]))]


commands: list[click.Command] = [demo]
