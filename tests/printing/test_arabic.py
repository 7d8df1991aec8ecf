"""Arabic in drawing order: joined, mirrored, apart; and no string that breaks it."""

import random
import unicodedata

import pytest
from bidi.algorithm import get_display

from fairapp.printing.arabic import (
    FSI,
    LRI,
    PDI,
    RLI,
    apart,
    in_drawing_order,
    is_right_to_left,
    left_to_right,
    resolve,
    shape,
)

HOSTILE = [
    chr(code)
    for code in (
        *range(32, 127), *range(0x600, 0x700), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
        0x5D0, 0x1F600, 0x10, 0x85, 0x2029, 0xFEFF, 0x09, 0x0A, 0x0D, 0xD800, 0xFFFF, 0x00,
    )
]  # fmt: skip


def read(line: str, right_to_left: bool = True) -> str:
    """What a reader sees, in plain letters, from the left edge to the right."""
    return unicodedata.normalize("NFKC", in_drawing_order(line, right_to_left))


def test_letters_are_joined_and_run_from_the_right() -> None:
    assert in_drawing_order("سعاد", True) == "\ufea9\ufe8e\ufecc\ufeb3"
    assert read("أسرة أم سعاد") == "داعس مأ ةرسأ"


def test_brackets_are_mirrored() -> None:
    assert read("ورشة (نور)") == "(رون) ةشرو"
    assert read("ورشة [نور] «أ»") == "«أ» [رون] ةشرو"


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (f"بتاريخ {LRI}2026-11-21{PDI} تم", "مت 2026-11-21 خيراتب"),
        (f"اسم {apart('Jean (FR)')} ثم", "مث Jean (FR) مسا"),
        (f"اسم {apart('علي (ع)')}", "(ع) يلع مسا"),
        (f"هاتف {left_to_right('+966 50 123')}", "+966 50 123 فتاه"),
        (f"هاتف {left_to_right('+٩٦٦ ٥٠ ١٢٣')}", "+٩٦٦ ٥٠ ١٢٣ فتاه"),
        (f"جناح {apart('B-١٢')}", "B-١٢ حانج"),
        (f"حصة {apart('١٢ ٪')}", "٪ ١٢ ةصح"),
        (f"السعر {apart('١٬٢٥٠٫٥٠ ر.س.')} فقط", "طقف .س.ر ١٬٢٥٠٫٥٠ رعسلا"),
    ],
)
def test_what_is_apart_keeps_its_neighbours_in_place(line: str, seen: str) -> None:
    assert read(line) == seen


def test_isolates_in_a_left_to_right_line() -> None:
    assert read(f"Chez {apart('علي (ع)')}, stand 12", False) == "Chez (ع) يلع, stand 12"
    assert read(f"{apart('علي')}, {apart('سعاد')}", False) == "يلع, داعس"


def test_first_strong_is_looked_for_inside_its_own_pair() -> None:
    assert resolve(f"{FSI}123{PDI} عربي") == f"{LRI}123{PDI} عربي"
    assert resolve(f"{FSI}{LRI}abc{PDI} ع{PDI}").startswith(RLI)


def test_every_isolate_is_closed_and_line_ends_become_spaces() -> None:
    assert resolve(f"{RLI}أ\nب") == f"{RLI}أ ب{PDI}"
    assert resolve(f"a{PDI}b") == "ab"


def test_marks_of_vocalisation_are_kept() -> None:
    assert "\u0651" in in_drawing_order("محمّد", True)


def test_controls_are_not_drawn() -> None:
    drawn = in_drawing_order("a\u200f\u202eb\u2066c\x00\x85\ufeffd", False)
    assert not {unicodedata.category(character) for character in drawn} & {"Cf", "Cc"}


def test_the_narrow_space_of_french_numbers_is_wide_enough() -> None:
    assert in_drawing_order("5\u202f000", False) == "5\u00a0000"
    assert in_drawing_order("5\u202f000 أ", True).count("\u202f") == 0


def test_both_digit_sets_keep_their_order() -> None:
    assert "٧٣٨٦" in in_drawing_order("٧٣٨٦ حرفيًا", True)
    assert "7386" in in_drawing_order("7386 حرفيًا", True)


def test_the_direction_of_a_text_is_its_first_letter() -> None:
    assert is_right_to_left("12 - سعاد")
    assert not is_right_to_left("12 - Dar سعاد")
    assert not is_right_to_left("123")


def test_the_short_cuts_agree_with_the_algorithm() -> None:
    chance = random.Random(7)
    letters, latin = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ     ", "abcé (12) «»€+-–…×/%"
    for _ in range(400):
        line = "".join(chance.choices(letters, k=chance.randint(0, 30)))
        assert in_drawing_order(line, True) == get_display(shape(line), base_dir="R")
        line = "".join(chance.choices(latin, k=chance.randint(0, 30)))
        assert in_drawing_order(line, False) == get_display(line, base_dir="L")


def test_no_string_breaks_it() -> None:
    chance = random.Random(1)
    for number in range(4_000):
        text = "".join(chance.choices(HOSTILE, k=chance.randint(0, 30)))
        drawn = in_drawing_order(text, number % 2 == 0)
        assert not any(character in drawn for character in f"{FSI}{LRI}{RLI}{PDI}\u202a\u202b\u202c\u202d\u202e")


@pytest.mark.parametrize("control", [LRI, RLI, FSI, "\u202a", "\u202b", "\u202e"])
def test_deep_nesting_is_survived(control: str) -> None:
    assert in_drawing_order(control * 300 + "سعاد", True)
