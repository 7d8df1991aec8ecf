"""``soak``: the ledger under faults for as long as wanted; its seed repeats it. It needs requirements-dev.txt."""

import importlib
import secrets
import sys
from dataclasses import asdict

import click

from fairapp.cli.command import json_option, print_json, say
from fairapp.config import REPOSITORY


@click.command()
@click.option("--sales", type=click.IntRange(1), default=10_000, show_default=True, help="How many sales in all.")
@click.option("--phones", type=click.IntRange(1), default=50, show_default=True, help="How many phones sell them.")
@click.option(
    "--faults",
    type=click.IntRange(0, 95),
    default=30,
    show_default=True,
    help="How many connections in a hundred meet a fault; with any, the server is killed now and then too.",
)
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True, help="How many server processes.")
@click.option("--seed", type=int, default=None, help="Repeats the random choices of an earlier run.")
@click.option("--database", metavar="URL", default="", help="An empty database; a SQLite file of its own without.")
@json_option
def soak(sales: int, phones: int, faults: int, workers: int, seed: int | None, database: str, as_json: bool) -> None:
    """Sell from many phones through faults, kills and power cuts; exit 1 if anything is lost or doubled."""
    sys.path.insert(0, str(REPOSITORY))
    run = importlib.import_module("tests.faults.soak").run
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    say(f"seed {chosen}")
    found = run(sales=sales, phones=phones, faults=faults, seed=chosen, say=say, url=database, workers=workers)
    if as_json:
        print_json(asdict(found) | {"clean": found.clean})
    else:
        for name, value in asdict(found).items():
            click.echo(f"{name.replace('_', ' '):<20} {value}")
        click.echo(f"lost {found.lost}, doubled {found.doubled}")
    sys.exit(0 if found.clean else 1)


commands: list[click.Command] = [soak]
