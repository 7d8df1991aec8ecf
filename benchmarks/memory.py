"""What one server process holds in memory after 100,000 sales, on both databases: its peak, against a fixed limit.

Sales come over HTTP from twenty tills, fifty a request, to the product as it is served. The peak is what the system
counts for the worker (``VmHWM``: resident, with the code that it shares with its parent). Linux only.
"""

import re
import tempfile
from pathlib import Path

from benchmarks.servers import Sales, Sender, databases, migrated, started
from benchmarks.table import Row
from fairapp.db import db
from tests.factories.devices import a_running_stall, another_stall

SALES = 100_000
BATCH = 50
TILLS = 20
LIMIT_MB = 200.0


def rows(quick: bool = False) -> list[Row]:
    """One row a database."""
    sales = SALES // 50 if quick else SALES
    with tempfile.TemporaryDirectory() as name, databases(Path(name)) as urls:
        return [_row(Path(name) / database, database, url, sales) for database, url in urls.items()]


def _row(folder: Path, database: str, url: str, sales: int) -> Row:
    folder.mkdir()
    with migrated(folder, url).app_context():
        first = a_running_stall()
        keys = [first.key, *(another_stall(first.actor, first.edition_id).key for _ in range(TILLS - 1))]
        db.session.remove()
        db.engine.dispose()
    given = {"FAIRAPP_INSTANCE": str(folder / "instance"), "FAIRAPP_DATABASE_URL": url}
    with started("wsgi:app", given) as (port, parent):
        for key in keys:
            Sender(port, key).seconds(Sales().uploads(sales // TILLS // BATCH, BATCH))
        peak = max(_peak_mb(worker) for worker in _children(parent))
    return Row(
        name=f"memory of a server process, {sales:,} sales, {database}",
        ours=peak,
        limit=LIMIT_MB,
        unit="MB",
        aim=1,
        at_least=False,
    )


def _children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _peak_mb(process: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    if found is None:
        raise RuntimeError(f"the system tells nothing of process {process}")
    return int(found[1]) / 1000
