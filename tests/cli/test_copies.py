"""``serve`` with copies beside it: one process however many workers, ended with the server."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from fairapp.config import REPOSITORY, Settings
from fairapp.db import db
from tests.factories.devices import a_running_stall
from tests.faults.server import answers, free_port

PATIENCE_SECONDS = 60


@pytest.fixture
def serve(sqlite_app: Flask, tmp_path: Path) -> Iterator[Callable[..., "Serving"]]:
    """``python3 -m fairapp`` over a fair that is open now."""
    a_running_stall()
    db.session.remove()
    started: list[Serving] = []

    def start(**given: str) -> Serving:
        started.append(Serving(sqlite_app.extensions["fairapp"], tmp_path / "log", given))
        return started[-1]

    yield start
    for one in started:
        one.kill()


class Serving:
    """The server and everything it started, in a process group of its own."""

    def __init__(self, settings: Settings, log: Path, given: dict[str, str]) -> None:
        self.log, self.port = log, free_port()
        own = {
            "FAIRAPP_INSTANCE": str(settings.instance),
            "FAIRAPP_DATABASE_URL": settings.database_url,
            "FAIRAPP_PORT": str(self.port),
            "FAIRAPP_LANGUAGE": "en",
            "FAIRAPP_BACKUP_MINUTES": "15",  # whatever a demonstration in this process has set
        }
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "fairapp"],
                cwd=REPOSITORY,
                env={**os.environ, **own, **given},
                stderr=out,
                start_new_session=True,
            )

    def told(self, pattern: str) -> str:
        """Wait until the log says so."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not (found := re.search(pattern, self.log.read_text("utf-8"))):
            assert time.monotonic() < until, self.log.read_text("utf-8")
            time.sleep(0.05)
        return found[0]

    def is_gone(self) -> bool:
        """Whether no process of the group is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def kill(self) -> None:
        if not self.is_gone():
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def test_one_copy_however_many_workers(serve: Callable[..., Serving], tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    server = serve(FAIRAPP_WORKERS="2", FAIRAPP_BACKUP_FOLDER=str(folder))
    file = server.told(r"A copy was made: .*\.sqlite3").removeprefix("A copy was made: ")
    assert [str(made) for made in folder.iterdir()] == [file]
    server.told(r"http://")
    while not answers(server.port):
        time.sleep(0.05)
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(PATIENCE_SECONDS)
    assert server.is_gone(), "what makes copies ends with the server"


def test_a_folder_that_fails_stops_no_sale(serve: Callable[..., Serving], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    server = serve(FAIRAPP_BACKUP_FOLDER=str(tmp_path / "file" / "copies"))
    server.told(r"could not be made: .*\[backup-failed\]")
    assert server.process.poll() is None
    while not answers(server.port):
        time.sleep(0.05)
