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


@contextmanager
def a_server(settings: Settings) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The product as it is served, in a process group of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "1"]
    command += ["--log-level", "error", "--port", str(port), "wsgi:app"]
    given = {"FAIRAPP_INSTANCE": str(settings.instance), "FAIRAPP_DATABASE_URL": settings.database_url}
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **given},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert process.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        yield port, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/static/icon.svg")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
