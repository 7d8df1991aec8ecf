"""The log of SQLite is copied back by ourselves, under the write lock, while several processes write and read."""

import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from fairapp.config import REPOSITORY
from fairapp.db import engine_options
from fairapp.db_checkpoints import DUE, EACH_COMMIT, checkpoint, has_reset_bug

WRITERS = 3
ROWS = 12_000  # of each writer
OFTEN = 400  # work between two checkpoints, so that a short test has many
LONGEST = 3_000_000  # bytes; without checkpoints these writers make several times as much


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "told.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("pragma journal_mode=wal")
        made.execute("create table told (writer text, number int, told text, primary key (writer, number))")
        made.commit()
    return path


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """The database as the product opens it."""
    found = create_engine(f"sqlite:///{file}", **engine_options(f"sqlite:///{file}"))
    yield found
    found.dispose()


def written_at_once(file: Path, due: int) -> tuple[Counter[str], int]:
    """Rows acknowledged to each of several writing processes, and the longest log that any saw."""
    command = [sys.executable, "-m", "tests.faults.writing", f"sqlite:///{file}"]
    running = [
        subprocess.Popen([*command, f"w{at}", str(ROWS), str(due)], cwd=REPOSITORY, stdout=subprocess.PIPE)
        for at in range(WRITERS)
    ]
    told = [one.communicate()[0].split() for one in running]
    assert [one.returncode for one in running] == [0] * WRITERS
    return Counter({f"w{at}": int(rows) for at, (rows, _) in enumerate(told)}), max(int(size) for _, size in told)


def test_several_processes_write_and_the_log_stays_short(file: Path) -> None:
    acknowledged, longest = written_at_once(file, OFTEN)
    with closing(sqlite3.connect(file)) as found:
        assert found.execute("pragma integrity_check").fetchone() == ("ok",)
        stored = Counter(dict(found.execute("select writer, count(*) from told group by writer")))
    assert stored == acknowledged == Counter({f"w{at}": ROWS for at in range(WRITERS)})
    assert longest < LONGEST < file.stat().st_size / 2


def test_nobody_else_makes_checkpoints(file: Path, engine: Engine) -> None:
    """Without ours the log would only grow: SQLite's own, which take no write lock, are off."""
    before = file.stat().st_size
    with engine.connect() as kept:
        rows = [{"number": number, "told": "x" * 4_000} for number in range(2_000)]
        with engine.execution_options(immediate=True).begin() as connection:
            connection.execute(text("insert into told values ('one', :number, :told)"), rows)
        assert file.stat().st_size == before
        driver = kept.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        assert checkpoint(driver)
        assert file.stat().st_size > 8_000_000


def test_work_makes_one_due(engine: Engine) -> None:
    statements: list[str] = []
    writes = engine.execution_options(immediate=True)
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(statements.append)
    commits = 0
    while not any("wal_checkpoint" in statement for statement in statements):
        with writes.begin() as connection:
            connection.execute(text("insert into told values ('one', :number, '')"), {"number": commits})
        commits += 1
        assert commits <= DUE // EACH_COMMIT
    assert commits == -(-DUE // (EACH_COMMIT + 1))


def test_it_runs_under_the_write_lock(file: Path, engine: Engine) -> None:
    """While somebody writes there is none; while there is one, nobody writes."""
    statements: list[str] = []
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as other:
            other.execute("begin immediate")
            began = time.monotonic()
            assert not checkpoint(driver)
            assert time.monotonic() - began < 1, "nobody waits for a lock that the next commit will ask for again"
            other.execute("commit")

            def write_meanwhile(statement: str) -> None:
                statements.append(statement)
                if "wal_checkpoint" in statement:
                    with pytest.raises(sqlite3.OperationalError, match="locked"):
                        other.execute("begin immediate")

            driver.set_trace_callback(write_meanwhile)
            assert checkpoint(driver)
            driver.set_trace_callback(None)
            other.execute("begin immediate")
            other.execute("rollback")
    assert "PRAGMA wal_checkpoint(PASSIVE)" in statements


def test_a_reader_of_an_older_state_is_not_waited_for_long(file: Path, engine: Engine) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as reader, engine.connect() as connection:
        reader.execute("begin")
        reader.execute("select count(*) from told").fetchone()
        with engine.execution_options(immediate=True).begin() as writing:
            rows = [{"number": number, "told": "x" * 4_000} for number in range(9_000)]
            writing.execute(text("insert into told values ('one', :number, :told)"), rows)
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        began = time.monotonic()
        assert checkpoint(driver)
        assert time.monotonic() - began < 2
        assert reader.execute("select count(*) from told").fetchone() == (0,), "it reads what it began with"


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_versions_with_the_bug(version: tuple[int, int, int], bug: bool) -> None:
    assert has_reset_bug(version) is bug
