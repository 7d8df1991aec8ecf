"""The driver's own transactions, and connections that die or are lent, on a real PostgreSQL."""

import time
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from fairapp import db as database
from fairapp.application import create_app
from fairapp.config import read_settings
from fairapp.db import Driver, db, engine_options, on_driver
from fairapp.services import ledger
from tests.factories.devices import DAY_1, a_sale, a_stall, on_day, sent


def test_what_fails_on_the_way_leaves_nothing(app: Flask) -> None:
    @on_driver
    def half_done(driver: Driver) -> None:
        driver.connection.cursor().execute("UPDATE device SET next_seq = 5")
        raise ValueError("interrupted")

    stall = a_stall()
    with pytest.raises(ValueError, match="interrupted"):
        half_done()
    with on_day(DAY_1):
        assert ledger.record_entries(stall.key, sent(a_sale(1))).next_seq == 2


def test_a_connection_that_died_while_it_rested_is_replaced(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "REST_SECONDS", 0.0)
    engine = create_engine(postgresql_url, **engine_options(postgresql_url))
    with engine.connect() as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [process])
    time.sleep(0.1)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != process
    engine.dispose()


def test_statements_stay_prepared_only_for_who_asks(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url, **engine_options(postgresql_url))
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        for _ in range(9):
            driver.execute("SELECT 1")
            driver.execute("SELECT 2", prepare=True)
        kept = driver.execute("SELECT statement FROM pg_prepared_statements").fetchall()
    engine.dispose()
    assert kept == [("SELECT 2",)]


def test_nothing_is_prepared_where_another_process_answers(postgresql_url: str) -> None:
    """As behind a pooler that lends processes: who answers is not who a connection was told of at its beginning."""
    engine = create_engine(postgresql_url, **engine_options(postgresql_url))
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        driver.prepare_threshold = None
        database.allow_prepared(driver, told=driver.info.backend_pid + 1)
        assert driver.prepare_threshold is None
        database.allow_prepared(driver, told=driver.info.backend_pid)
        assert driver.prepare_threshold is not None
    engine.dispose()


def test_an_upload_is_taken_in_where_nothing_stays_prepared(app: Flask) -> None:
    stall = a_stall()
    with db.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        if isinstance(driver, psycopg.Connection):
            driver.prepare_threshold = None
    with on_day(DAY_1):
        assert ledger.record_entries(stall.key, sent(a_sale(1), a_sale(2))).next_seq == 3


@pytest.mark.parametrize("url", ["postgresql+psycopg://fair@127.0.0.1:1/fair", "sqlite:////nowhere/at/all.sqlite3"])
def test_a_phone_is_told_to_come_again_while_the_database_is_away(tmp_path: Path, url: str) -> None:
    app = create_app(read_settings({"FAIRAPP_INSTANCE": str(tmp_path), "FAIRAPP_DATABASE_URL": url}))
    answer = app.test_client().post("/api/v1/ledger", json=sent(a_sale(1)), headers={"Authorization": "Bearer key"})
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
