"""The life of an edition as one line: where it stands and what is due, day by day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from fairapp.queries.edition_life import EditionLife, get_life
from fairapp.queries.editions import get_edition_by_id, list_sessions
from fairapp.queries.requests import RequestFilter, list_request_ids
from fairapp.services.editions import set_request_window, set_sessions
from fairapp.services.floor_plan import draw_plan, publish_plan
from fairapp.services.requests import decide_requests, submit_request
from fairapp.web.edition_line import list_due, steps_of
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition, an_exhibitor

OPENS = datetime(2014, 10, 1, 5, tzinfo=UTC)
CLOSES = datetime(2014, 10, 20, 20, tzinfo=UTC)


def test_what_is_due_follows_the_edition(sqlite_app: Flask) -> None:
    actor = an_organisation(language="en")
    edition_id = an_edition(actor)
    mine = actor.organisation_id, edition_id

    def due(moment: datetime) -> list[str]:
        row = get_edition_by_id(*mine)
        with sqlite_app.test_request_context(headers={"Accept-Language": "en"}):
            return [one.sentence for one in list_due(row, get_life(mine[0], row), list_sessions(*mine), moment)]

    assert due(OPENS) == [
        "Say on which days and at which hours the fair is open.",
        "Draw the halls: one sentence a hall is enough.",
    ]
    set_sessions(actor, edition_id, dates=[date(2014, 12, 3)], opens=time(21), closes=time(2), cut_off_minutes=60)
    draw_plan(actor, edition_id, PLAN)
    assert due(OPENS) == ["The plan is a draft. Publish it so that families can choose."]
    publish_plan(actor, edition_id)
    assert due(OPENS) == ["Say from when to when families may ask for a booth."]
    set_request_window(actor, edition_id, opens_at=OPENS, closes_at=CLOSES, terms="")
    assert due(OPENS) == []
    assert due(CLOSES - timedelta(days=2)) == ["Requests close on 20 October 2014, 23:00."]
    submit_request(actor, edition_id, exhibitor_id=an_exhibitor(actor), craft_id=None, choices=["A/std"])
    assert due(OPENS) == ["1 request waits for a decision."]
    decide_requests(actor, edition_id, list_request_ids(*mine, RequestFilter()), eligible=True)
    assert due(CLOSES) == ["Every request is decided. The draw can be committed."]
    morning, night = datetime(2014, 12, 3, 6, tzinfo=UTC), datetime(2014, 12, 3, 22, tzinfo=UTC)
    assert due(morning)[0] == "Session 1 opens today at 21:00."
    assert due(night)[0] == "Session 1 is open until 02:00."


@pytest.mark.parametrize(
    ("life", "now_at", "done"),
    [
        (EditionLife(), "Register", 0),
        (EditionLife(exhibitors=5), "Plan", 1),
        (EditionLife(plan_published=True), "Requests", 2),
        (EditionLife(plan_published=True, committed=True), "Draw", 3),
        (EditionLife(plan_published=True, committed=True, drawn=True, offered=2, confirmed=1), "Confirmations", 4),
        (EditionLife(drawn=True, confirmed=3), "Fair", 5),
        (EditionLife(last_cut_off_at=OPENS - timedelta(days=1)), "Results", 6),
    ],
)
def test_the_line_has_one_step_that_is_now(sqlite_app: Flask, life: EditionLife, now_at: str, done: int) -> None:
    actor = an_organisation()
    row = get_edition_by_id(actor.organisation_id, an_edition(actor))
    with sqlite_app.test_request_context(headers={"Accept-Language": "en"}):
        steps = steps_of(row, life, OPENS)
        assert [str(step.name) for step in steps if step.state == "now"] == [now_at]
        assert [step.state for step in steps].count("done") == done
        assert len(steps) == 7
        assert all(step.href.startswith("/") for step in steps), "every step leads to its page"
