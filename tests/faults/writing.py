"""One of several processes that write to a SQLite database as the product does, and count what was acknowledged.

``python -m tests.faults.writing URL NAME ROWS DUE`` prints how many rows were committed, and the longest log it saw.
"""

import os
import sys

from sqlalchemy import create_engine, text

from fairapp import db_checkpoints
from fairapp.db import engine_options

BATCH = 40


def main(url: str, name: str, rows: int, due: int) -> None:
    """Write batches and read between them; each row is the writer's name, its number and 200 bytes."""
    db_checkpoints.DUE = due
    engine = create_engine(url, **engine_options(url))
    writes = engine.execution_options(immediate=True)
    acknowledged, longest = 0, 0
    while acknowledged < rows:
        batch = [{"writer": name, "number": acknowledged + at, "told": "x" * 200} for at in range(BATCH)]
        with writes.begin() as connection:
            connection.execute(text("insert into told values (:writer, :number, :told)"), batch)
        acknowledged += BATCH
        with engine.connect() as connection:
            connection.execute(text("select count(*) from told where writer = :writer"), {"writer": name}).scalar_one()
        longest = max(longest, os.stat(f"{engine.url.database}-wal").st_size)
    engine.dispose()
    sys.stdout.write(f"{acknowledged} {longest}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
