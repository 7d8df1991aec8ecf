"""Lines are broken where they are read, not where they are drawn."""

import random

import pytest
from reportlab.pdfgen.canvas import Canvas

from fairapp.printing.arabic import LRI, PDI, RLI, apart, in_drawing_order
from fairapp.printing.fonts import Faces
from fairapp.printing.lines import ELLIPSIS, break_lines, shorten
from fairapp.printing.paper import Pen


def letters(text: str) -> float:
    """As wide as its visible characters."""
    return sum(character not in f"{LRI}{RLI}{PDI}" for character in text)


def test_words_fill_lines_in_reading_order() -> None:
    assert break_lines("أسرة أم عبدالله الزهراني", 12, letters) == ["أسرة أم", "عبدالله", "الزهراني"]
    assert break_lines("أسرة أم عبدالله", 15, letters) == ["أسرة أم عبدالله"]


def test_no_line_is_wider_than_asked(faces: Faces) -> None:
    chance = random.Random(3)
    words = ["سعاد", "Coopérative", "(نور)", "٧٣٨٦", "+966", "والمعرضالوطنيالثالثللأسرالمنتجةبمحافظةجدة", "x" * 70]
    for _ in range(60):
        text = " ".join(chance.choices(words, k=chance.randint(1, 14)))
        lines = break_lines(text, 90, lambda piece: faces.bold.width_to_read(piece, 12))
        assert all(faces.bold.width(in_drawing_order(line, True), 12) <= 90.01 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_word_wider_than_a_line_is_cut_but_never_before_a_mark() -> None:
    assert break_lines("abcdefgh", 3, letters) == ["abc", "def", "gh"]
    assert break_lines("ab\u0301cd", 2, letters)[1][0] != "\u0301"


def test_a_width_that_fits_nothing_still_ends() -> None:
    assert break_lines("abc", 0, letters) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_nothing_is_one_empty_line(text: str) -> None:
    assert break_lines(text, 10, letters) == [""]


def test_an_isolate_goes_on_in_the_next_line() -> None:
    first, second = break_lines(f"عند {apart('Dar Essanaa Fes')}", 12, letters)
    assert first.endswith(PDI)
    assert second.startswith(LRI)
    assert second.endswith(PDI)


def test_no_break_spaces_do_not_break() -> None:
    assert break_lines("Prix\u00a0: 5\u202f000", 6, letters) == ["Prix\u00a0:", "5\u202f000"]


def test_a_name_of_the_other_direction_keeps_its_brackets(faces: Faces) -> None:
    french, arabic = (Pen(Canvas(""), faces, right_to_left) for right_to_left in (False, True))
    seen = [in_drawing_order(line, False)[-1] for line in french.lines(french.own("سعاد (جدة)"), 500, 10)]
    assert seen == ["\ufeb3"]
    assert arabic.own("سعاد (جدة)") == "سعاد (جدة)"
    assert in_drawing_order(arabic.own("Dar (Fes)"), True) == "Dar (Fes)"
    assert french.own("12 - 13") == "12 - 13"


def test_what_is_left_out_shows() -> None:
    lines = shorten(["abc", "def", "ghi"], 2, 3, letters)
    assert lines == ["abc", f"de{ELLIPSIS}"]
    assert shorten(["abc"], 2, 3, letters) == ["abc"]
    cut = shorten([f"{RLI}abcd{PDI}", "x"], 1, 3, letters)[0]
    assert cut.count(RLI) == cut.count(PDI)
