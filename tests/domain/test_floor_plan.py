"""A plan from a sentence, in three languages, and what is said of a sentence that was not understood."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.errors import Refused
from fairapp.domain.floor_plan import BoothDrawing, HallDrawing, draw_halls

SENTENCES = [
    "Hall A: 5 rows of 12, 3 × 3 m, aisle 3 m",
    "hall a: 5 rows of 12 booths, 3x3m, aisle of 3m.",
    "A: 5 rows of 12, 300 x 300 cm",
    "A: 5 rows × 12, 3 by 3 m, aisles 3 m wide",
    "Hall A : 5 rangées de 12, 3 × 3 m, allée 3 m",
    "Salle A\u00a0: 5 rangs de 12 stands ; 3,00 × 3,00 m ; allées de 3 m",
    "القاعة أ: 5 صفوف في كل صف 12، 3 × 3 م، ممر 3 م",
    "القاعة أ: ٥ صفوف في كل صف ١٢، ٣ × ٣ م، ممر ٣ م",
    "أ: 5 صفوف بكل صف 12 جناحًا، 3 في 3 م، الممر بعرض 3 م",
    "قاعة أ: ٥ صُفوف من ١٢ جناحًا، ٣٫٠ × ٣ متر، الممرّ ٣ أمتار",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_hall_said_in_many_ways(sentence: str) -> None:
    (hall,) = draw_halls(sentence)
    assert hall.code == "A"
    assert (hall.width_mm, hall.depth_mm) == (12 * 3_000 + 6_000, 5 * 6_000 + 3_000)
    assert [len(row) for row in hall.rows] == [12] * 5
    assert (hall.rows[0][0], hall.rows[4][11]) == ("A-01", "A-60")


def test_the_name_is_kept_as_typed() -> None:
    assert [hall.name for hall in draw_halls(SENTENCES[6])] == ["القاعة أ"]
    assert [hall.name for hall in draw_halls("  Hall   A : 1 row of 2, 3 × 3 m")] == ["Hall A"]


def test_booths_lie_where_the_sentence_says() -> None:
    (hall,) = draw_halls("B: 2 rows of 3, 2.5 × 2 m, aisle 1.5 m")
    assert hall.booths[4] == BoothDrawing(
        number="B-05", row=2, place=2, x_mm=1_500 + 2_500, y_mm=1_500 + 3_500, width_mm=2_500, depth_mm=2_000
    )


def test_several_halls_one_a_line_with_rows_of_several_lengths() -> None:
    halls = draw_halls(
        "القاعة الكبرى: صف واحد من 3، 3 × 2 م\n\n"
        "القاعة أ: صفان في كل صف 4، 3 × 3 م\n"
        "Hall 2: 1 row of 2, 2 rows of 5, 3 × 3 m"
    )
    assert [hall.code for hall in halls] == ["B", "A", "H2"]
    assert [[len(row) for row in hall.rows] for hall in halls] == [[3], [4, 4], [2, 5, 5]]
    assert halls[2].width_mm == 5 * 3_000 + 6_000


@pytest.mark.parametrize("sentence", [*SENTENCES, "A: 20 rows of 60, 3 × 3 m\nB: 3 rows of 40, 2 × 2 m, aisle 0 m"])
def test_no_two_booths_overlap_or_leave_the_hall(sentence: str) -> None:
    halls = draw_halls(sentence)
    numbers = [booth.number for hall in halls for booth in hall.booths]
    assert len(set(numbers)) == len(numbers)
    for hall in halls:
        assert not overlaps(hall)
        for booth in hall.booths:
            assert 0 <= booth.x_mm <= hall.width_mm - booth.width_mm
            assert 0 <= booth.y_mm <= hall.depth_mm - booth.depth_mm


def test_long_halls_pad_their_numbers() -> None:
    (hall,) = draw_halls("A: 10 rows of 20, 3 × 3 m")
    assert (hall.booths[0].number, hall.booths[-1].number) == ("A-001", "A-200")


@pytest.mark.parametrize(
    ("sentences", "code", "values"),
    [
        ("", "plan-sentence-missing", {}),
        ("\n \n", "plan-sentence-missing", {}),
        ("five rows please", "plan-sentence-unreadable", {"line": 1, "text": "five rows please"}),
        (": 5 rows of 12, 3 × 3 m", "plan-sentence-unreadable", {"line": 1, "text": ": 5 rows of 12, 3 × 3 m"}),
        (f"{SENTENCES[0]}\nB: some rows, 3 × 3 m", "plan-sentence-unreadable", {"line": 2, "text": "some rows"}),
        ("أ: 5 صفوف في كل صف 12، كبير", "plan-sentence-unreadable", {"line": 1, "text": "كبير"}),
        ("A: 5 rows of 12,3 × 3 m", "plan-sentence-unreadable", {"line": 1, "text": "5 rows of 12,3 × 3 m"}),
        ("A: 5 rows of 12", "plan-size-missing", {"line": 1}),
        ("A: 3 × 3 m", "plan-rows-missing", {"line": 1}),
        ("A:", "plan-rows-missing", {"line": 1}),
        ("A: 0 rows of 12, 3 × 3 m", "plan-measure-out-of-range", {"line": 1, "text": "0 rows of 12"}),
        ("A: 101 rows of 2, 3 × 3 m", "plan-measure-out-of-range", {"line": 1, "text": "101 rows of 2"}),
        ("A: 1 row of 201, 3 × 3 m", "plan-measure-out-of-range", {"line": 1, "text": "1 row of 201"}),
        ("A: 1 row of 2, 0.1 × 3 m", "plan-measure-out-of-range", {"line": 1, "text": "0.1 × 3 m"}),
        ("A: 1 row of 2, 3.12345 × 3 m", "plan-measure-out-of-range", {"line": 1, "text": "3.12345 × 3 m"}),
        ("A: 1 row of 2, 3 × 3 m, aisle 51 m", "plan-measure-out-of-range", {"line": 1, "text": "aisle 51 m"}),
        ("A: 26 rows of 193, 3 × 3 m", "plan-too-large", {"most": 5_000}),
        ("A: 1 row of 2, 3 × 3 m\nقاعة أ: صف من 2، 3 × 3 م", "plan-hall-repeated", {"line": 2, "hall": "قاعة أ"}),
    ],
)
def test_a_sentence_is_refused_with_the_part_that_was_not_understood(
    sentences: str, code: str, values: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refusal:
        draw_halls(sentences)
    assert (refusal.value.code, refusal.value.values) == (code, values)


@pytest.mark.parametrize("sentence", ["A\u202e: 1 row of 2, 3 × 3 m", "A\x00: 1 row of 2, 3 × 3 m"])
def test_a_sentence_that_hides_something_is_refused(sentence: str) -> None:
    with pytest.raises(Refused, match="text-has-controls"):
        draw_halls(sentence)


@given(st.text(alphabet="Aأ:5٥٫., \n×xmم rowsofصفوfنكل\u202f", max_size=60))
def test_any_other_text_is_refused_and_nothing_breaks(text: str) -> None:
    assert outcome(f"{text}\nB: 1 row of 2, 3 × 3 m").startswith(("plan-", "text-", "drawn to B"))


def outcome(sentences: str) -> str:
    try:
        return f"drawn to {draw_halls(sentences)[-1].code}"
    except Refused as refusal:
        return refusal.code


def overlaps(hall: HallDrawing) -> bool:
    by_row = [[booth for booth in hall.booths if booth.row == row] for row in {booth.row for booth in hall.booths}]
    along = any(left.x_mm + left.width_mm > right.x_mm for row in by_row for left, right in pairwise(row))
    across = any(above[0].y_mm + above[0].depth_mm > below[0].y_mm for above, below in pairwise(by_row))
    return along or across
