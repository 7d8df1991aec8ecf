"""``setup``: what the first page does, without a browser."""

import click

from fairapp.cli.command import application, caller_locale, json_option, print_json
from fairapp.config import read_settings
from fairapp.domain.errors import Conflict
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.queries.organisations import is_set_up
from fairapp.services.accounts import invite_to_set_password
from fairapp.services.organisations import PAYMENT_METHODS
from fairapp.services.schema import migrate_database
from fairapp.services.setup import set_up_installation


@click.command()
@click.option("--organisation", required=True, help="Its name, as it is printed.")
@click.option("--country", required=True, type=click.Choice(sorted(PAYMENT_METHODS)), help="Two letters.")
@click.option("--admin", required=True, help="The administrator's e-mail address.")
@click.option("--admin-name", default="", help="The administrator's name.")
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="What visitors read first.")
@json_option
def setup(organisation: str, country: str, admin: str, admin_name: str, language: str | None, as_json: bool) -> None:
    """Make the database, an organisation and its administrator; print a one-time link to set the password."""
    settings = read_settings()
    with application(settings):
        migrate_database()
        if is_set_up():
            raise Conflict("already-set-up")
        actor, account_id = set_up_installation(
            name=organisation,
            country=country,
            language=language or caller_locale().language,
            admin_name=admin_name,
            admin_email=admin,
            password=None,
        )
        link = f"{settings.base_url}/sign-in/password/{invite_to_set_password(actor, account_id)}"
    if as_json:
        print_json({"organisation": organisation, "admin": admin, "link": link})
    else:
        click.echo(link)


commands: list[click.Command] = [setup]
