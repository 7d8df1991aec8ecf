"""Term sets: the same sentences in the words of another country."""

import pytest

from fairapp.i18n.locales import locale_for
from fairapp.i18n.terms import TERM_SETS, swapping


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("شارة الجناح", "شارة الركن"),
        ("للجناح وبالجناح", "للركن وبالركن"),
        ("٣ أجنحة", "٣ أركان"),
        ("والأجنحة كلها", "والأركان كلها"),
        ("١١ جناحًا", "١١ ركنًا"),
        ("جناحان اثنان", "ركنان اثنان"),
        ("جناحك وأجنحتهم", "ركنك وأركانهم"),
        ("الدورة الرابعة", "النسخة الرابعة"),
        ("دورتكم ودورتان", "نسختكم ونسختان"),
        ("الدورات السابقة", "النسخ السابقة"),
        ("دورة تأهيلية", "دورة تأهيلية"),
        ("الدورات التدريبية", "الدورات التدريبية"),
        ("دوران", "دوران"),
    ],
)
def test_the_gulf_says_other_words(written: str, said: str) -> None:
    assert swapping("gulf")(written) == said


def test_algeria_keeps_the_booth_and_changes_the_edition() -> None:
    assert swapping("algeria")("الجناح في الدورة") == "الجناح في الطبعة"


def test_a_locale_speaks_its_organisations_terms() -> None:
    assert locale_for("ar", "SA", terms="gulf").gettext("Booths") == "الأركان"
    assert locale_for("ar", "SA").gettext("Booths") == "الأجنحة"
    assert locale_for("fr", "SA", terms="gulf") == locale_for("fr", "SA")
    assert locale_for("ar", "SA", terms="martian").terms == ""


@pytest.mark.parametrize("terms", TERM_SETS)
def test_replacements_are_not_replaced_again(terms: str) -> None:
    swap = swapping(terms)
    for said in TERM_SETS[terms].values():
        assert swap(said) == said
