"""The product as it is served, in a process of its own that may be killed."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fairapp.config import REPOSITORY, Settings

PATIENCE_SECONDS = 60


class Served:
    """One server at one port, killed and started again as often as wanted.

    With several workers it is ``python3 -m fairapp`` itself; with one, the same server without its parent, which starts
    sooner.
    """

    def __init__(self, settings: Settings, workers: int = 1) -> None:
        self._settings, self._workers = settings, workers
        self.port = free_port()
        self.kills = 0
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "1"]
        command += ["--log-level", "error", "--port", str(self.port), "wsgi:app"]
        if self._workers > 1:
            command = [sys.executable, "-m", "fairapp"]
        given = {
            "FAIRAPP_INSTANCE": str(self._settings.instance),
            "FAIRAPP_DATABASE_URL": self._settings.database_url,
            "FAIRAPP_PORT": str(self.port),
            "FAIRAPP_WORKERS": str(self._workers),
            "FAIRAPP_BACKUP_MINUTES": "0",
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

    def kill_and_start_again(self, _: object = None) -> None:
        self.stop()
        self.kills += 1
        self.process = self._start()

    def worker_ids(self) -> list[int]:
        """The processes that answer, as the system lists the children of the one that was started."""
        with suppress(OSError):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            return [int(child) for child in children.split()]
        return []

    def kill_a_worker(self, rng: random.Random) -> None:
        """One of several; the others go on."""
        with suppress(ProcessLookupError):
            os.kill(rng.choice(self.worker_ids()), signal.SIGKILL)
            self.kills += 1

    def kill_something(self, rng: random.Random) -> None:
        """One worker, more often than not; or everything. A server that has given up is started again."""
        if self.process.poll() is None and self.worker_ids() and self._workers > 1 and rng.random() < 0.7:
            self.kill_a_worker(rng)
        else:
            self.kill_and_start_again()


@contextmanager
def serving(settings: Settings, workers: int = 1) -> Iterator[Served]:
    """The product as it is served, in a process group of its own."""
    served = Served(settings, workers)
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
