"""``lapse``: offers whose deadline passed in silence go to the next. For a timer."""

import click

from fairapp.cli.command import caller_locale, json_option, print_json, with_database
from fairapp.queries.editions import get_edition, get_edition_anywhere
from fairapp.queries.organisations import get_organisation_by_slug
from fairapp.services.audit import Actor
from fairapp.services.confirmations import lapse_overdue


@click.command()
@click.argument("edition")
@click.option("--organisation", help="Short name of the organisation, where two have an edition of this name.")
@json_option
@with_database
def lapse(edition: str, organisation: str | None, as_json: bool) -> None:
    """Let the overdue offers of EDITION lapse and offer their booths to the next. Safe to run as often as one likes."""
    if organisation is None:
        row = get_edition_anywhere(edition)
    else:
        row = get_edition(get_organisation_by_slug(organisation).organisation_id, edition)
    lapsed = lapse_overdue(Actor(organisation_id=row.organisation_id), row.id)
    if as_json:
        print_json({"lapsed": lapsed})
        return
    said = caller_locale().ngettext(
        "%(num)s offer lapsed and went to the next.", "%(num)s offers lapsed and went on.", lapsed
    )
    click.echo(said)


commands: list[click.Command] = [lapse]
