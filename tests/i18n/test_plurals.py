"""Plural forms: CLDR's rules, and the catalogues' headers that must say the same."""

from gettext import c2py

import pytest

from fairapp.i18n.plurals import FORMS, HEADERS, form_index, plural_category


@pytest.mark.parametrize("language", FORMS)
def test_header_and_rule_agree(language: str) -> None:
    count, _, rule = HEADERS[language].partition(";")
    choose = c2py(rule.strip().removeprefix("plural=").rstrip(";"))
    assert count == f"nplurals={len(FORMS[language])}"
    for number in [*range(2_000), 10_000, 1_000_000, 1_000_003, 1_000_011]:
        assert choose(number) == form_index(language, number), number


@pytest.mark.parametrize(
    ("number", "category"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (86, "many"), (99, "many"),
     (100, "other"), (102, "other"), (103, "few"), (111, "many"), (7386, "many"), (-3, "few")],
)  # fmt: skip
def test_six_arabic_forms(number: int, category: str) -> None:
    assert plural_category("ar", number) == category


def test_french_counts_zero_and_one_and_a_half_as_one() -> None:
    assert [plural_category("fr", n) for n in (0, 1, 2, 1_000_000)] == ["one", "one", "other", "other"]
    assert [plural_category("en", n) for n in (0, 1, 2)] == ["other", "one", "other"]
