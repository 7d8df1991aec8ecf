"""Confirming, declining with the next in the queue moving up, and giving a booth by hand."""

import threading
import uuid
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from fairapp.db import db, transactional
from fairapp.domain.errors import FairError, NotFound
from fairapp.models.draws import Allocation, WaitingListEntry
from fairapp.models.editions import Edition
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest
from fairapp.services.allocations import allocate_by_hand, confirm_allocations, decline_allocation
from fairapp.services.requests import withdraw_request
from tests.factories.accounts import an_organisation
from tests.factories.draws import ReadyEdition, drawn, ready_edition


def refusal(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FairError, match=f"^{code}")


def held() -> dict[str, tuple[str, uuid.UUID]]:
    """Booth → code of who holds it, and the allocation."""
    db.session.rollback()
    asked = (
        select(Booth.number, BoothRequest.code, Allocation.id)
        .join(Allocation, Allocation.booth_id == Booth.id)
        .join(BoothRequest, BoothRequest.id == Allocation.booth_request_id)
        .where(Allocation.ended_at.is_(None))
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(asked)}


def waiting() -> list[str]:
    db.session.rollback()
    asked = (
        select(BoothRequest.code)
        .join(WaitingListEntry, WaitingListEntry.booth_request_id == BoothRequest.id)
        .where(WaitingListEntry.left_at.is_(None))
        .order_by(WaitingListEntry.position)
    )
    return list(db.session.scalars(asked))


def a_drawn_edition(**how: object) -> ReadyEdition:
    ready = ready_edition(**how)  # type: ignore[arg-type]  # passed through as given
    drawn(ready)
    return ready


def test_confirming_counts_once_and_is_all_or_nothing(app: Flask) -> None:
    ready = a_drawn_edition()
    ids = [allocation for _, allocation in held().values()]
    assert confirm_allocations(ready.actor, ready.id, ids[:2]) == 2
    assert confirm_allocations(ready.actor, ready.id, ids) == 1
    with refusal("unknown-allocation"):
        confirm_allocations(ready.actor, ready.id, [ids[0], uuid.uuid4()])
    decline_allocation(ready.actor, ids[0])
    with refusal("allocation-ended"):
        confirm_allocations(ready.actor, ready.id, ids)


def test_a_declined_booth_goes_to_the_head_of_the_waiting_list(app: Flask) -> None:
    ready = a_drawn_edition()
    first, second = waiting()
    booth, (_, allocation) = next(iter(held().items()))
    offers = decline_allocation(ready.actor, allocation)
    assert held()[booth] == (first, offers[0])
    assert waiting() == [second]
    origins = set(db.session.scalars(select(Allocation.origin).where(Allocation.ended_at.is_(None))))
    assert origins == {"draw", "waiting-list"}


def test_whoever_does_not_wish_the_booth_is_passed_over(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"], ["A-01"], ["A-02"], ["A-02"], ["A-03"]])
    before = held()
    for_first, for_second = (next(c for c in pair if c in waiting()) for pair in (ready.codes[:2], ready.codes[2:4]))
    decline_allocation(ready.actor, before["A-02"][1])
    assert held()["A-02"][0] == for_second
    assert waiting() == [for_first]
    assert decline_allocation(ready.actor, before["A-03"][1]) == []
    assert "A-03" not in held()


def test_a_family_that_needs_two_booths_gives_both_back_and_two_families_move_up(app: Flask) -> None:
    ready = a_drawn_edition(plan="Hall A: 1 row of 2, 3 × 3 m", wishes=[["A/std"]] * 3, units=(2, 1, 1))
    pair = ready.codes[0]
    if pair in waiting():
        for _, allocation in list(held().values()):
            decline_allocation(ready.actor, allocation)
        assert [code for code, _ in held().values()] == [pair, pair]
    decline_allocation(ready.actor, next(iter(held().values()))[1])
    assert pair not in [code for code, _ in held().values()]


def test_ceilings_of_the_draw_hold_for_those_who_move_up(app: Flask) -> None:
    ready = ready_edition(
        plan="Hall A: 1 row of 2, 3 × 3 m", wishes=[["A/std"]] * 6, crafts=["pottery", "pottery", "weaving"]
    )
    set_settings({"ceilings": [{"hall": "A", "craft": "pottery", "max": 1}]})
    drawn(ready)
    for _ in range(3):
        crafts = [ready.codes.index(code) % 3 == 2 for code, _ in held().values()]
        assert crafts.count(False) <= 1
        decline_allocation(ready.actor, next(iter(held().values()))[1])


@transactional
def set_settings(settings: dict[str, object]) -> None:
    db.session.execute(update(Edition).values(draw_settings=settings))


def test_who_withdrew_is_not_offered(app: Flask) -> None:
    ready = a_drawn_edition()
    first, second = waiting()
    gone = db.session.scalars(select(BoothRequest.id).where(BoothRequest.code == first)).one()
    withdraw_request(ready.actor, ready.id, gone)
    booth, (_, allocation) = next(iter(held().items()))
    decline_allocation(ready.actor, allocation)
    assert held()[booth][0] == second


def test_a_booth_given_by_hand_has_a_reason_and_is_shown_as_such(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"]] * 4)
    (code, *_) = waiting()
    with refusal("reason-missing"):
        allocate_by_hand(ready.actor, ready.id, booth="A-02", code=code, reason=" ")
    with refusal("booth-held"):
        allocate_by_hand(ready.actor, ready.id, booth="A-01", code=code, reason="كرسي متحرك")
    with refusal("unknown-booth"):
        allocate_by_hand(ready.actor, ready.id, booth="Z-01", code=code, reason="كرسي متحرك")
    given = allocate_by_hand(ready.actor, ready.id, booth="a-02", code=code.lower(), reason="كرسي متحرك")
    kept = db.session.scalars(select(Allocation).where(Allocation.id == given)).one()
    assert (kept.choice, kept.origin, kept.reason) == ("manual", "manual", "كرسي متحرك")
    assert code not in waiting()
    with refusal("not-waiting"):
        allocate_by_hand(ready.actor, ready.id, booth="A-03", code=code, reason="مرتين")


def test_another_organisation_sees_no_such_allocation(app: Flask) -> None:
    a_drawn_edition()
    stranger = an_organisation("stranger")
    with pytest.raises(NotFound):
        decline_allocation(stranger, next(iter(held().values()))[1])


def test_ten_decline_at_once_and_no_booth_is_given_twice(app: Flask) -> None:
    ready = a_drawn_edition(plan="Hall A: 2 rows of 5, 3 × 3 m", wishes=[["A/std"]] * 30)
    ids = [allocation for _, allocation in held().values()]
    faults: list[Exception] = []

    def act(allocation: uuid.UUID) -> None:
        with app.app_context():
            try:
                decline_allocation(ready.actor, allocation)
            except Exception as error:  # reported by the assertion below
                faults.append(error)

    threads = [threading.Thread(target=act, args=(allocation,)) for allocation in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(held()) == 10
    assert len(waiting()) == 10
    assert db.session.scalar(select(func.count()).select_from(Allocation)) == 20
