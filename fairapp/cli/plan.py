"""``booths``: the plan of an edition as a list."""

import click

from fairapp.cli.command import caller_locale, json_option, print_json, with_database
from fairapp.queries.editions import get_edition, get_edition_anywhere
from fairapp.queries.floor_plan import list_held_booths
from fairapp.queries.organisations import get_organisation_by_slug


@click.command()
@click.argument("edition")
@click.option("--organisation", help="Short name of the organisation, where two have an edition of this name.")
@json_option
@with_database
def booths(edition: str, organisation: str | None, as_json: bool) -> None:
    """List the booths of EDITION: booth, hall, class, and the exhibitor who holds it."""
    if organisation is None:
        row = get_edition_anywhere(edition)
    else:
        row = get_edition(get_organisation_by_slug(organisation).organisation_id, edition)
    found = list_held_booths(row.organisation_id, row.id)
    if as_json:
        listed = [{"booth": b.booth, "hall": b.hall, "class": b.booth_class, "exhibitor": b.exhibitor} for b in found]
        print_json({"booths": listed})
        return
    free = caller_locale().gettext("free")
    for booth in found:
        click.echo("\t".join((booth.booth, booth.hall, booth.booth_class, booth.exhibitor or free)))


commands: list[click.Command] = [booths]
