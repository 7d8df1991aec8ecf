"""Two organisers at one drawing: the second is told, nothing is half-done: on both databases."""

import threading
import uuid
from collections.abc import Callable

from flask import Flask

from fairapp.db import db
from fairapp.domain.booth_numbers import NumberScheme
from fairapp.domain.errors import FairError
from fairapp.queries.floor_plan import list_booths
from fairapp.queries.plan_versions import find_published
from fairapp.services.plan_changes import BoothChange, PlanChanges
from fairapp.services.plan_editing import edit_drawing, revision_of
from fairapp.services.plan_versions import publish_plan
from fairapp.services.renumbering import renumber_hall
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """The codes of those that were refused."""
    codes: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
            except FairError as error:
                codes.append(error.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()  # what was read before is not what stands now
    return codes


def test_of_two_who_looked_at_the_same_drawing_one_is_told(app: Flask) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    seen = revision_of(actor, edition_id)
    ids = {booth.number: booth.id for booth in list_booths(actor.organisation_id, edition_id)}

    def moving(number: str) -> Callable[[], object]:
        change = BoothChange(booth_id=ids[number], y_mm=0)
        return lambda: edit_drawing(actor, edition_id, "A", PlanChanges(revision=seen, booths=(change,)))

    assert at_once(app, *(moving(f"A-0{n}") for n in range(1, 6))) == ["plan-changed-meanwhile"] * 4
    moved = [booth.number for booth in list_booths(actor.organisation_id, edition_id) if booth.y_mm == 0]
    assert len(moved) == 1


def test_renumbering_publishing_and_moving_at_once_leave_one_plan(app: Flask) -> None:
    actor = an_organisation()
    edition_id = an_edition(actor, plan=PLAN)
    booth: uuid.UUID = list_booths(actor.organisation_id, edition_id)[0].id
    change = PlanChanges(revision=None, booths=(BoothChange(booth_id=booth, y_mm=0),))
    refused = at_once(
        app,
        lambda: renumber_hall(actor, edition_id, "A", NumberScheme(prefix="N-")),
        lambda: edit_drawing(actor, edition_id, "A", change),
        lambda: renumber_hall(actor, edition_id, "B", NumberScheme(prefix="M-")),
        lambda: publish_plan(actor, edition_id),
    )
    assert refused == []
    publish_plan(actor, edition_id)
    live = find_published(actor.organisation_id, edition_id)
    assert live is not None
    assert {one.number[0] for one in live.booths} == {"N", "M"}
    assert list(live.booths) == list_booths(actor.organisation_id, edition_id)
