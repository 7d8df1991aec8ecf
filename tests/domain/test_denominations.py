"""Notes and coins: whole minor units, largest first, for every currency that a family may count."""

import pytest

from fairapp.domain.denominations import denominations_of

SMALLEST = {"SAR": 5, "EGP": 25, "SYP": 1, "DZD": 100, "MAD": 10, "TND": 5, "KWD": 5}
LARGEST = {"SAR": 50_000, "EGP": 20_000, "SYP": 500, "DZD": 200_000, "MAD": 20_000, "TND": 50_000, "KWD": 20_000}


@pytest.mark.parametrize("currency", SMALLEST)
def test_each_value_once_largest_first(currency: str) -> None:
    values = denominations_of(currency)
    assert list(values) == sorted(set(values), reverse=True)
    assert (values[0], values[-1]) == (LARGEST[currency], SMALLEST[currency])


def test_another_currency_is_counted_as_one_sum() -> None:
    assert denominations_of("CHF") == denominations_of("") == ()
