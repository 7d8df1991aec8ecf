"""Numbers, money and shares: the table of country facts, cell by cell."""

from decimal import Decimal

import pytest

from fairapp.i18n.locales import Locale, locale_for

EASTERN = "١٬٢٣٤٬٥٦٧٫٨٩"
WESTERN = "1.234.567,89"
FRENCH = "1\u202f234\u202f567,89"
ENGLISH = "1,234,567.89"
COUNTRIES = {
    "SA": ("SAR", 2), "EG": ("EGP", 2), "SY": ("SYP", 0), "DZ": ("DZD", 2),
    "MA": ("MAD", 2), "TN": ("TND", 3), "KW": ("KWD", 3),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "territory", "digits", "written"),
    [
        ("ar", "SA", "arab", EASTERN),
        ("ar", "EG", "arab", EASTERN),
        ("ar", "SY", "arab", EASTERN),
        ("ar", "KW", "arab", EASTERN),
        ("ar", "DZ", "latn", WESTERN),
        ("ar", "MA", "latn", WESTERN),
        ("ar", "TN", "latn", WESTERN),
        ("fr", "DZ", "latn", FRENCH),
        ("fr", "MA", "latn", FRENCH),
        ("fr", "TN", "latn", FRENCH),
        ("fr", "SA", "latn", FRENCH),
        ("en", "SA", "latn", ENGLISH),
        ("en", "DZ", "latn", ENGLISH),
        ("ar", "", "latn", ENGLISH),
    ],
)
def test_each_country_writes_numbers_its_own_way(language: str, territory: str, digits: str, written: str) -> None:
    locale = locale_for(language, territory)
    assert (locale.digits, locale.number(Decimal("1234567.89"))) == (digits, written)


def test_a_reader_may_choose_the_other_digits_with_their_own_separators() -> None:
    assert locale_for("ar", "SA", "latn").number(Decimal("1234567.89")) == ENGLISH
    assert locale_for("ar", "DZ", "arab").number(Decimal("1234567.89")) == EASTERN
    assert locale_for("ar", "SA").with_digits("latn").number(7386) == "7,386"


def test_french_and_english_have_one_set_of_digits() -> None:
    assert locale_for("fr", "MA", "arab").number(12) == "12"
    assert locale_for("en", "SA", "arab").digits == "latn"


def test_an_unknown_choice_of_digits_falls_back_to_the_country() -> None:
    assert locale_for("ar", "SA", "roman").digits == "arab"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("territory", COUNTRIES)
def test_every_digit_of_an_amount_is_printed(language: str, territory: str) -> None:
    currency, exponent = COUNTRIES[territory]
    locale = locale_for(language, territory, "latn")
    amount = locale.money(900_719_925_474_099_301, currency, exponent, symbol=False)
    assert "".join(letter for letter in amount if letter.isdigit()) == "900719925474099301"
    decimals = amount.rpartition(locale.figures.decimal)[2] if exponent else ""
    assert len(decimals) == exponent


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        (locale_for("ar", "SA"), "٥٬٠٠٠٬١٠٠٫٠٠\u00a0ر.س."),
        (locale_for("ar", "DZ"), "5.000.100,00\u00a0ر.س."),
        (locale_for("fr", "MA"), "5\u202f000\u202f100,00\u00a0SAR"),
        (locale_for("en", "SA"), "SAR\u00a05,000,100.00"),
    ],
)
def test_money_carries_its_currency(locale: Locale, written: str) -> None:
    assert locale.money(500_010_000, "SAR", 2) == written


def test_currencies_without_and_with_three_decimals() -> None:
    assert locale_for("ar", "SY").money(5, "SYP", 0) == "٥\u00a0ل.س."
    assert locale_for("ar", "KW").money(1_500, "KWD", 3) == "١٫٥٠٠\u00a0د.ك."
    assert locale_for("fr", "TN").money(1_500, "TND", 3) == "1,500\u00a0DT"
    assert locale_for("fr", "DZ").money(1, "DZD", 2) == "0,01\u00a0DA"


def test_the_minus_sign_stays_in_front_of_its_number_in_both_directions() -> None:
    assert locale_for("ar", "SA").money(-150, "SAR", 2, symbol=False) == "\u061c-١٫٥٠"
    assert locale_for("ar", "DZ").number(-7) == "\u200e-7"
    assert locale_for("fr", "DZ").number(-7) == "-7"


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        (119, 120, "99,2\u00a0%"),
        (734, 7386, "9,9\u00a0%"),
        (11, 145, "7,6\u00a0%"),
        (370, 400, "92,5\u00a0%"),
        (0, 5, "0,0\u00a0%"),
        (1, 2000, "0,1\u00a0%"),
    ],
)
def test_shares_of_the_real_programmes(numerator: int, denominator: int, written: str) -> None:
    assert locale_for("ar", "MA").percent(numerator, denominator) == written
    assert locale_for("fr", "DZ").percent(numerator, denominator) == written


def test_the_per_cent_sign_follows_the_digits() -> None:
    assert locale_for("ar", "SA").percent(119, 120) == "٩٩٫٢\u00a0٪"
    assert locale_for("ar", "SA", "latn").percent(119, 120) == "99.2\u00a0%"
    assert locale_for("en").percent(119, 120, 0) == "99%"
    assert locale_for("en").percent(-1, 8, 1) == "-12.5%"


def test_unknown_is_said_and_never_zero() -> None:
    for language, words in (("ar", "غير متاح"), ("fr", "non disponible"), ("en", "not available")):
        locale = locale_for(language, "SA")
        assert locale.number(None) == locale.money(None, "SAR", 2) == locale.percent(None, 5) == words
        assert locale.percent(3, 0) == locale.percent(3, None) == words
        assert locale.date(None) == locale.short_date(None) == locale.time(None) == locale.date_time(None) == words
        assert locale.digits_text(None) == locale.word("role", None) == locale.say(None) == words


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        locale_for("en").number(0.1)  # type: ignore[arg-type]  # the point of the test


def test_codes_keep_everything_but_their_digits() -> None:
    assert locale_for("ar", "SA").digits_text("A-07 +966501234567") == "A-٠٧ +٩٦٦٥٠١٢٣٤٥٦٧"
    assert locale_for("ar", "DZ").digits_text("A-07") == "A-07"


def test_decimals_are_rounded_half_up_when_asked() -> None:
    assert locale_for("en").number(Decimal("2.345"), 2) == "2.35"
    assert locale_for("en").number(7, 2) == "7.00"
