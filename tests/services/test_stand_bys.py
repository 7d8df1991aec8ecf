"""The morning: who does not come, who is excused, who takes the empty place today, and what it means next time."""

import threading
import uuid
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.attendance import Forfeit, StandByPlace
from fairapp.models.editions import Edition
from fairapp.models.requests import BoothRequest
from fairapp.queries.absences import list_absences
from fairapp.services.absences import excuse_absence, forfeit_absent
from fairapp.services.allocations import confirm_allocations
from fairapp.services.attendance import record_arrivals
from fairapp.services.clock import replaying
from fairapp.services.edition_copy import copy_edition
from fairapp.services.requests import submit_request
from fairapp.services.stand_bys import leave_stand_by, look_at, mark_present, place_stand_by
from tests.factories.after_draw import ended_of, held, holds, ids_of, records, waiting
from tests.factories.draws import OPENING, ReadyEdition, drawn, ready_edition

MORNING = OPENING - timedelta(hours=2)
LATE = OPENING + timedelta(minutes=61)
NEXT_LATE = LATE + timedelta(days=1)
WHY = "ولادة"


def refusal(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FairError, match=f"^{code}")


def at_the_fair(**how: object) -> ReadyEdition:
    """Drawn two days before, and everyone confirmed."""
    with replaying(OPENING - timedelta(days=2)):
        ready = ready_edition(**how)  # type: ignore[arg-type]  # passed through as given
        drawn(ready)
        confirm_allocations(ready.actor, ready.id, ids_of(*set(held().values())))
    return ready


def find_settings(edition_id: uuid.UUID) -> tuple[int, int]:
    edition = db.session.scalars(select(Edition).where(Edition.id == edition_id)).one()
    return edition.confirmation_hours, edition.patience_minutes


def came(ready: ReadyEdition, session: int, *codes: str) -> None:
    who = [ready.exhibitors[ready.codes.index(code)] for code in codes]
    record_arrivals(ready.actor, ready.id, session_number=session, exhibitor_ids=who, source="desk")


def test_a_booth_is_free_today_an_hour_after_opening(app: Flask) -> None:
    ready = at_the_fair()
    one, other, third = (held()[number] for number in ("A-01", "A-02", "A-03"))
    first, second = waiting()
    with replaying(MORNING):
        came(ready, 1, one)
        excuse_absence(
            ready.actor, ready.id, session_number=1, exhibitor_id=ready.exhibitors[ready.codes.index(other)], reason=WHY
        )
        mark_present(ready.actor, ready.id, session_number=1, code=second)
        mark_present(ready.actor, ready.id, session_number=1, code=second)
        with refusal("not-waiting"):
            mark_present(ready.actor, ready.id, session_number=1, code=third)
        today = look_at(ready.actor, ready.id, 1)
        assert (today.free, today.present, dict(today.offers)) == (("A-02",), (second,), {second: ("A-02",)})
    with replaying(LATE):
        mark_present(ready.actor, ready.id, session_number=1, code=first)
        today = look_at(ready.actor, ready.id, 1)
        assert today.free == ("A-02", "A-03")
        assert dict(today.offers) == {first: ("A-02",), second: ("A-03",)}, "in queue order"


def test_a_stand_by_takes_what_is_offered_for_this_session_only(app: Flask) -> None:
    ready = at_the_fair()
    one = held()["A-01"]
    first, second = waiting()
    with replaying(LATE):
        came(ready, 1, one)
        for code in (first, second):
            mark_present(ready.actor, ready.id, session_number=1, code=code)
        with refusal("offered-to-another"):
            place_stand_by(ready.actor, ready.id, session_number=1, code=second, booth="A-02")
        with refusal("booth-not-free-today"):
            place_stand_by(ready.actor, ready.id, session_number=1, code=second, booth="A-01")
        with refusal("booth-not-free-today"):
            place_stand_by(ready.actor, ready.id, session_number=1, code=second, booth="")
        place_stand_by(ready.actor, ready.id, session_number=1, code=first, booth="a-02")
        with refusal("not-standing-by"):
            place_stand_by(ready.actor, ready.id, session_number=1, code=first, booth="A-03")
        leave_stand_by(ready.actor, ready.id, session_number=1, code=second)
        with refusal("not-standing-by"):
            leave_stand_by(ready.actor, ready.id, session_number=1, code=second)
        today = look_at(ready.actor, ready.id, 1)
        assert (today.free, dict(today.placed), today.present) == (("A-03",), {first: ("A-02",)}, ())
        assert look_at(ready.actor, ready.id, 2).placed == {}
    assert waiting() == [first, second], "the waiting list stays as it was"
    assert held()["A-02"] not in (first, second)


def test_the_second_absence_without_excuse_forfeits_and_the_booth_goes_on(app: Flask) -> None:
    ready = at_the_fair()
    always, excused, never = (held()[number] for number in ("A-01", "A-02", "A-03"))
    (first, _second) = waiting()
    with replaying(LATE):
        came(ready, 1, always)
        assert forfeit_absent(ready.actor, ready.id) == 0
        excuse_absence(
            ready.actor,
            ready.id,
            session_number=1,
            exhibitor_id=ready.exhibitors[ready.codes.index(excused)],
            reason=WHY,
        )
        with refusal("already-excused"):
            excuse_absence(
                ready.actor, ready.id, session_number=1,
                exhibitor_id=ready.exhibitors[ready.codes.index(excused)], reason=WHY,
            )  # fmt: skip
    with replaying(NEXT_LATE):
        came(ready, 2, always)
        assert forfeit_absent(ready.actor, ready.id) == 1
        assert forfeit_absent(ready.actor, ready.id) == 0
    assert ended_of(never) == ["forfeited"]
    assert holds(excused), "one absence was excused"
    assert held()["A-03"] == first
    assert records()[-1].cause == "forfeited"
    (kept,) = db.session.scalars(select(Forfeit))
    assert kept.sessions == [1, 2]


def test_a_list_that_nobody_kept_proves_nothing(app: Flask) -> None:
    ready = at_the_fair()
    assert list_absences(ready.actor.organisation_id, ready.id, NEXT_LATE) == {}
    with replaying(NEXT_LATE):
        assert forfeit_absent(ready.actor, ready.id) == 0


def test_who_left_a_booth_empty_comes_later_next_time_and_reads_why(app: Flask) -> None:
    ready = at_the_fair()
    always, missing = held()["A-01"], held()["A-02"]
    with replaying(LATE):
        came(ready, 1, always)
    with replaying(LATE + timedelta(days=30)):
        coming = copy_edition(
            ready.actor, ready.id, slug="jeddah-2015", name="الرابع", starts_on=date(2015, 12, 3), ends_on=None
        )
        assert find_settings(coming) == find_settings(ready.id)
        for code in (always, missing):
            submit_request(
                ready.actor, coming, exhibitor_id=ready.exhibitors[ready.codes.index(code)], craft_id=None, choices=[]
            )
    asked = select(BoothRequest.exhibitor_id, BoothRequest.tier, BoothRequest.tier_reason).where(
        BoothRequest.edition_id == coming
    )
    kept = {row.exhibitor_id: (row.tier, row.tier_reason) for row in db.session.execute(asked)}
    assert kept[ready.exhibitors[ready.codes.index(always)]] == (1, "")
    assert kept[ready.exhibitors[ready.codes.index(missing)]] == (2, "ملتقى الأسر المنتجة الثالث: 1")


def test_two_marshals_place_the_same_booth_at_once(app: Flask) -> None:
    ready = at_the_fair(wishes=[["A/std"]] * 6)
    queue = waiting()
    with replaying(LATE):
        for code in queue:
            mark_present(ready.actor, ready.id, session_number=1, code=code)
    db.session.rollback()
    told, barrier = list[str](), threading.Barrier(6)

    def place(number: int) -> None:
        with app.app_context(), replaying(LATE):
            barrier.wait()
            try:
                place_stand_by(ready.actor, ready.id, session_number=1, code=queue[0], booth="A-01")
            except FairError as refused:
                told.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=place, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(list(db.session.scalars(select(StandByPlace.id)))) == 1
    assert told == ["not-standing-by"] * 5
