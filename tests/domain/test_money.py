"""Amounts as people type them, and sums that refuse to mix currencies."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.errors import Refused
from fairapp.domain.money import LARGEST_MINOR, Money, parse_amount

REFUSALS = {"amount-unreadable", "amount-ambiguous", "amount-too-large"}
AMOUNTS = json.loads((Path(__file__).parents[1] / "vectors" / "money.json").read_text("utf-8"))["amounts"]


@pytest.mark.parametrize("case", AMOUNTS, ids=lambda case: f"{case['text']!a} {case['locale']} {case['exponent']}")
def test_an_amount_is_read_or_refused_as_the_vectors_say(case: dict[str, Any]) -> None:
    language, territory = case["locale"].split("-")
    if "minor" in case:
        assert read(case["text"], case["exponent"], language, territory) == case["minor"]
        return
    with pytest.raises(Refused) as refusal:
        read(case["text"], case["exponent"], language, territory)
    assert refusal.value.code == case["error"]
    assert refusal.value.values["text"] == case["text"]
    assert refusal.value.values.get("readings") == case.get("readings")


def test_a_locale_without_a_country_reads_as_the_gulf_does() -> None:
    assert parse_amount("1,500", exponent=2, language="ar", territory=None) == 150_000


def test_every_plain_amount_survives_being_written_and_read() -> None:
    for minor in [*range(0, 2_000), 833_350, 500_010_000]:
        written = f"{minor // 100}.{minor % 100:02}"
        assert parse_amount(written, exponent=2, language="ar", territory="SA") == minor


@given(
    st.text(max_size=70) | st.text(alphabet="0159٠٥٩۵.,٬٫، '\u202f-", max_size=20),
    st.sampled_from(["ar-SA", "ar-DZ", "fr-MA", "en-SA"]),
    st.integers(0, 3),
)
def test_any_other_text_is_refused_and_nothing_breaks(text: str, locale: str, exponent: int) -> None:
    assert outcome(text, exponent, *locale.split("-")) in {"read", *REFUSALS}


def test_money_adds_and_subtracts_and_sums() -> None:
    ten, three = (Money(minor=minor, currency="SAR", exponent=2) for minor in (1000, 300))
    assert ten + three == Money(minor=1300, currency="SAR", exponent=2)
    assert (three - ten).minor == -700
    assert -ten == Money.zero("SAR", 2) - ten
    assert sum([ten, three, three], Money.zero("SAR", 2)).minor == 1600
    assert sum([], Money.zero("SAR", 2)).minor == 0


@pytest.mark.parametrize(("currency", "exponent"), [("EGP", 2), ("SAR", 0)])
def test_money_of_two_currencies_is_never_added(currency: str, exponent: int) -> None:
    with pytest.raises(Refused, match="currencies-differ"):
        Money(minor=1, currency="SAR", exponent=2) + Money(minor=1, currency=currency, exponent=exponent)


def read(text: str, exponent: int, language: str, territory: str) -> int:
    return parse_amount(text, exponent=exponent, language=language, territory=territory)


def outcome(text: str, exponent: int, language: str, territory: str) -> str:
    try:
        minor = read(text, exponent, language, territory)
    except Refused as refusal:
        return refusal.code
    return "read" if 0 <= minor <= LARGEST_MINOR else "beyond every limit"
