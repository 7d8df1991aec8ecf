"""A register of 7,386 rows as XLSX, given, read, compared and written, against calamine reading the same file alone.

Ours is everything between the bytes and the commit: the archive looked at and inflated under limits, every cell
cleaned, names folded, telephones and national numbers read, each row compared with the register, all written in one
transaction on SQLite with ``synchronous=FULL``; first into an empty register, then the same file again, which changes
nothing.
Both run in turn, in five organisations of one database; medians of CPU time, because the longer of two works loses more
to whatever else a shared machine does (the wait for the disk at the one commit, some milliseconds, is left out by it).
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable

from flask_migrate import upgrade
from python_calamine import CalamineWorkbook

from benchmarks.table import Row
from fairapp.application import MIGRATIONS, create_app
from fairapp.config import read_settings
from fairapp.services.audit import Actor
from fairapp.services.crafts import seed_crafts
from fairapp.services.organisations import set_up_organisation
from fairapp.services.register_imports import upload_register, write_import
from tests.factories.register_files import a_register, as_xlsx

ROWS = 7386
ROUNDS = 5
AIM = 15


def rows() -> list[Row]:
    """Seconds to import the file, new and again."""
    content = as_xlsx(a_register(ROWS))
    new, again, limit = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read_settings({"FAIRAPP_INSTANCE": folder}))
        with app.app_context():
            upgrade(directory=str(MIGRATIONS))
            for number in range(ROUNDS):
                actor = set_up_organisation(slug=f"bench-{number}", name="bench", country="DZ", language="ar")
                seed_crafts(actor)
                limit.append(_timed(lambda: _read_alone(content), ROWS))
                new.append(_timed(lambda actor=actor: _imported(actor, content), ROWS))
                again.append(_timed(lambda actor=actor: _imported(actor, content), 0))
    each = {"limit": statistics.median(limit), "unit": "CPU seconds", "aim": AIM, "at_least": False}
    return [
        Row(name="import of 7,386 rows XLSX, new", ours=statistics.median(new), **each),
        Row(name="import of 7,386 rows XLSX, again", ours=statistics.median(again), **each),
    ]


def _read_alone(content: bytes) -> int:
    return len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()) - 1


def _imported(actor: Actor, content: bytes) -> int:
    import_id = upload_register(actor, file_name="register.xlsx", content=content)
    return write_import(actor, import_id, person_key="a key of this measurement").imported


def _timed(work: Callable[[], int], expected: int) -> float:
    start = time.process_time()
    done = work()
    spent = time.process_time() - start
    assert done == expected, "what is measured is the whole work"
    return spent
