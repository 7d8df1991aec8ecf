"""What the fixtures do to a database."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from fairapp.db import db


class Browser(FlaskClient):
    """A client whose every request gets a context of its own, as on a server, although the test has one open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()  # so that the test reads what the request wrote, not an older snapshot
        with self.application.app_context():
            return super().open(*args, **kwargs)


def empty_tables() -> None:
    """Delete every row; foreign keys are looked away from meanwhile."""
    postgresql = db.engine.dialect.name == "postgresql"
    with db.engine.connect() as connection:
        if postgresql:
            connection.execute(text("set session_replication_role = replica"))
        else:
            connection.connection.execute("pragma foreign_keys=off")  # type: ignore[attr-defined]  # the driver's own
        for table in db.metadata.tables.values():
            connection.execute(table.delete())
        connection.commit()
        if postgresql:
            connection.execute(text("set session_replication_role = origin"))
            connection.commit()
        else:
            connection.connection.execute("pragma foreign_keys=on")  # type: ignore[attr-defined]  # the driver's own
