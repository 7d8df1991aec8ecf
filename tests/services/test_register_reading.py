"""Headings as people write them, telephones in one spelling."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.errors import FairError
from fairapp.services.register_columns import guess_columns
from fairapp.services.register_files import read_register_file
from fairapp.services.register_phones import read_phone
from fairapp.services.register_rows import is_usual, read_cell
from fairapp.services.register_words import FIELD_OF, FIELDS, HEADINGS, KIND_OF, KINDS

SEVEN = "number name craft phone national_number town region"
COUNTRIES = ("SA", "EG", "SY", "DZ", "MA", "TN", "KW")


def by_the_library(typed: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return str(written) if phonenumbers.is_valid_number(number) else None


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_quick_way_reads_what_the_library_reads(country: str) -> None:
    """Random numbers like the country's mobile numbers, most of them good, written in four ways."""
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    national, dice, read = str(example.national_number), random.Random(country), 0
    for _ in range(400):
        number = national[:2] + "".join(dice.choice("0123456789") for _ in national[2:])
        expected = by_the_library(f"+{example.country_code}{number}", country)
        for typed in (
            number,
            f"+{example.country_code} {number[:3]}-{number[3:]}",
            f"00{example.country_code}{number}",
        ):
            assert read_phone(typed, country) == expected, typed
        read += expected is not None
    assert read > 40


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("٠٥٥ ١٢٣ ٤٥٦٧", "SA", "+966551234567"),
        ("\u200f0551234567", "SA", "+966551234567"),
        ("(0)551 23 45 67", "DZ", "+213551234567"),
        ("0033 6 12 34 56 78", "MA", "+33612345678"),
        ("011 410 0000", "SA", "+966114100000"),
        ("0612345678", "FR", "+33612345678"),
        ("12", "SA", None),
        ("لا يوجد", "SA", None),
        ("0551234567", "ZZ", None),
        ("9" * 5000, "SA", None),
    ],
)
def test_telephones_come_to_one_spelling_or_to_none(typed: str, country: str, expected: str | None) -> None:
    assert read_phone(typed, country) == expected


@given(st.text(max_size=40), st.sampled_from(COUNTRIES))
def test_anything_may_be_typed_as_a_telephone(typed: str, country: str) -> None:
    assert read_phone(typed, country) is None or str(read_phone(typed, country)).startswith("+")


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("رقم السجل,اسم الأسرة,الحرفه,رقم الجوال,الرقم الوطني,المدينه,الولايه", SEVEN),
        ("N°;Nom et prénom;Activité;Tél.;CIN;Commune;Wilaya;Remarques", f"{SEVEN} note"),
        ("No\tFull Name\tTrade\tMobile number\tNational ID\tCity\tGovernorate", SEVEN),
        ("الاسم,اللقب,النوع", "name surname kind"),
        ("الاسم (ثلاثي),رقم الجوال (واتساب),تاريخ الميلاد", "name phone"),
        ("رقم هاتف الأسرة المنتجة,الاسم الكامل للعارض", "name"),
        ("اللقب,الحرفة", "name craft"),
    ],
)
def test_headings_are_recognised_in_three_languages(headings: str, fields: str) -> None:
    guessed = guess_columns(read_register_file(headings.encode(), maximum_bytes=10_000))
    assert set(fields.split()) <= set(guessed.columns)
    assert len(set(guessed.columns.values())) == len(guessed.columns)


def test_no_heading_and_no_kind_means_two_things() -> None:
    assert set(FIELD_OF.values()) == set(FIELDS)
    for told, read in ((HEADINGS, FIELD_OF), ({str(kind): words for kind, words in KINDS.items()}, KIND_OF)):
        assert all(read[key] in told for key in read)
        assert len(read) > 15


@given(
    st.text(alphabet=st.sampled_from("اأإ آa é\u0301\t\n\u00a0\u202e\u200f\x1f\x85=@-+\ufffd"), max_size=12),
    st.text(max_size=12),
)
def test_the_quick_reading_of_a_cell_is_the_careful_one(first: str, second: str) -> None:
    """What one look at the row finds usual reads the same as when it is read letter by letter."""

    def told(*, usual: bool) -> str:
        try:
            return read_cell(first + second, "name", usual=usual)
        except FairError as error:
            return error.code

    if is_usual(first + second):
        assert told(usual=True) == told(usual=False)
