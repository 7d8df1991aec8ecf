"""Alembic's environment, through Flask-Migrate."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

extension = current_app.extensions["migrate"]
database = extension.db


def run_migrations(connection: Connection) -> None:
    """Run inside one transaction, so that a migration happens or does not."""
    context.configure(connection=connection, target_metadata=database.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        before = context.get_context().get_current_heads()
        context.run_migrations()
        if connection.dialect.name == "sqlite" and context.get_context().get_current_heads() != before:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"a migration left rows that point at nothing: {broken[:5]}")


def run_online(connection: Connection) -> None:
    """SQLite changes a table by making it anew and dropping the old one, at which rows elsewhere would still point."""
    if connection.dialect.name != "sqlite":
        run_migrations(connection)
        connection.commit()
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # before the transaction: inside one it says nothing
    try:
        run_migrations(connection)
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    context.configure(url=str(database.engine.url), target_metadata=database.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with database.engine.connect() as engine_connection:
        run_online(engine_connection)
