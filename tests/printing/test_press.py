"""The sentences for the press, in three languages."""

import pytest

from fairapp.domain.results import HeadlineKind, headline
from fairapp.i18n.locales import locale_for
from fairapp.printing.press import press_sentences


def said(language: str, takings_minor: int | None, entries: int | None, *, days: int = 3) -> tuple[str, ...]:
    lines = (
        headline(HeadlineKind.TAKINGS, takings_minor, currency="SAR", exponent=2),
        headline(HeadlineKind.ENTRIES, entries),
    )
    locale = locale_for(language, "SA", "latn")
    return press_sentences(locale, [line for line in lines if line], exhibitors=600, days=days)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ar", ("بلغت مبيعات 600 عارض أكثر من 5 ملايين ريال.", "سجّلت البوابات أكثر من 10 آلاف دخول في 3 أيام.")),
        ("fr", ("Les recettes de 600 exposants s’élèvent à plus de 5\u00a0millions de riyals.",
                "Les portes ont enregistré plus de 10\u202f000\u00a0entrées en 3 jours.")),
        ("en", ("The takings of 600 exhibitors came to more than 5 million riyals.",
                "The gates counted more than 10,000 entries in 3 days.")),
    ],
)  # fmt: skip
def test_more_than_while_it_is_true(language: str, sentences: tuple[str, ...]) -> None:
    assert said(language, 500_010_000, 10_021) == sentences


@pytest.mark.parametrize(
    ("takings_minor", "sentence"),
    [
        (499_990_000, "بلغت مبيعات 600 عارض 4,999,900 ريال."),
        (500_000_000, "بلغت مبيعات 600 عارض 5 ملايين ريال."),
        (500_000_001, "بلغت مبيعات 600 عارض أكثر من 5 ملايين ريال."),
        (499_990_050, "بلغت مبيعات 600 عارض 4,999,900.50 ريال."),
        (0, "بلغت مبيعات 600 عارض 0 ريال."),
    ],
)
def test_the_plain_figure_otherwise(takings_minor: int, sentence: str) -> None:
    assert said("ar", takings_minor, None) == (sentence,)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (7, "7 مرات دخول"),
        (850, "850 دخولًا"),
        (9_999, "9,999 دخولًا"),
        (10_000, "10,000 دخول"),
        (2_010, "أكثر من ألفي دخول"),
    ],
)
def test_entries_are_counted_in_good_arabic(entries: int, words: str) -> None:
    assert words in said("ar", None, entries)[0]


def test_french_elides() -> None:
    assert "plus de 2\u00a0millions d’entrées" in said("fr", None, 2_100_000)[0]


def test_without_sessions_no_days_are_named() -> None:
    assert said("en", None, 12, days=0) == ("The gates counted 12 entries.",)
