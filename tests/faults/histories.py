"""Histories of the state machine outside the suite: as many as wanted, from one seed."""

import traceback
from collections.abc import Callable

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.organisations import Organisation
from tests.faults.test_state_machine import Fair

STEPS = 25
TELL_EVERY = 50


def check_empty() -> None:
    """Raises ``ValueError``: histories end with every table emptied, and sums are compared with nothing else there."""
    held = db.session.scalar(select(func.count()).select_from(Organisation))
    db.session.remove()
    if held:
        raise ValueError("This database is not empty: name one that holds nothing yet.")


def try_histories(number: int, first_seed: int, say: Callable[[str], None]) -> int:
    """How many failed: 0, or 1, for the first that does is made as short as it can be, told, and ends the search."""
    told = settings(
        max_examples=number,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    tried = 0

    class Counted(Fair):
        def __init__(self) -> None:
            super().__init__()
            nonlocal tried
            tried += 1
            if tried % TELL_EVERY == 0:
                say(f"{tried} of {number} histories …")

    try:
        run_state_machine_as_test(seed(first_seed)(Counted), settings=told)
    except Exception:  # whatever a history raises is what it found
        say(traceback.format_exc())
        return 1
    return 0
