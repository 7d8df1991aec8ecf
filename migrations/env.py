"""Alembic's environment, through Flask-Migrate."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

extension = current_app.extensions["migrate"]
database = extension.db


def run_migrations(connection: Connection) -> None:
    """Run inside one transaction, so that a migration happens or does not."""
    context.configure(
        connection=connection, target_metadata=database.metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    context.configure(url=str(database.engine.url), target_metadata=database.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with database.engine.connect() as engine_connection:
        run_migrations(engine_connection)
        engine_connection.commit()
