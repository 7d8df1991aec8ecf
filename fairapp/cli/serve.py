"""``python3 -m fairapp``: bring the database up to date and serve the pages, with copies made beside them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from fairapp.cli.command import application, caller_locale, say
from fairapp.config import REPOSITORY, Settings, read_settings
from fairapp.domain.errors import Unready
from fairapp.services.schema import faulty_sqlite, migrate_database

STOP_SECONDS = 20


@click.command()
def serve() -> None:
    """Bring the database up to date and serve on FAIRAPP_HOST and FAIRAPP_PORT."""
    settings = read_settings()
    with application(settings):
        migrate_database()
        version = faulty_sqlite()
    check_address(settings)
    if version:
        say(caller_locale().gettext("SQLite %(version)s: let no other program open the database now", version=version))
    with copies_beside(settings):
        serve_forever(settings)


@contextmanager
def copies_beside(settings: Settings) -> Iterator[None]:
    """Make copies in one process of its own, however many workers there are; it ends with this one."""
    if not settings.backup_minutes:
        yield
        return
    command = [sys.executable, "-m", "fairapp", "copies", "--attached"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE) as process:  # noqa: S603  # our own command
        try:
            yield
        finally:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def serve_forever(settings: Settings) -> None:
    """Serve until interrupted, with one blocking thread a worker: fastest for one short transaction a request.

    A worker that dies is replaced, and the others go on.

    Raises ``Unready("address-taken")`` when something else answers at the address.
    """
    check_address(settings)
    os.chdir(REPOSITORY)  # the workers import ``wsgi`` from here
    say(settings.base_url)
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=1,
        backpressure=256,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()


def check_address(settings: Settings) -> None:
    """Raises ``Unready("address-taken")`` when something else answers there."""
    try:
        with socket.create_server((settings.host, settings.port), reuse_port=False):
            pass
    except OSError as error:
        raise Unready("address-taken", host=settings.host, port=settings.port) from error


commands: list[click.Command] = [serve]
