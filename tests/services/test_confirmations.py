"""Answers within a deadline: by the family at her secret address, by the office; silence lapses."""

import threading
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.db import db
from fairapp.domain.errors import FairError
from fairapp.models.draws import Allocation
from fairapp.queries.families import get_family, get_standing
from fairapp.services.allocations import confirm_allocations
from fairapp.services.attendance import record_arrivals
from fairapp.services.clock import now, replaying
from fairapp.services.confirmations import (
    confirm_as_family,
    decline_as_family,
    lapse_overdue,
    say_whether_to_move,
    set_deadlines,
)
from fairapp.services.editions import set_sessions
from fairapp.services.reallocations import freeze_plan
from tests.factories.after_draw import (
    a_drawn_edition,
    allocation_of,
    ended_of,
    held,
    holds,
    ids_of,
    records,
    secrets_of,
    waiting,
)
from tests.factories.draws import ReadyEdition, drawn, ready_edition

LATER = timedelta(days=6)


def refusal(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FairError, match=f"^{code}")


def before_the_fair(ready: ReadyEdition) -> None:
    """The three evenings lie a month ahead."""
    from_now = (now() + timedelta(days=30)).date()
    days = [from_now + timedelta(days=at) for at in range(3)]
    hours = now().replace(hour=13).time(), now().replace(hour=20).time()
    set_sessions(ready.actor, ready.id, dates=days, opens=hours[0], closes=hours[1], cut_off_minutes=0)


def test_an_offer_waits_as_long_as_the_edition_says(app: Flask) -> None:
    ready = ready_edition()
    set_deadlines(ready.actor, ready.id, confirmation_hours=24, patience_minutes=30)
    drawn(ready)
    one = allocation_of(next(iter(held().values())))
    assert one.answer_by == one.offered_at + timedelta(hours=24)
    with refusal("hours-out-of-range"):
        set_deadlines(ready.actor, ready.id, confirmation_hours=0, patience_minutes=30)
    with refusal("patience-out-of-range"):
        set_deadlines(ready.actor, ready.id, confirmation_hours=24, patience_minutes=10_000)


def test_the_secret_is_the_same_again_and_opens_her_page_only(app: Flask) -> None:
    ready = a_drawn_edition()
    secrets = secrets_of(ready)
    assert secrets_of(ready) == secrets
    assert len(set(secrets.values())) == len(ready.codes)
    assert {get_family(secret.lower()).code for secret in secrets.values()} == set(ready.codes)
    for wrong in ("", "K7P3QF", "7" * 26, "x" * 300, ready.codes[0]):
        with refusal("family-link-unknown"):
            get_family(wrong)


def test_she_confirms_once_and_for_all(app: Flask) -> None:
    ready = a_drawn_edition()
    code = next(iter(held().values()))
    secret = secrets_of(ready)[code]
    confirm_as_family(secret)
    said_at = allocation_of(code).confirmed_at
    confirm_as_family(secret)
    assert allocation_of(code).confirmed_at == said_at
    assert get_standing(get_family(secret)).is_confirmed
    with refusal("nothing-offered"):
        confirm_as_family(secrets_of(ready)[waiting()[0]])


def test_she_declines_and_the_next_is_offered(app: Flask) -> None:
    ready = a_drawn_edition()
    secrets, first = secrets_of(ready), waiting()[0]
    booth, code = next(iter(held().items()))
    decline_as_family(secrets[code])
    assert held()[booth] == first
    assert ended_of(code) == ["declined"]
    with refusal("nothing-offered"):
        decline_as_family(secrets[code])
    (record,) = records()
    assert (record.kind, record.cause, record.reason) == ("cascade", "declined", code)
    assert record.moves == [{"code": first, "before": [], "after": [booth], "choice": 1}]


def test_whoever_waits_leaves_the_list(app: Flask) -> None:
    ready = a_drawn_edition()
    first, second = waiting()
    decline_as_family(secrets_of(ready)[first])
    assert waiting() == [second]


def test_silence_lapses_and_the_booths_go_on_in_one(app: Flask) -> None:
    ready = a_drawn_edition()
    before_the_fair(ready)
    first, second = waiting()
    confirmed, *silent = held().values()
    confirm_allocations(ready.actor, ready.id, ids_of(confirmed))
    assert lapse_overdue(ready.actor, ready.id) == 0
    with replaying(now() + LATER):
        with refusal("offer-lapsed"):
            confirm_as_family(secrets_of(ready)[silent[0]])
        assert lapse_overdue(ready.actor, ready.id) == len(silent)
        assert lapse_overdue(ready.actor, ready.id) == 0
    assert set(held().values()) == {confirmed, first, second}
    assert all(ended_of(code) == ["lapsed"] for code in silent)
    (record,) = records()
    assert (record.cause, record.reason) == ("lapsed", " ".join(sorted(silent)))
    assert {move["code"] for move in record.moves} == {first, second}


def test_nobody_who_came_lapses_and_nothing_after_the_fair(app: Flask) -> None:
    ready = a_drawn_edition()
    before_the_fair(ready)
    came, *silent = sorted(held().values(), key=ready.codes.index)
    by_code = dict(zip(ready.codes, ready.exhibitors, strict=True))
    record_arrivals(ready.actor, ready.id, session_number=1, exhibitor_ids=[by_code[came]], source="desk")
    with replaying(now() + timedelta(days=60)):
        assert lapse_overdue(ready.actor, ready.id) == 0
    with replaying(now() + LATER):
        assert lapse_overdue(ready.actor, ready.id) == len(silent)
    assert came in held().values()


def test_a_family_that_holds_the_lesser_wish_moves_only_by_her_word(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01", "A-02"], ["A-01", "A-02"], ["A-02"]])
    best, lesser = held()["A-01"], held()["A-02"]
    secrets = secrets_of(ready)
    confirm_allocations(ready.actor, ready.id, ids_of(lesser))
    decline_as_family(secrets[best])
    assert holds(lesser) == ["A-02"], "she confirmed and said nothing about moving"
    assert not get_standing(get_family(secrets[lesser])).moves_up


def test_who_opted_in_moves_up_confirmed_and_what_she_leaves_goes_on(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01", "A-02"], ["A-01", "A-02"], ["A-01", "A-02"]])
    best, lesser = held()["A-01"], held()["A-02"]
    (last,) = waiting()
    secrets = secrets_of(ready)
    confirm_as_family(secrets[lesser])
    say_whether_to_move(secrets[lesser], consents=True)
    decline_as_family(secrets[best])
    assert held() == {"A-01": lesser, "A-02": last}
    moved = allocation_of(lesser)
    assert (moved.origin, moved.choice, moved.answer_by) == ("cascade", "1", None)
    assert moved.confirmed_at is not None
    assert ended_of(lesser) == ["moved"]
    assert [(m["code"], m["before"], m["after"]) for m in records()[0].moves] == [
        (lesser, ["A-02"], ["A-01"]),
        (last, [], ["A-02"]),
    ]


def test_after_the_freeze_nobody_moves_and_who_waits_may_refuse_offers(app: Flask) -> None:
    ready = a_drawn_edition(wishes=[["A-01", "A-02"]] * 4)
    best, lesser = held()["A-01"], held()["A-02"]
    first, second = waiting()
    secrets = secrets_of(ready)
    say_whether_to_move(secrets[lesser], consents=True)
    say_whether_to_move(secrets[first], consents=False)
    freeze_plan(ready.actor, ready.id)
    decline_as_family(secrets[best])
    assert held() == {"A-01": second, "A-02": lesser}
    assert waiting() == [first]
    assert records()[0].kind == "fill"


def test_a_family_and_two_organisers_at_once(app: Flask) -> None:
    """Confirming, declining and lapsing meet: each booth is held once, each answer is one of both."""
    ready = a_drawn_edition(wishes=[["A/std"]] * 8)
    before_the_fair(ready)
    secrets, holders = secrets_of(ready), list(held().values())
    db.session.rollback()
    late, told = now() + LATER, list[str]()
    barrier = threading.Barrier(7)

    def act(number: int) -> None:
        with app.app_context(), replaying(late):
            barrier.wait()
            try:
                if number == 6:
                    lapse_overdue(ready.actor, ready.id)
                elif number % 2:
                    decline_as_family(secrets[holders[number // 2]])
                else:
                    confirm_allocations(ready.actor, ready.id, ids_of(holders[number // 2]))
            except FairError as refused:
                told.append(refused.code)
            except Exception as unforeseen:
                told.append(type(unforeseen).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) <= {"nothing-offered", "allocation-ended", "NoResultFound"}
    assert len(held()) == 3
    twice = select(Allocation.booth_id).where(Allocation.ended_at.is_(None)).group_by(Allocation.booth_id)
    assert list(db.session.scalars(twice.having(func.count() > 1))) == []
    everyone = [*held().values(), *waiting(), *(code for code in ready.codes if ended_of(code))]
    assert set(everyone) == set(ready.codes)
