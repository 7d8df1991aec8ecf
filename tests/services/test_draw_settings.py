"""Order, roster and ceilings: checked when they are set, part of what is committed, then frozen."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.draws import Draw
from fairapp.models.editions import Edition
from fairapp.services.clock import now
from fairapp.services.draw_settings import CraftCeiling, set_draw_settings
from fairapp.services.draws import commit_draw
from tests.factories.accounts import an_organisation
from tests.factories.draws import committed, ready_edition

CEILING = CraftCeiling(hall="A", craft="pottery", max=2)
GOOD: dict[str, Any] = {"order": "seniority", "roster": ["new", " open "], "ceilings": [CEILING]}


def test_settings_are_in_the_committed_snapshot(app: Flask) -> None:
    ready = ready_edition()
    set_draw_settings(ready.actor, ready.id, **GOOD)
    committed(ready)
    snapshot = json.loads(db.session.scalars(select(Draw.snapshot)).one())
    assert snapshot["order"] == "seniority"
    assert snapshot["roster"] == ["new", "open"]
    assert snapshot["ceilings"] == [{"craft": "pottery", "hall": "A", "max": 2}]
    with pytest.raises(FairError, match="draw-committed"):
        set_draw_settings(ready.actor, ready.id, **GOOD)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"order": "beauty"}, "unknown-order"),
        ({"roster": ["new"] * 101}, "roster-too-long"),
        ({"roster": ["a\u202eb"]}, "text-has-controls"),
        ({"ceilings": [CEILING, CEILING]}, "ceiling-repeated"),
        ({"ceilings": [CraftCeiling(hall="Z", craft="pottery", max=1)]}, "unknown-hall"),
        ({"ceilings": [CraftCeiling(hall="*", craft="alchemy", max=1)]}, "unknown-craft"),
        ({"ceilings": [CraftCeiling(hall="*", craft="pottery", max=-1)]}, "ceiling-out-of-range"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(app: Flask, change: dict[str, Any], code: str) -> None:
    ready = ready_edition()
    with pytest.raises(FairError, match=f"^{code}"):
        set_draw_settings(ready.actor, ready.id, **GOOD | change)
    assert db.session.scalars(select(Edition.draw_settings)).one() == {}


def test_another_organisation_sets_nothing(app: Flask) -> None:
    ready = ready_edition()
    with pytest.raises(FairError, match="unknown-edition"):
        set_draw_settings(an_organisation("stranger"), ready.id, **GOOD)


def test_families_have_the_time_to_object_that_the_settings_say(app: Flask) -> None:
    ready = ready_edition()
    digits = {"seed_source": "dice"}
    with pytest.raises(FairError, match=r"^dispute-window-short \(hours=24\)"):
        commit_draw(ready.actor, ready.id, seed_at=now() + timedelta(hours=23), **digits)
    with pytest.raises(FairError, match=r"^dispute-window-out-of-range"):
        set_draw_settings(ready.actor, ready.id, **GOOD, dispute_hours=721)
    set_draw_settings(ready.actor, ready.id, **GOOD, dispute_hours=2)
    set_draw_settings(ready.actor, ready.id, **GOOD)
    with pytest.raises(FairError, match=r"^dispute-window-short \(hours=2\)"):
        commit_draw(ready.actor, ready.id, seed_at=now() + timedelta(hours=1), **digits)
    commit_draw(ready.actor, ready.id, seed_at=now() + timedelta(hours=3), **digits)
