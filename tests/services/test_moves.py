"""What an organiser changes by hand after the draw: with a reason, recorded, and never a booth twice."""

import threading
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.draws import Allocation, PlanFreeze, Substitution
from fairapp.models.exhibitors import ExhibitorMember
from fairapp.services.allocations import allocate_by_hand, confirm_allocations
from fairapp.services.moves import move_family, substitute_member, swap_families
from fairapp.services.reallocations import freeze_plan, pass_on, thaw_plan
from fairapp.services.register import add_member
from tests.factories.accounts import an_organisation
from tests.factories.after_draw import a_drawn_edition, allocation_of, ended_of, held, holds, ids_of, records, waiting

WHY = "طلب من الأسرة لكبر سن صاحبتها"


def refusal(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FairError, match=f"^{code}")


def test_a_family_is_moved_by_hand_and_stays_confirmed(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"]] * 2)
    code = held()["A-01"]
    confirm_allocations(ready.actor, ready.id, ids_of(code))
    for reason, booths, wrong in (
        ("", "A-03", "reason-missing"),
        (WHY, "A-02 A-03", "booths-differ-in-number"),
        (WHY, "", "booths-differ-in-number"),
        (WHY, "Z-09", "unknown-booth"),
        (WHY, "A-01", "booth-held"),
    ):
        with refusal(wrong):
            move_family(ready.actor, ready.id, code=code, booths=booths, reason=reason)
    with refusal("holds-no-booth"):
        move_family(ready.actor, ready.id, code=waiting()[0], booths="A-02", reason=WHY)
    move_family(ready.actor, ready.id, code=code.lower(), booths="a-03", reason=WHY)
    assert held() == {"A-03": code}
    now_held = allocation_of(code)
    assert (now_held.origin, now_held.reason, now_held.confirmed_at is not None) == ("manual", WHY, True)
    assert ended_of(code) == ["moved"]
    assert records()[-1].moves == [{"code": code, "before": ["A-01"], "after": ["A-03"], "choice": "manual"}]


def test_what_a_move_left_is_passed_on_when_asked(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"]] * 2)
    move_family(ready.actor, ready.id, code=held()["A-01"], booths="A-03", reason=WHY)
    (first,) = waiting()
    assert pass_on(ready.actor, ready.id, reason="بعد النقل") == 1
    assert held()["A-01"] == first
    assert (records()[-1].cause, records()[-1].reason) == ("asked", "بعد النقل")
    assert pass_on(ready.actor, ready.id) == 0


def test_two_families_swap(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"], ["A-02"]])
    one, other = held()["A-01"], held()["A-02"]
    confirm_allocations(ready.actor, ready.id, ids_of(one))
    with refusal("same-family"):
        swap_families(ready.actor, ready.id, first=one, second=one, reason=WHY)
    with refusal("reason-missing"):
        swap_families(ready.actor, ready.id, first=one, second=other, reason=" ")
    swap_families(ready.actor, ready.id, first=one, second=other, reason=WHY)
    assert held() == {"A-01": other, "A-02": one}
    assert allocation_of(one).confirmed_at is not None
    assert allocation_of(other).confirmed_at is None
    assert {move["code"] for move in records()[-1].moves} == {one, other}
    assert records()[-1].kind == "swap"


def test_another_person_of_the_household_takes_over(app: Flask) -> None:
    ready = a_drawn_edition()
    code = next(iter(held().values()))
    hers, strange = (
        add_member(ready.actor, ready.exhibitors[at], name="فاطمة", person_key="key")
        for at in (ready.codes.index(code), (ready.codes.index(code) + 1) % 5)
    )
    assert db.session.scalar(select(ExhibitorMember.id).where(ExhibitorMember.id == hers)) == hers
    with refusal("unknown-member"):
        substitute_member(ready.actor, ready.id, code=code, member_id=strange, reason=WHY)
    substitute_member(ready.actor, ready.id, code=code, member_id=hers, reason=WHY)
    db.session.rollback()
    (kept,) = db.session.scalars(select(Substitution))
    assert (kept.member_name, kept.reason) == ("فاطمة", WHY)
    assert holds(code)


def test_the_freeze_is_undone_only_with_a_reason_and_both_are_kept(app: Flask) -> None:
    ready = a_drawn_edition()
    with refusal("plan-not-frozen"):
        thaw_plan(ready.actor, ready.id, reason=WHY)
    freeze_plan(ready.actor, ready.id, reason="طُبعت الشارات")
    with refusal("plan-frozen"):
        freeze_plan(ready.actor, ready.id)
    with refusal("reason-missing"):
        thaw_plan(ready.actor, ready.id, reason="")
    thaw_plan(ready.actor, ready.id, reason=WHY)
    freeze_plan(ready.actor, ready.id)
    db.session.rollback()
    kept = db.session.scalars(select(PlanFreeze).order_by(PlanFreeze.frozen_at, PlanFreeze.id)).all()
    assert [one.thawed_reason for one in kept] == [WHY, ""]


def test_another_organisation_can_change_nothing(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01"], ["A-02"]])
    one, other = held()["A-01"], held()["A-02"]
    stranger = an_organisation("stranger")
    with refusal("unknown-edition"):
        move_family(stranger, ready.id, code=one, booths="A-03", reason=WHY)
    with refusal("unknown-edition"):
        swap_families(stranger, ready.id, first=one, second=other, reason=WHY)
    with refusal("unknown-edition"):
        freeze_plan(stranger, ready.id)


def test_many_hands_at_one_free_booth(app: Flask) -> None:
    """Moves, a grant and the waiting list reach for the same booth at once: one gets it, nobody loses hers."""
    ready = a_drawn_edition(wishes=[["A-01"], ["A-02"], ["A-01", "A-03"], ["A-02"]])
    holders, queue = list(held().items()), waiting()
    db.session.rollback()
    told, barrier = list[str](), threading.Barrier(len(holders) + 2)

    def act(number: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                if number < len(holders):
                    move_family(ready.actor, ready.id, code=holders[number][1], booths="A-03", reason=WHY)
                elif number == len(holders) and queue:
                    allocate_by_hand(ready.actor, ready.id, booth="A-03", code=queue[0], reason=WHY)
                else:
                    pass_on(ready.actor, ready.id)
            except FairError as refused:
                told.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(holders) + 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) <= {"booth-held", "not-waiting"}
    assert {code for _, code in holders} <= set(held().values())
    db.session.rollback()
    live = list(db.session.scalars(select(Allocation.booth_id).where(Allocation.ended_at.is_(None))))
    assert len(live) == len(set(live))
