"""Freed booths (P10): the first in the queue that wishes it more gets it, and nobody is ever worse off."""

import pytest

from fairapp.domain.allocation import Move, cascade, fill, read_snapshot
from tests.domain.allocation.draw_cascades import NaiveCascade, Situation, random_situation
from tests.domain.allocation.draw_outcomes import Outcome
from tests.domain.allocation.draw_snapshots import one_hall, request

BLOCKS = range(4)
BLOCK = 150


def cascaded(situation: Situation) -> list[Move]:
    return cascade(
        read_snapshot(situation.snapshot),
        queue=situation.queue,
        holdings=situation.holdings,
        waiting=situation.waiting,
        opted_in=situation.opted_in,
        closed=situation.closed,
    )


def rows_of(moves: list[Move]) -> list[dict[str, object]]:
    return [
        {"code": move.code, "before": list(move.before), "after": list(move.after), "choice": move.choice}
        for move in moves
    ]


@pytest.mark.parametrize("block", BLOCKS)
def test_every_move_is_that_of_a_naive_second_implementation(block: int) -> None:
    chained = 0
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        situation = random_situation(number, most_requests=14, most_booths=9)
        moves = rows_of(cascaded(situation))
        assert moves == NaiveCascade(situation).run(), (number, situation)
        chained += any(move["before"] for move in moves)
    assert chained > BLOCK // 30


@pytest.mark.parametrize("block", BLOCKS)
def test_p10_nobody_is_ever_worse_off_and_everything_still_holds(block: int) -> None:
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        situation = random_situation(number, most_requests=14, most_booths=12)
        naive = NaiveCascade(situation)
        movable = {*situation.opted_in, *situation.waiting}
        for move in cascaded(situation):
            assert move.code in movable
            taken = {booth for code, booths in naive.holdings.items() if code != move.code for booth in booths}
            assert not taken & set(move.after)
            assert not set(situation.closed) & set(move.after)
            if move.before:
                rank = naive.rank(move.code)
                assert list(move.before) == naive.holdings[move.code]
                assert isinstance(move.choice, int)
                assert move.choice <= rank
                assert len(move.after) >= len(move.before)
            naive.holdings[move.code] = list(move.after)
        assert next(naive.possible_moves(), None) is None
        allocated = [{"code": code, "booths": booths, "choice": 0} for code, booths in naive.holdings.items()]
        outcome = Outcome(situation.snapshot, {"allocated": allocated, "queue": situation.queue})
        for ceiling in situation.snapshot["ceilings"]:
            assert outcome.exhibitors(ceiling["craft"], ceiling["hall"], set()) <= ceiling["max"]


def test_after_the_freeze_only_those_who_wait_get_a_booth_and_nobody_moves() -> None:
    filled = 0
    for number in range(BLOCK):
        situation = random_situation(number, most_requests=9)
        moves = fill(
            read_snapshot(situation.snapshot),
            queue=situation.queue,
            holdings=situation.holdings,
            waiting=situation.waiting,
            closed=situation.closed,
        )
        filled += len(moves)
        assert all(move.before == () and move.code in situation.waiting for move in moves)
        positions = [situation.queue.index(move.code) for move in moves]
        assert positions == sorted(positions)
    assert filled > BLOCK // 10


def test_a_chain_starts_again_at_the_head_of_the_queue() -> None:
    wishes = [{"booth": f"A-0{number}"} for number in (1, 2, 3)]
    snapshot = one_hall(
        request("first", *wishes),
        request("second", *wishes),
        request("third", *wishes),
        request("fourth", *wishes),
    )
    moves = cascade(
        read_snapshot(snapshot),
        queue=["first", "second", "third", "fourth"],
        holdings={"second": ["A-02"], "third": ["A-03"]},
        waiting=["fourth"],
        opted_in=["second", "third"],
    )
    assert [(move.code, *move.before, *move.after) for move in moves] == [
        ("second", "A-02", "A-01"),
        ("third", "A-03", "A-02"),
        ("fourth", "A-03"),
    ]


def test_who_holds_two_booths_does_not_move_up_to_one() -> None:
    snapshot = one_hall(request("pair", {"booth": "A-05"}, {"booth": "A-01"}, units={"min": 1, "max": 2}), booths=5)
    holdings = {"pair": ["A-01", "A-02"]}
    parsed = read_snapshot(snapshot)
    both = {"queue": ["pair"], "waiting": [], "opted_in": ["pair"]}
    assert cascade(parsed, holdings=holdings, closed=["A-04"], **both) == []
    assert cascade(parsed, holdings=holdings, **both)[0].after == ("A-04", "A-05")


def test_a_booth_given_by_hand_that_the_draw_did_not_know_is_left_alone() -> None:
    snapshot = one_hall(
        request("guest", {"booth": "A-01"}),
        request("waits", {"class": "A/std"}),
        ceilings=[{"hall": "*", "craft": "pottery", "max": 2}],
        booths=2,
    )
    parsed = read_snapshot(snapshot)
    moves = cascade(
        parsed, queue=["guest", "waits"], holdings={"guest": ["X-99"]}, waiting=["waits"], opted_in=["guest"]
    )
    assert [(move.code, *move.after) for move in moves] == [("waits", "A-01")]
    assert len(cascade(parsed, queue=["waits"], holdings={"guest": ["X-99"]}, waiting=["waits"], closed=["A-01"])) == 1


def test_a_guest_who_was_in_no_draw_keeps_her_booth() -> None:
    parsed = read_snapshot(one_hall(request("waits", {"booth": "A-01"}, {"class": "A/std"}), booths=2))
    moves = cascade(parsed, queue=["waits"], holdings={"guest": ["A-01"]}, waiting=["waits"], opted_in=["guest"])
    assert [(move.code, *move.after) for move in moves] == [("waits", "A-02")]
