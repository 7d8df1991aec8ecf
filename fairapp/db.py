"""The database: one engine, one session a request, and the only way to open a transaction.

SQLite runs in WAL with ``synchronous=FULL`` and takes its write lock at the start of a transaction (SQLAlchemy's
default begins late and loses updates silently); ``db_checkpoints.py`` keeps its log short. PostgreSQL runs
READ COMMITTED; callers lock the rows they decide on.
"""

import functools
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Dialect, Engine, MetaData, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from fairapp.db_checkpoints import PRAGMAS
from fairapp.domain.errors import Unready

P = ParamSpec("P")
R = TypeVar("R")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
SERIALIZATION_FAILURES = {"40001", "40P01"}
ATTEMPTS = 4
BUSY_MILLISECONDS = 15_000
REST_SECONDS = 1.0


class Base(DeclarativeBase):
    """Declarative base with one naming convention, so that migrations can name every constraint."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def engine_options(url: str) -> dict[str, Any]:
    """Pool and driver options for a database URL."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False}}
    options = "-c statement_timeout=60000 -c lock_timeout=20000 -c timezone=utc"
    return {"connect_args": {"prepare_threshold": None, "options": options}}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        own = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}")
        for pragma in (*own, *PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, record: object) -> None:
    if isinstance(connection, psycopg.Connection):
        allow_prepared(connection, told=connection.info.backend_pid)


def allow_prepared(connection: "psycopg.Connection[Any]", told: int) -> None:
    """Let the ledger keep its statements prepared where each connection has a server process of its own.

    Behind a pooler that lends processes by transaction (PgBouncer before 1.21), what was prepared is gone at the next
    turn. There the process that answers is not ``told``, the one that the connection was told of at its beginning.
    """
    answering = connection.execute("SELECT pg_backend_pid()").fetchone()
    connection.rollback()
    if answering == (told,):
        connection.prepare_threshold = sys.maxsize  # nothing by itself, only what asks for it


@event.listens_for(Pool, "checkin")
def _lay_down(connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _wake(connection: Any, record: ConnectionPoolEntry, borrowed: object) -> None:
    """Ask a connection that has rested whether it still lives. One that was used a moment ago is not asked again."""
    if not isinstance(connection, psycopg.Connection) or "rests_since" not in record.info:
        return
    if time.monotonic() - record.info["rests_since"] > REST_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error  # the pool throws it away and makes another


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def transactional(service: Callable[P, R]) -> Callable[P, R]:
    """Run a whole service function as one transaction.

    A service called by another joins the outer transaction. The outermost commits when the function returns and rolls
    back on any error. Deadlocks and serialization failures of PostgreSQL are retried; a database that stays locked is
    reported as ``Unready("database-locked")``.
    """

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if db.session.info.get("transaction"):
            return service(*args, **kwargs)
        return _retried(functools.partial(_run_once, service, *args, **kwargs))

    return run


@dataclass(frozen=True)
class Driver:
    """The driver's own connection, inside a transaction that is begun and ended elsewhere."""

    connection: Any
    dialect: Dialect


def session_driver() -> Driver:
    """The connection of the session's transaction: what is said on it belongs to that transaction."""
    connection = db.session.connection()
    return Driver(connection.connection.dbapi_connection, connection.dialect)


def in_transaction() -> bool:
    """Whether a service further out has opened the transaction."""
    return db.session.registry.has() and bool(db.session.info.get("transaction"))


def on_driver(service: Callable[Concatenate[Driver, P], R]) -> Callable[P, R]:
    """As ``transactional``, for what is done so often that a session costs more than the work itself.

    The service gets a ``Driver`` and must not use the session: that is another connection. It cannot join.
    """

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return _retried(functools.partial(_run_on_driver, service, *args, **kwargs))

    return run


def _retried(run: Callable[[], R]) -> R:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return run()
        except DBAPIError as error:
            if attempt == ATTEMPTS or not _worth_retrying(error):
                raise _told(error) from error
            time.sleep(0.02 * attempt)
    raise AssertionError("unreachable")


def _run_once(service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    db.session.rollback()  # ends the read transaction of this request, so that the write begins on what is true now
    db.session.info["transaction"] = True
    try:
        db.session.connection(execution_options={"immediate": True})
        result = service(*args, **kwargs)
        db.session.commit()
        return result
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop("transaction", None)


def _run_on_driver(service: Callable[Concatenate[Driver, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    if db.session.registry.has():
        db.session.rollback()  # as above: what this request reads later is true after the write
    engine = db.engine
    dialect = engine.dialect
    kind: Any = dialect.loaded_dbapi.Error
    try:
        pooled = engine.raw_connection()
    except kind as error:
        raise driver_error(dialect, error) from error
    try:
        if dialect.name == "sqlite":
            pooled.cursor().execute("BEGIN IMMEDIATE")
        result = service(Driver(pooled.dbapi_connection, dialect), *args, **kwargs)
        pooled.commit()
        return result
    except kind as error:
        raise driver_error(dialect, error) from error
    finally:
        pooled.close()  # the pool rolls back what was not committed


def driver_error(dialect: Dialect, error: Any, sql: str = "") -> BaseException:
    """The driver's error as the rest of the product knows it, so that what is worth retrying is retried."""
    kind: Any = dialect.loaded_dbapi.Error
    told: BaseException = DBAPIError.instance(sql, None, error, kind, dialect=dialect)
    return told


def _worth_retrying(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in SERIALIZATION_FAILURES


def _told(error: DBAPIError) -> Exception:
    if isinstance(error, OperationalError) and "database is locked" in str(error.orig):
        return Unready("database-locked")
    return error
