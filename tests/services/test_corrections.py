"""Appeals: facts put right after the draw, replayed with the same seed, and nobody loses a booth."""

from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.draws import Draw
from fairapp.models.requests import FactCorrection
from fairapp.services.allocations import allocate_by_hand
from fairapp.services.corrections import correct_fact, redraw_with_corrections
from tests.factories.after_draw import a_drawn_edition, held, waiting
from tests.factories.draws import ready_edition

WHY = "ثبتت البطاقة الصحية في التظلّم"


def refusal(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FairError, match=f"^{code}")


def test_a_correction_is_kept_apart_and_the_same_seed_says_what_it_is_worth(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"]] * 3)
    before, (_, last) = held(), waiting()
    published = db.session.scalars(select(Draw.result_sha256)).one()
    assert redraw_with_corrections(ready.actor.organisation_id, ready.id) == []
    correct_fact(ready.actor, ready.id, code=last.lower(), fact="accessible", value="yes", reason=WHY)
    changed = {
        one.code: (one.booths, one.would_be) for one in redraw_with_corrections(ready.actor.organisation_id, ready.id)
    }
    assert changed == {last: ((), ("A-01",)), before["A-01"]: (("A-01",), ())}
    assert held() == before, "a simulation takes nothing from anybody"
    assert db.session.scalars(select(Draw.result_sha256)).one() == published
    (kept,) = db.session.scalars(select(FactCorrection))
    assert (kept.fact, kept.before, kept.after, kept.reason) == ("accessible", False, True, WHY)
    allocate_by_hand(ready.actor, ready.id, booth="A-03", code=last, reason=WHY)
    assert held() == before | {"A-03": last}


def test_what_cannot_be_a_fact_is_refused(app: Flask) -> None:
    ready = a_drawn_edition()
    code = ready.codes[0]
    for fact, value, reason, wrong in (
        ("tier", "2", "", "reason-missing"),
        ("name", "x", WHY, "fact-unknown"),
        ("tier", "0", WHY, "fact-unreadable"),
        ("tier", "١", WHY, "fact-unreadable"),
        ("accessible", "perhaps", WHY, "fact-unreadable"),
        ("needs", "gold", WHY, "fact-unreadable"),
        ("groups", "open", WHY, "fact-unreadable"),
        ("craft", "alchemy", WHY, "fact-unreadable"),
        ("tier", "1", WHY, "fact-unchanged"),
    ):
        with refusal(wrong):
            correct_fact(ready.actor, ready.id, code=code, fact=fact, value=value, reason=reason)
    correct_fact(ready.actor, ready.id, code=code, fact="craft", value="weaving", reason=WHY)
    correct_fact(ready.actor, ready.id, code=code, fact="groups", value="rural، new", reason=WHY)
    kept = {one.fact: one.after for one in db.session.scalars(select(FactCorrection))}
    assert kept == {"craft": "weaving", "groups": ["new", "rural"]}


def test_there_is_nothing_to_correct_before_the_draw(app: Flask) -> None:
    ready = ready_edition()
    with refusal("not-drawn-yet"):
        correct_fact(ready.actor, ready.id, code=ready.codes[0], fact="tier", value="2", reason=WHY)
    with refusal("not-drawn-yet"):
        redraw_with_corrections(ready.actor.organisation_id, ready.id)
