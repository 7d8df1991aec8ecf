"""``soak``: the ledger under faults for as long as wanted; its seed repeats it. It needs requirements-dev.txt."""

import importlib
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

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
    help="How many connections in a hundred meet a fault.",
)
@click.option("--kills", type=click.IntRange(0), default=None, help="How often the server is killed; 1 in 1,000 sales.")
@click.option("--cuts", type=click.IntRange(0), default=300, show_default=True, help="How many power cuts on SQLite.")
@click.option("--histories", type=click.IntRange(0), default=0, help="How many histories the state machine makes up.")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True, help="How many server processes.")
@click.option("--seed", type=int, default=None, help="Repeats the random choices of an earlier run.")
@click.option("--database", "url", metavar="URL", default="", help="An empty database; else a SQLite file of its own.")
@json_option
def soak(as_json: bool, seed: int | None, kills: int | None, **wanted: Any) -> None:
    """Sell from many phones through faults, kills and power cuts; exit 1 if anything is lost or doubled.

    100,000 sales of 100 phones are one long evening: --sales 100000 --phones 100 --histories 200
    """
    sys.path.insert(0, str(REPOSITORY))
    machinery = importlib.import_module("tests.faults.soak")
    wanted["seed"] = secrets.randbelow(1_000_000) if seed is None else seed
    wanted["kills"] = max(1, wanted["sales"] // 1000) if kills is None else kills
    say(f"seed {wanted['seed']}")
    try:
        found = machinery.run(machinery.Wanted(**wanted), say)
    except ValueError as refused:
        raise click.ClickException(str(refused)) from refused
    if as_json:
        print_json(asdict(found) | {"clean": found.clean})
    else:
        for line in table(asdict(found)):
            click.echo(line)
        click.echo("clean" if found.clean else f"NOT CLEAN: repeat it with --seed {found.seed}")
    sys.exit(0 if found.clean else 1)


def table(found: dict[str, Any]) -> Iterator[str]:
    """One line a figure, those within a figure beneath it."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield name.replace("_", " ")
            yield from (f"  {part:<22}{number:>12}" for part, number in value.items())
        else:
            yield f"{name.replace('_', ' '):<24}{value!s:>12}"


commands: list[click.Command] = [soak]
