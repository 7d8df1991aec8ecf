"""Names found however they are written, people known without their number."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.errors import Refused
from fairapp.domain.exhibitors import (
    ExhibitorKind,
    Identity,
    NationalNumber,
    below_legal_minimum,
    clean_text,
    same_person,
    search_key,
)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("أحمد", "احمد"),
        ("إيمان", "ايمان"),
        ("آمنة", "امنه"),
        ("ٱلهدى", "الهدي"),
        ("مؤمنة", "مومنه"),
        ("عائشة", "عايشه"),
        ("هناء", "هنا"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("فاطمة الزهراء", "فاطمه  الزهرا"),
        ("ليلی", "ليلى"),
        ("کریم", "كريم"),
        ("ﻓﺎﻃﻤﺔ", "فاطمة"),
        ("Éléonore BÉRÉNICE", "eleonore berenice"),
        ("Ben-Saïd", "ben said"),
        ("Cœur", "coeur"),
        ("  a   b ", "A B"),
        ("جمعية ١٢", "جمعية 12"),
        ("سلمى\u200f", "سلمى"),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str, typed: str) -> None:
    assert search_key(written) == search_key(typed)


def test_the_article_and_the_letters_that_matter_are_kept() -> None:
    assert search_key("السيد") != search_key("سيد")
    assert search_key("صالح") != search_key("سالم")
    assert search_key("فاطمة الزهراء") == "فاطمه الزهرا"


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert search_key(search_key(name)) == search_key(name)


def test_clean_text_is_composed_trimmed_and_on_one_line() -> None:
    assert clean_text("  Be\u0301jai\u0308a \u00a0  centre\n", 20) == "Béjaïa centre"
    assert clean_text("one \r\n two", 20, lines=True) == "one\ntwo"
    assert clean_text("", 5) == ""


@pytest.mark.parametrize("control", ["\u202a", "\u202e", "\u2066", "\u2069", "\x00", "\x1b", "\x85"])
def test_clean_text_refuses_what_hides(control: str) -> None:
    with pytest.raises(Refused, match="text-has-controls"):
        clean_text(f"a{control}b", 20)


def test_clean_text_says_how_long_is_too_long() -> None:
    assert clean_text("ab" * 5, 10) == "ab" * 5
    with pytest.raises(Refused) as refusal:
        clean_text("ab" * 6, 10)
    assert (refusal.value.code, refusal.value.values) == ("text-too-long", {"maximum": 10, "length": 12})


@pytest.mark.parametrize(
    ("text", "digits"),
    [("1012345678", "1012345678"), (" ١٠١٢-٣٤٥ ٦٧٨ ", "1012345678"), ("۱۰۱۲۳۴", "101234"), ("bk 123456", "BK123456")],
)
def test_a_national_number_has_one_spelling(text: str, digits: str) -> None:
    assert NationalNumber.parse(text).digits == digits


@pytest.mark.parametrize("text", ["", "123", "ABC1234", "12a45678", "1" * 19, "\u202e12345678", "١٢٣٤٥x"])
def test_what_is_no_national_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        NationalNumber.parse(text)
    assert (refusal.value.code, refusal.value.values) == ("national-number-unreadable", {})


def test_only_the_end_and_a_keyed_hash_leave_a_national_number() -> None:
    number = NationalNumber.parse("1012345678")
    assert number.last4 == "5678"
    assert number.keyed_hash(b"key") == hmac.new(b"key", b"1012345678", hashlib.sha256).hexdigest()
    assert number.keyed_hash(b"key") != number.keyed_hash(b"other key")
    assert "1012345678" not in repr(number)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("h1", "هنا", "+966500000001"), ("h1", "منا", ""), True),
        (("h1", "هنا", "+966500000001"), ("h2", "هنا", "+966500000001"), False),
        ((None, "هنا", "+966500000001"), ("h2", "هنا", "+966500000001"), True),
        ((None, "هنا", "+966500000001"), (None, "هنا", "+966500000001"), True),
        ((None, "هنا", "+966500000001"), (None, "هنا", "+966500000002"), False),
        ((None, "هنا", "+966500000001"), (None, "منا", "+966500000001"), False),
        ((None, "هنا", ""), (None, "هنا", ""), False),
    ],
)
def test_who_is_the_same_person(
    first: tuple[str | None, str, str], second: tuple[str | None, str, str], same: bool
) -> None:
    one, other = (Identity(national_hash=h, search_key=key, phone=phone) for h, key, phone in (first, second))
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_a_cooperative_below_the_legal_minimum_is_noticed() -> None:
    assert below_legal_minimum(4, 5)
    assert not below_legal_minimum(5, 5)
    assert not below_legal_minimum(0, None)
    assert [kind.value for kind in ExhibitorKind] == ["family", "artisan", "cooperative", "association"]
