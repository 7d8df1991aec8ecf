"""One state for a stall, the gravest, from all its lists."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fairapp.domain.stall_states import NEEDS_A_PERSON, ListStanding, StallState, is_closed, stall_state

NOW = datetime(2014, 12, 3, 18, tzinfo=UTC)
PHONE = ListStanding(
    by_desk=False, heard_at=NOW, received=5, unsent=0, forked=False, revoked=False, lost=False, closed=False
)
DESK = replace(PHONE, by_desk=True)
SPARE = replace(PHONE, received=0, heard_at=NOW - timedelta(days=1))
OLD = replace(PHONE, heard_at=NOW - timedelta(hours=2))


@pytest.mark.parametrize(
    ("lists", "state"),
    [
        ([], "no-phone"),
        ([PHONE], "heard"),
        ([DESK], "desk"),
        ([DESK, PHONE], "heard"),
        ([replace(DESK, closed=True)], "closed"),
        ([replace(PHONE, revoked=True)], "revoked"),
        ([replace(PHONE, revoked=True), DESK], "desk"),
        ([replace(PHONE, revoked=True), PHONE], "heard"),
        ([replace(PHONE, revoked=True, forked=True, unsent=9), PHONE], "heard"),
        ([replace(PHONE, lost=True, unsent=4)], "lost"),
        ([replace(PHONE, lost=True), DESK], "lost"),
        ([replace(PHONE, lost=True), PHONE], "heard"),
        ([replace(PHONE, lost=True, forked=True), PHONE], "fork"),
        ([replace(PHONE, forked=True, unsent=3)], "fork"),
        ([replace(PHONE, unsent=1, closed=True)], "unsent"),
        ([replace(OLD, closed=True)], "closed"),
        ([replace(OLD, closed=True), PHONE], "silent"),
        ([replace(OLD, closed=True), replace(PHONE, closed=True)], "closed"),
        ([SPARE], "silent"),
        ([SPARE, PHONE], "heard"),
        ([SPARE, replace(PHONE, closed=True)], "closed"),
        ([OLD, PHONE], "silent"),
        ([replace(OLD, rested=True), PHONE], "heard"),
        ([replace(OLD, rested=True), replace(PHONE, closed=True)], "closed"),
        ([replace(OLD, rested=True)], "silent"),
    ],
)
def test_the_gravest_state_is_told(lists: list[ListStanding], state: str) -> None:
    assert stall_state(lists, NOW) == state
    assert stall_state(reversed(lists), NOW) == state, "whatever their order"


@pytest.mark.parametrize(
    ("silence", "state"), [(0, "heard"), (599, "heard"), (600, "quiet"), (1_799, "quiet"), (1_800, "silent")]
)
def test_silence_by_the_second(silence: int, state: str) -> None:
    assert stall_state([replace(PHONE, heard_at=NOW - timedelta(seconds=silence))], NOW) == state


def test_a_phone_whose_clock_of_ours_ran_ahead_is_in_touch() -> None:
    assert stall_state([replace(PHONE, heard_at=NOW + timedelta(minutes=5))], NOW) == "heard"


def test_a_stall_without_lists_is_not_closed() -> None:
    assert not is_closed([])
    assert not is_closed([PHONE])
    assert set(StallState) - set(NEEDS_A_PERSON) == {"heard", "desk", "closed"}
