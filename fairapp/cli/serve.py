"""``python3 -m fairapp``: bring the database up to date and serve the pages."""

import os
import socket

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from fairapp.cli.command import application, say
from fairapp.config import REPOSITORY, Settings, read_settings
from fairapp.domain.errors import Unready
from fairapp.services.schema import migrate_database


@click.command()
def serve() -> None:
    """Bring the database up to date and serve on FAIRAPP_HOST and FAIRAPP_PORT."""
    settings = read_settings()
    with application(settings):
        migrate_database()
    serve_forever(settings)


def serve_forever(settings: Settings) -> None:
    """Serve until interrupted, with one blocking thread a worker: fastest for one short transaction a request.

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
    ).serve()


def check_address(settings: Settings) -> None:
    """Raises ``Unready("address-taken")`` when something else answers there."""
    try:
        with socket.create_server((settings.host, settings.port), reuse_port=False):
            pass
    except OSError as error:
        raise Unready("address-taken", host=settings.host, port=settings.port) from error


commands: list[click.Command] = [serve]
