"""``backup`` and ``restore``."""

from pathlib import Path

import click

from fairapp.cli.command import application, json_option, print_json, with_database
from fairapp.services.backup import restore_backup, write_backup
from fairapp.services.schema import migrate_database


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@with_database
def backup(file: Path, as_json: bool) -> None:
    """Write a consistent copy of the database to FILE while the fair goes on, and check it."""
    size = write_backup(file)
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        click.echo(str(file))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite the database there is; it is kept beside it.")
@json_option
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Put the copy in FILE back, and bring it up to date. Stop the server first."""
    with application():
        kept = restore_backup(file, replace=replace)
        migrate_database()
    if as_json:
        print_json({"restored": str(file), "kept": str(kept) if kept else None})
    elif kept:
        click.echo(str(kept))


commands: list[click.Command] = [backup, restore]
