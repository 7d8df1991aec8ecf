"""Sentences: looked up, counted, filled; refusals; the phones' copy."""

import datetime as dt
import json
import time
from decimal import Decimal

import pytest

from fairapp.domain.errors import FairError, Unready
from fairapp.i18n.catalogues import LANGUAGES, catalogue
from fairapp.i18n.locales import Locale, locale_for
from fairapp.i18n.phone import phone_messages

ARABIC = locale_for("ar", "SA")
ALGERIAN = locale_for("ar", "DZ")


def test_a_locale_knows_its_reader() -> None:
    assert (ARABIC.tag, ARABIC.direction, ARABIC.digits, ARABIC.name) == ("ar-SA", "rtl", "arab", "العربية")
    french = locale_for("fr", "dz")
    assert (french.tag, french.direction, french.digits, french.name) == ("fr-DZ", "ltr", "latn", "Français")
    assert locale_for("en").tag == "en"


@pytest.mark.parametrize("language", ["de", "", "AR", "../ar"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="no such language"):
        locale_for(language)
    with pytest.raises(ValueError, match="no catalogue"):
        catalogue(language)


def test_words_in_three_languages() -> None:
    assert [locale_for(language).gettext("Save") for language in LANGUAGES] == ["حفظ", "Enregistrer", "Save"]
    assert ARABIC.word("evidence", "declared") == "معلن"
    assert locale_for("fr").word("role", "marshal") == "agent d’accueil"
    assert ARABIC.word("role", "unheard-of") == "unheard-of"


def test_an_unknown_sentence_is_said_in_english() -> None:
    assert ARABIC.gettext("Never written %(n)s", n=3) == "Never written ٣"
    assert [ARABIC.ngettext("%(num)s thing", "%(num)s things", n) for n in (1, 2)] == ["١ thing", "٢ things"]
    assert ARABIC.pgettext("nowhere", "Save") == "Save"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7386, "7386"),
        (10_021, "10.021"),
        (Decimal("2.5"), "2,5"),
        (None, "غير متاح"),
        (True, "نعم"),
        (dt.date(2014, 12, 3), "3 ديسمبر 2014"),
        (dt.datetime(2014, 12, 3, 9, 0, tzinfo=dt.UTC), "3 ديسمبر 2014، 09:00"),
        (["خزف", "جلد", 3], "خزف وجلد و3"),
        ("50%(x)s", "50%(x)s"),
    ],
)
def test_values_inside_a_sentence(value: object, said: str) -> None:
    assert ALGERIAN.gettext("— %(value)s, 100% —", value=value) == f"— {said}, 100% —"


def test_a_forgotten_value_is_a_fault_of_the_page() -> None:
    with pytest.raises(KeyError):
        ARABIC.gettext("%(one)s %(two)s", one=1)


@pytest.mark.parametrize("locale", [ARABIC, locale_for("fr", "MA"), locale_for("en")], ids=lambda locale: locale.tag)
def test_refusals_have_sentences(locale: Locale) -> None:
    assert locale.error(Unready("database-locked")) != "database-locked"
    unknown = locale.error(FairError("nobody-wrote-this"))
    assert "nobody-wrote-this" in unknown
    assert unknown != "nobody-wrote-this"
    assert "unexpected" in locale.error(FairError("unexpected"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_that_forgot_its_values_still_has_its_sentence(language: str) -> None:
    codes = catalogue(language).under("error")
    assert len(codes) > 10
    for code in codes:
        said = locale_for(language, "SA").error(FairError(code))
        assert said
        assert "%(" not in said


def test_lists() -> None:
    assert locale_for("fr").list_of(["a", "b", "c"]) == "a, b et c"
    assert ARABIC.list_of([]) == ""


def test_the_phones_get_the_same_words() -> None:
    told = phone_messages(ARABIC)
    assert json.loads(json.dumps(told)) == told
    assert (told["tag"], told["direction"], told["digits"], told["decimal"], told["group"]) == (
        "ar-SA", "rtl", "arab", "٫", "٬",
    )  # fmt: skip
    assert told["messages"].keys() == catalogue("ar").under("phone").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_read_quickly(language: str) -> None:
    catalogue(language)
    catalogue.cache_clear()
    began = time.process_time()
    messages = len(catalogue(language).sentences)
    milliseconds = (time.process_time() - began) * 1000
    assert milliseconds < 150 * max(1, messages / 900), f"{messages} messages in {milliseconds:.0f} ms"
