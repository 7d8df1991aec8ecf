"""A server in a process of its own and a real Chromium: what everything that people see is tried with.

The fixtures are taken up by ``tests/conftest.py``, once for the whole run.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from fairapp.application import MIGRATIONS, create_app
from fairapp.config import REPOSITORY, read_settings
from fairapp.db import db

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
    "Mobile Safari/537.36"
)
PATIENCE = 30_000
"""Milliseconds that a page is waited for on a busy machine."""


@dataclass(frozen=True, kw_only=True)
class LiveServer:
    """A running server and the settings it was started with."""

    url: str
    settings: dict[str, str]

    def set_clock(self, seconds: float) -> None:
        """Let the server's clock stand this far beside the real one."""
        Path(self.settings["FAIRAPP_INSTANCE"], "clock").write_text(str(seconds))


@contextmanager
def within(server: LiveServer) -> Iterator[Flask]:
    """The server's database from here: what factories make is there for its people."""
    app = create_app(read_settings(server.settings))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def serving(instance: Path, database_url: str = "", tree: Path = REPOSITORY) -> Iterator[LiveServer]:
    """Serve a database, migrated first: by default a new SQLite file in ``instance``. ``tree`` is where the code is."""
    port = _free_port()
    settings = {
        "FAIRAPP_INSTANCE": str(instance),
        "FAIRAPP_DATABASE_URL": database_url or f"sqlite:///{instance / 'fair.sqlite3'}",
        "FAIRAPP_PORT": str(port),
    }
    server = LiveServer(url=f"http://127.0.0.1:{port}", settings=settings)
    with within(server):
        upgrade(directory=str(MIGRATIONS))
    with (instance / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.served"],
            cwd=tree,
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )
    try:
        _await_answer(process, port, instance / "server.log")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/static/icon.svg")
            asked.getresponse().read()
            asked.close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start:\n{log.read_text('utf-8', 'replace')}")


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server over an empty database."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, for the whole run."""
    if CHROMIUM is None:
        pytest.skip("no Chromium found on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def a_desk(chromium: Browser, server: LiveServer, locale: str = "ar-SA") -> BrowserContext:
    """A browser on a desk, 1440 pixels wide."""
    context = chromium.new_context(base_url=server.url, locale=locale, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    return context


def a_phone(chromium: Browser, server: LiveServer, locale: str = "ar-SA") -> BrowserContext:
    """A cheap phone, 360 pixels wide."""
    context = chromium.new_context(
        base_url=server.url,
        locale=locale,
        viewport={"width": 360, "height": 740},
        user_agent=PHONE,
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
    )
    context.set_default_timeout(PATIENCE)
    return context
