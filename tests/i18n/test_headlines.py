"""Round numbers and counted things in words."""

import pytest

from fairapp.i18n.locales import locale_for


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1_000, "ألف ريال"),
        (2_000, "ألفي ريال"),
        (10_000, "10 آلاف ريال"),
        (15_000, "15 ألف ريال"),
        (100_000, "100 ألف ريال"),
        (1_000_000, "مليون ريال"),
        (2_000_000, "مليوني ريال"),
        (5_000_000, "5 ملايين ريال"),
        (5_500_000, "5.5 مليون ريال"),
        (11_000_000, "11 مليون ريال"),
        (100_000_000, "100 مليون ريال"),
        (3_000_000_000, "3 مليارات ريال"),
        (4_999_900, "4,999,900 ريال"),
        (850, "850 ريالًا"),
        (7, "7 ريالات"),
        (12, "12 ريالًا"),
    ],
)
def test_amounts_in_arabic(amount: int, words: str) -> None:
    assert locale_for("ar", "SA", "latn").scale_phrase(amount, "SAR") == words


def test_the_headline_of_jeddah() -> None:
    arabic = locale_for("ar", "SA", "latn")
    assert arabic.more_than(5_000_000, "SAR") == "أكثر من 5 ملايين ريال"
    assert arabic.more_than(10_000) == "أكثر من 10 آلاف"
    assert locale_for("ar", "SA").more_than(5_000_000, "SAR") == "أكثر من ٥ ملايين ريال"
    assert locale_for("fr", "SA").more_than(5_000_000, "SAR") == "plus de 5\u00a0millions de riyals"
    assert locale_for("fr", "SA").more_than(10_000) == "plus de 10\u202f000"
    assert locale_for("en", "SA").more_than(5_000_000, "SAR") == "more than 5 million riyals"
    assert locale_for("en", "SA").more_than(10_000) == "more than 10,000"


def test_bare_scales() -> None:
    arabic = locale_for("ar", "SA", "latn")
    assert [arabic.scale_phrase(n) for n in (1_000, 2_000, 11_000, 2_000_000, 11_000_000, 300)] == [
        "ألف", "ألفين", "11 ألفًا", "مليونين", "11 مليونًا", "300",
    ]  # fmt: skip
    french = locale_for("fr", "DZ")
    assert french.scale_phrase(1_500_000) == "1,5\u00a0million"
    assert french.scale_phrase(2_000_000_000) == "2\u00a0milliards"


def test_a_currency_without_a_name_keeps_its_code() -> None:
    assert locale_for("en").scale_phrase(2_000_000, "XTS") == "2 million XTS"


@pytest.mark.parametrize(
    ("number", "form"), [(0, "دينار"), (1, "دينار"), (2, "ديناران"), (3, "دنانير"), (11, "دينارًا"), (100, "دينار")]
)
def test_all_six_arabic_forms_of_a_currency(number: int, form: str) -> None:
    assert locale_for("ar", "DZ").currency_name("DZD", number) == form
