"""Rows as the drawing shows them; overlaps and turning."""

import random

from fairapp.domain.floor_plan import draw_halls
from fairapp.domain.hall_geometry import (
    Rectangle,
    do_overlap,
    find_overlaps,
    infer_rows,
    is_outside,
    turned,
)


def booth(name: str, x: int, y: int, width: int = 3_000, depth: int = 3_000) -> Rectangle:
    return Rectangle(name=name, x_mm=x, y_mm=y, width_mm=width, depth_mm=depth)


def across(names: str, y: int, *, start: int = 0, step: int = 3_000) -> list[Rectangle]:
    return [booth(name, start + at * step, y) for at, name in enumerate(names)]


def test_rows_of_a_sentence_are_found_again() -> None:
    (hall,) = draw_halls("Hall A: 4 rows of 12, 2 rows of 8, 3 × 3 m, aisle 3 m")
    drawn = [
        Rectangle(name=b.number, x_mm=b.x_mm, y_mm=b.y_mm, width_mm=b.width_mm, depth_mm=b.depth_mm)
        for b in hall.booths
    ]
    random.Random(7).shuffle(drawn)  # an order, not a secret
    assert infer_rows(drawn) == hall.rows


def test_a_passage_ends_a_row_and_a_narrow_gap_does_not() -> None:
    with_gap = [*across("ab", 0), *across("cd", 0, start=6_900), *across("ef", 0, start=14_000)]
    assert infer_rows(with_gap) == [["a", "b", "c", "d"], ["e", "f"]]


def test_a_little_out_of_line_is_still_in_line() -> None:
    assert infer_rows([booth("a", 0, 0), booth("b", 3_000, 250), booth("c", 6_000, 900)]) == [["a", "b"], ["c"]]


def test_booths_back_to_back_are_two_rows() -> None:
    assert infer_rows([*across("abcd", 0), *across("efgh", 3_000)]) == [list("abcd"), list("efgh")]


def test_a_column_is_a_row_from_the_top() -> None:
    assert infer_rows([booth(name, 0, 3_000 * at) for at, name in enumerate("abc")]) == [["a", "b", "c"]]


def test_at_a_corner_the_longer_row_has_the_booth() -> None:
    down = [booth(name, 0, 3_000 * at) for at, name in enumerate("abcde")]
    assert infer_rows([*down, *across("xy", 0, start=3_000)]) == [list("abcde"), ["x", "y"]]


def test_a_moved_booth_leaves_its_row() -> None:
    row = across("abcde", 0)
    row[2] = booth("c", 6_000, 5_000)
    assert infer_rows(row) == [["a", "b"], ["d", "e"], ["c"]]


def test_every_booth_is_in_one_row_whatever_the_drawing() -> None:
    chance = random.Random(3)  # drawings, not secrets
    for _ in range(200):
        drawn = [
            booth(
                str(n), chance.randrange(0, 20_000, 500), chance.randrange(0, 20_000, 500), 500 * chance.randint(1, 6)
            )
            for n in range(30)
        ]
        rows = infer_rows(drawn)
        assert sorted(name for row in rows for name in row) == sorted(str(n) for n in range(30))
        assert infer_rows(reversed(drawn)) == rows


def test_touching_is_no_overlap() -> None:
    assert find_overlaps(across("abc", 0)) == []
    assert find_overlaps([booth("a", 0, 0), booth("b", 2_999, 2_999), booth("c", 9_000, 0)]) == [("a", "b")]


def test_overlaps_are_those_that_comparing_all_finds() -> None:
    chance = random.Random(5)  # drawings, not secrets
    drawn = [booth(str(n), chance.randrange(30_000), chance.randrange(30_000)) for n in range(60)]
    every = {frozenset((a.name, b.name)) for a in drawn for b in drawn if a.name < b.name and do_overlap(a, b)}
    found = find_overlaps(drawn)
    assert {frozenset(pair) for pair in found} == every
    assert len(found) == len(every) > 0


def test_outside_begins_beyond_the_wall() -> None:
    assert not is_outside(booth("a", 0, 0), 3_000, 3_000)
    assert all(is_outside(booth("a", x, y), 5_000, 5_000) for x, y in ((-1, 0), (0, -1), (2_001, 0), (0, 2_001)))


def test_turning_keeps_the_middle() -> None:
    one = turned(booth("a", 1_000, 1_000, 4_000, 2_000))
    assert (one.x_mm, one.y_mm, one.width_mm, one.depth_mm) == (2_000, 0, 2_000, 4_000)
    assert turned(turned(booth("a", 0, 0, 3_001, 2_000))) == booth("a", 0, 0, 3_001, 2_000)
