"""The state of the database itself: is it there, is it the one this code expects, and bringing it up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import sqlite_version

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect
from sqlalchemy.exc import DBAPIError, OperationalError

from fairapp.db import db
from fairapp.db_checkpoints import has_reset_bug
from fairapp.domain.errors import Unready

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def check_schema() -> None:
    """Raises ``Unready``: ``database-missing``, ``database-behind`` or ``database-ahead`` of this code."""
    known = ScriptDirectory(str(MIGRATIONS))
    with telling_database_errors():
        file = db.engine.url.database
        if db.engine.dialect.name == "sqlite" and file != ":memory:" and not Path(str(file)).exists():
            raise Unready("database-missing")
        with db.engine.connect() as connection:
            present = set(MigrationContext.configure(connection).get_current_heads())
    if not present:
        raise Unready("database-missing")
    if present - {script.revision for script in known.walk_revisions()}:
        raise Unready("database-ahead")
    if present != set(known.get_heads()):
        raise Unready("database-behind")


def migrate_database() -> None:
    """Bring the database to this code's schema, making it when it is not there."""
    with telling_database_errors():
        flask_migrate.upgrade(directory=str(MIGRATIONS))


def faulty_sqlite() -> str:
    """The version of SQLite, when this database is kept by one with the WAL-reset bug; "" otherwise."""
    return sqlite_version if db.engine.dialect.name == "sqlite" and has_reset_bug() else ""


def has_schema() -> bool:
    """Whether there is anything of ours in the database."""
    with telling_database_errors():
        return inspect(db.engine).has_table("organisation")


def drop_schema() -> None:
    """Drop every table there is, whichever release made it."""
    found = MetaData()
    with telling_database_errors():
        found.reflect(db.engine)
        found.drop_all(db.engine)


def close_connections() -> None:
    """Give every connection back, for a process that is about to end or to hand over."""
    db.session.remove()
    db.engine.dispose()


@contextmanager
def telling_database_errors() -> Iterator[None]:
    """Turn what a driver says about a missing, old or locked database into ``Unready``; pass anything else on."""
    try:
        yield
    except DBAPIError as error:
        told = str(error.orig)
        if "locked" in told:
            raise Unready("database-locked") from error
        if "no such" in told or "does not exist" in told:
            raise Unready("database-behind") from error
        if "malformed" in told or "not a database" in told:
            raise Unready("database-damaged") from error
        if isinstance(error, OperationalError):  # cannot be opened, refuses connections
            raise Unready("database-unreachable") from error
        raise
