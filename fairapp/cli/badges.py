"""``badges``: all stall badges of an edition as one PDF."""

from pathlib import Path

import click

from fairapp.cli.command import json_option, print_json, with_database
from fairapp.config import Settings, read_settings
from fairapp.domain.errors import Refused
from fairapp.i18n.locales import Locale, locale_for
from fairapp.queries.badges import count_badges, count_without_badge, list_badges
from fairapp.queries.editions import EditionRow, get_edition_anywhere
from fairapp.queries.organisations import get_organisation
from fairapp.services.audit import Actor
from fairapp.services.badge_sheets import badge_sheets_pdf
from fairapp.services.badges import issue_badges


@click.command()
@click.argument("edition")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.pdf",
    help="Where the PDF goes.",
)  # fmt: skip
@click.option("--one-to-a-page", is_flag=True, help="A6 pages instead of four to an A4 sheet.")
@json_option
@with_database
def badges(edition: str, output: Path, one_to_a_page: bool, as_json: bool) -> None:
    """Issue the badges that are missing and write all of EDITION to FILE.pdf."""
    row = get_edition_anywhere(edition)
    organisation = get_organisation(row.organisation_id)
    if count_without_badge(row.organisation_id, row.id):
        issue_badges(Actor(organisation_id=row.organisation_id), row.id)
    paper = locale_for(organisation.default_language, organisation.country, terms=organisation.term_set)
    content = edition_badges_pdf(row, paper, read_settings(), four=not one_to_a_page)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refused("file-unwritable", path=str(output), reason=error.strerror) from None
    if as_json:
        print_json({"file": str(output), "badges": count_badges(row.organisation_id, row.id), "bytes": len(content)})
    else:
        click.echo(str(output))


def edition_badges_pdf(edition: EditionRow, locale: Locale, settings: Settings, *, four: bool = True) -> bytes:
    """All current badges of an edition, by name."""
    return badge_sheets_pdf(
        edition,
        list_badges(edition.organisation_id, edition.id),
        locale,
        host=settings.badge_host,
        fonts_folder=settings.instance / "fonts",
        four=four,
    )


commands: list[click.Command] = [badges]
