"""``soak-browser``: one phone in a real Chromium, in large. It needs requirements-dev.txt and a Chromium."""

import importlib
import secrets
import sys

import click

from fairapp.cli.command import json_option, print_json, say
from fairapp.config import REPOSITORY


@click.command("soak-browser")
@click.option("--tabs", type=click.IntRange(1, 20), default=5, show_default=True, help="Tabs that sell at once.")
@click.option("--sales", type=click.IntRange(1), default=1_000, show_default=True, help="How many sales in each tab.")
@click.option(
    "--kills", type=click.IntRange(0), default=200, show_default=True, help="How often the browser is killed."
)
@click.option("--seed", type=int, default=None, help="Repeats the random choices of an earlier run.")
@json_option
def soak_browser(tabs: int, sales: int, kills: int, seed: int | None, as_json: bool) -> None:
    """Sell in many tabs of one phone, then kill its browser again and again; exit 1 if a sale is lost or doubled."""
    sys.path.insert(0, str(REPOSITORY))
    run = importlib.import_module("tests.browser.soak").run
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    say(f"seed {chosen}")
    try:
        said = run(kills=kills, tabs=tabs, sales=sales, seed=chosen, say=say)
    except AssertionError as found:
        raise click.ClickException(f"lost or doubled: {found}") from found
    figures = {"seed": chosen, "tabs": tabs, "sales_in_tabs": tabs * sales, "kills": kills, "sales_before_kills": said}
    if as_json:
        print_json({**figures, "lost": 0, "doubled": 0})
    else:
        for name, value in figures.items():
            click.echo(f"{name.replace('_', ' '):<20} {value}")
        click.echo("lost 0, doubled 0")


commands: list[click.Command] = [soak_browser]
