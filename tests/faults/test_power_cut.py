"""What was acknowledged survives a power cut; and it would not, were the disk not waited for at every commit."""

from pathlib import Path

import pytest
from flask import Flask

from fairapp import db_checkpoints
from tests.factories.devices import DAY_1, a_sale, a_stall, on_day, sent
from tests.faults.power import SYNCHRONOUS, Traced, cut_power, trace_uploads

UPLOADS = 30


def traced_uploads() -> Traced:
    stall = a_stall()
    with on_day(DAY_1):
        bodies = [sent(*(a_sale(3 * upload + at, 100) for at in (1, 2, 3))) for upload in range(UPLOADS)]
        return trace_uploads(stall.key, bodies)


def test_no_acknowledged_sale_is_lost(sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_checkpoints, "DUE", 400)
    traced = traced_uploads()
    assert traced.pragmas["journal_mode"] == "wal"
    assert traced.uploads[-1][1] == 3 * UPLOADS
    ours = cut_power(traced, tmp_path, traced.pragmas["synchronous"])
    assert traced.checkpoints >= 3, "the log is copied back now and then; that too is cut"
    assert (ours.cuts, ours.losing, ours.damaged) == (UPLOADS + traced.checkpoints, 0, 0)
    for lazy in ("NORMAL", "OFF"):
        lost = cut_power(traced, tmp_path, SYNCHRONOUS[lazy]).losing
        assert lost > UPLOADS // 2, f"the cuts must be felt with synchronous={lazy}"
