"""``enrolment``: a one-time token that makes a phone the till of a booth or the counter of a gate."""

import click

from fairapp.cli.command import json_option, print_json, with_database
from fairapp.config import read_settings
from fairapp.queries.devices import GatePlace, TillPlace, get_gate, get_till_place
from fairapp.queries.editions import get_edition_anywhere
from fairapp.services.audit import Actor
from fairapp.services.device_cards import issue_code


@click.command()
@click.argument("edition")
@click.option("--booth", metavar="B", help="The stall at this booth gets a till.")
@click.option("--gate", metavar="G", help="This gate, by its code, gets a counter.")
@json_option
@with_database
def enrolment(edition: str, booth: str | None, gate: str | None, as_json: bool) -> None:
    """Issue a token for EDITION (its short name), for one booth or one gate. It works once; only the phone keeps it."""
    if (booth is None) == (gate is None):
        raise click.UsageError("name one place: --booth B or --gate G")
    row = get_edition_anywhere(edition)
    place: TillPlace | GatePlace
    if gate is not None:
        place = get_gate(row.organisation_id, row.id, gate)
    else:
        place = get_till_place(row.organisation_id, row.id, booth or "")
    actor = Actor(organisation_id=row.organisation_id)
    code = issue_code(actor, row, place, base_url=read_settings().base_url)
    if as_json:
        print_json({"token": code.token, "url": code.url})
    else:
        click.echo(code.url)


commands: list[click.Command] = [enrolment]
