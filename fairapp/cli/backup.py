"""``backup``, ``restore``, and ``copies``, which makes backups by itself."""

import os
import signal
import threading
from pathlib import Path

import click

from fairapp.cli.command import application, caller_locale, json_option, print_json, say, with_database
from fairapp.config import Settings, read_settings
from fairapp.domain.errors import FairError
from fairapp.services.backup import restore_backup, write_backup
from fairapp.services.copies import make_copy_when_due
from fairapp.services.schema import close_connections, migrate_database, telling_database_errors

LOOK_SECONDS = 20
STDIN = 0


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


@click.command()
@click.option("--attached", is_flag=True, help="Stop when standard input closes: with the server that started this.")
def copies(attached: bool) -> None:
    """Make copies by itself, as FAIRAPP_BACKUP_MINUTES says, until stopped. The server runs this beside it."""
    stopped = threading.Event()
    if attached:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server, and the server ends this
        threading.Thread(target=_await_end_of_input, args=(stopped,), daemon=True).start()
    settings = read_settings()
    with application(settings):
        while True:
            _copy_when_due(settings)
            if stopped.wait(LOOK_SECONDS):
                return


def _await_end_of_input(stopped: threading.Event) -> None:
    while os.read(STDIN, 1):
        pass
    stopped.set()


def _copy_when_due(settings: Settings) -> None:
    """Whatever goes wrong is told, and tried again: a disk that fails must not end what should survive it."""
    locale = caller_locale()
    try:
        with telling_database_errors():
            made = make_copy_when_due(settings)
        if made:
            say(locale.gettext("A copy was made: %(file)s", file=str(made.file)))
    except FairError as error:
        say(f"{' '.join(locale.error(error).split())} [{error.code}]")
    except Exception as error:
        say(locale.gettext("No copy could be made: %(reason)s", reason=repr(error)))
    finally:
        close_connections()


commands: list[click.Command] = [backup, restore, copies]
