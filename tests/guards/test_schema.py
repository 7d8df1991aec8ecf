"""The organisation's wall stands in the schema, and the migrations build exactly that schema, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.schema import CreateTable

from fairapp.application import MIGRATIONS, create_app
from fairapp.config import read_settings
from fairapp.db import db
from fairapp.services.ledger import record_entries
from fairapp.services.ledger_proof import find_broken_links
from tests.factories.desk import enter, projections, told
from tests.factories.devices import DAY_1, a_sale, a_stall, on_day, sent

WALL = "organisation_id"
TABLES = sorted(db.metadata.tables.values(), key=lambda table: table.name)
NAMES = [table.name for table in TABLES]

# What does not stand behind the wall, and why.
OUTSIDE = {"organisation": "it is the wall: its key is organisation_id alone"}

UNTIED = {"sign_in_attempt": "counts attempts before anyone is known, so of no organisation"}

each_table = pytest.mark.parametrize("table", TABLES, ids=NAMES)


def unique_sets(table: sa.Table) -> list[set[str]]:
    constraints = [set(c.columns.keys()) for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    return constraints + [{c.name for c in index.columns} for index in table.indexes if index.unique]


def test_the_guards_see_the_tables() -> None:
    assert len(TABLES) > 20
    assert set(OUTSIDE) < set(NAMES)


@each_table
def test_the_primary_key_is_organisation_and_id(table: sa.Table) -> None:
    wanted = [WALL] if table.name in OUTSIDE else [WALL, "id"]
    assert [column.name for column in table.primary_key.columns] == wanted


@each_table
def test_every_unique_key_carries_the_organisation(table: sa.Table) -> None:
    assert [sorted(columns) for columns in unique_sets(table) if WALL not in columns] == []


@each_table
def test_every_foreign_key_carries_the_organisation_on_both_ends(table: sa.Table) -> None:
    for key in table.foreign_key_constraints:
        ends = {element.parent.name: element.column.name for element in key.elements}
        assert ends.get(WALL) == WALL, f"{table.name}: {ends}"


@each_table
def test_every_table_is_tied_to_its_organisation(table: sa.Table) -> None:
    """No row may belong to an organisation that is not there."""
    assert bool(table.foreign_key_constraints) != (table.name in OUTSIDE | UNTIED)


@each_table
def test_money_columns_are_whole_minor_units(table: sa.Table) -> None:
    for column in table.columns:
        assert not isinstance(column.type, sa.Float | sa.Numeric), f"{table.name}.{column.name}"
        if column.name.endswith("_minor"):
            assert isinstance(column.type, sa.BigInteger), f"{table.name}.{column.name}"


def test_every_table_can_be_distributed_by_organisation(postgresql_session_app: Flask) -> None:
    """PostgreSQL refuses a partitioned table any of whose keys lacks the partition column: it checks our wall."""
    with postgresql_session_app.app_context(), db.engine.connect() as connection:
        connection.execute(sa.text("create schema distributed"))
        connection.execute(sa.text("set local search_path to distributed"))
        for table in db.metadata.sorted_tables:
            statement = str(CreateTable(table).compile(dialect=connection.dialect)).rstrip()
            connection.execute(sa.text(f"{statement} partition by hash ({WALL})"))
            for remainder in range(2):
                name = f"{table.name}_{remainder}"
                part = (
                    f"create table {name} partition of {table.name} for values with (modulus 2, remainder {remainder})"
                )
                connection.execute(sa.text(part))
            for index in table.indexes:
                index.create(connection)
        made = connection.scalar(sa.text("select count(*) from pg_partitioned_table"))
        connection.rollback()
    assert made == len(TABLES)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that holds nothing at all."""
    url = f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    name = "bare_" + tmp_path.name.replace("-", "_").lower()[-40:]
    if request.param == "postgresql":
        server = sa.make_url(request.getfixturevalue("postgresql_url"))
        root = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            connection.execute(sa.text(f'create database "{name}"'))
        root.dispose()
        url = server.set(database=name).render_as_string(hide_password=False)
    app = create_app(read_settings({"FAIRAPP_INSTANCE": str(tmp_path), "FAIRAPP_DATABASE_URL": url}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, db.metadata))


def test_migrations_equal_the_models_and_come_down_again(bare_app: Flask) -> None:
    upgrade(directory=str(MIGRATIONS))
    assert differences() == []
    downgrade(directory=str(MIGRATIONS), revision="base")
    assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade(directory=str(MIGRATIONS))
    assert differences() == []


def test_migrations_go_down_and_up_again_under_a_ledger(bare_app: Flask) -> None:
    """With rows in every table that they change, and rows elsewhere that point at these."""
    upgrade(directory=str(MIGRATIONS))
    stall = a_stall()
    with on_day(DAY_1):
        record_entries(stall.key, sent(a_sale(1), a_sale(2)))
    enter(stall, told())
    before = projections()
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision="0001")
    upgrade(directory=str(MIGRATIONS))
    assert projections() == before
    assert find_broken_links(stall.actor.organisation_id, stall.edition_id) == []
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def test_there_is_one_head() -> None:
    revisions = [path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")]
    assert revisions
    assert len({name[:4] for name in revisions}) == len(revisions), "two migrations with one number"
