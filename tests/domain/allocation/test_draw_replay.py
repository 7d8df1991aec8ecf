"""P5: the same snapshot and digits give the same bytes, in another process, under every Python there is."""

import os
import subprocess
from pathlib import Path

import pytest

from fairapp.domain.allocation import canonical, draw
from tests.domain.allocation.draw_interpreters import interpreters
from tests.domain.allocation.draw_snapshots import random_snapshot

ROOT = Path(__file__).parents[3]
FAIRS = 25

PROGRAM = """
import json, sys
from fairapp.domain.allocation import canonical, draw
for line in sys.stdin:
    print(canonical(draw(json.loads(line), "314159")).decode())
"""


@pytest.mark.parametrize("hash_seed", ["1", "2"])
@pytest.mark.parametrize("python", interpreters())
def test_p5_byte_identical(python: str, hash_seed: str) -> None:
    snapshots = [random_snapshot(number, most_requests=12, most_booths=12) for number in range(FAIRS)]
    snapshots += [snapshot | {"edition": "دورة جدة"} for snapshot in snapshots[:3]]
    here = [canonical(draw(snapshot, "314159")) for snapshot in snapshots]
    replayed = subprocess.run(
        [python, "-B", "-S", "-c", PROGRAM],
        input=b"\n".join(canonical(snapshot) for snapshot in snapshots),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert replayed.stdout.splitlines() == here
