"""The stalls that are drawn for a visit: computed again by anybody, known to nobody before."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.stall_checks import CheckSeed, Head, heads_hash_of, order_of, sample_size, ticket_of

SEED = CheckSeed(digits="0412", session_number=2, heads_hash="ab" * 32)
names = st.sets(st.uuids().map(str), max_size=40)
heads = st.lists(
    st.builds(Head, device=st.uuids().map(str), entries=st.integers(0, 9), hash=st.text("0123456789abcdef")),
    max_size=6,
)


def test_a_ticket_is_a_line_that_anybody_can_hash() -> None:
    line = f"fairapp-check/1|0412|2|{'ab' * 32}|stall"
    assert ticket_of(SEED, "stall") == hashlib.sha256(line.encode()).hexdigest()


def test_the_heads_are_lines_that_anybody_can_hash() -> None:
    known = [Head(device="b", entries=7, hash="ff"), Head(device="a", entries=0, hash="00")]
    assert heads_hash_of(known) == hashlib.sha256(b"a 0 00\nb 7 ff\n").hexdigest()
    assert heads_hash_of([]) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("stalls", "percent", "size"),
    [(0, 10, 0), (1, 10, 1), (9, 10, 1), (10, 10, 1), (11, 10, 2), (600, 10, 60), (5, 100, 5), (600, 1, 6), (40, 0, 1)],
)
def test_a_part_of_the_stalls_and_at_least_one(stalls: int, percent: int, size: int) -> None:
    assert sample_size(stalls, percent) == size


@given(names)
def test_every_stall_has_one_place_in_the_order(stalls: set[str]) -> None:
    assert sorted(order_of(SEED, stalls)) == sorted(stalls)


@given(names, st.uuids().map(str))
def test_one_stall_more_never_reorders_the_others(stalls: set[str], more: str) -> None:
    others = stalls - {more}
    assert tuple(one for one in order_of(SEED, others | {more}) if one != more) == order_of(SEED, others)


@given(heads)
def test_the_order_of_the_devices_does_not_matter(known: list[Head]) -> None:
    assert heads_hash_of(known) == heads_hash_of(reversed(known))


def test_each_input_makes_another_order() -> None:
    stalls = [str(number) for number in range(50)]
    seeds = [
        SEED,
        CheckSeed(digits="", session_number=2, heads_hash=SEED.heads_hash),
        CheckSeed(digits="0412", session_number=3, heads_hash=SEED.heads_hash),
        CheckSeed(digits="0412", session_number=2, heads_hash="ac" * 32),
    ]
    assert len({order_of(seed, stalls) for seed in seeds}) == len(seeds)
