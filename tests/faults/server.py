"""The product as it is served, in a process of its own that may be killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fairapp.config import REPOSITORY, Settings

PATIENCE_SECONDS = 60


class Served:
    """One server at one port, killed and started again as often as wanted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.port = free_port()
        self.kills = 0
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "1"]
        command += ["--log-level", "error", "--port", str(self.port), "wsgi:app"]
        given = {
            "FAIRAPP_INSTANCE": str(self._settings.instance),
            "FAIRAPP_DATABASE_URL": self._settings.database_url,
        }
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env={**os.environ, **given},
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE_SECONDS
        while not answers(self.port):
            assert process.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        return process

    def stop(self) -> None:
        """As a power cut of the process: no farewell."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_and_start_again(self) -> None:
        self.stop()
        self.kills += 1
        self.process = self._start()


@contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """The product as it is served, in a process group of its own."""
    served = Served(settings)
    try:
        yield served
    finally:
        served.stop()


@contextmanager
def a_server(settings: Settings) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The same for one life of the server."""
    with serving(settings) as served:
        yield served.port, served.process


def free_port() -> int:
    """One that nobody listened at a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/static/icon.svg")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
