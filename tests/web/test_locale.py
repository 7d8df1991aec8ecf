"""Which language a request is answered in, and how templates say and write things."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, render_template_string
from flask.testing import FlaskClient
from wtforms import Form, StringField
from wtforms.validators import Length

from fairapp.application import create_app
from fairapp.config import read_settings
from fairapp.queries.organisations import get_organisation
from fairapp.web.locale import current_locale, gettext, lazy_gettext, ngettext, pgettext
from tests.factories.accounts import an_account, an_organisation, signed_in

EVENING = dt.datetime(2014, 12, 3, 18, 5, tzinfo=dt.UTC)


def told(app: Flask, template: str, *, accept: str = "ar", cookies: str = "", **values: Any) -> str:
    """What a template says to a visitor whose browser asks for ``accept``."""
    with app.test_request_context("/", headers={"Accept-Language": accept, "Cookie": cookies}):
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("accept", "cookies", "tag"),
    [
        ("", "", "fr-DZ"),
        ("de", "", "fr-DZ"),
        ("ar-EG,ar;q=0.9,en;q=0.5", "", "ar-DZ"),
        ("en-US,en;q=0.9,fr;q=0.8", "", "en-DZ"),
        ("en", "fairapp_language=ar", "ar-DZ"),
        ("en", "fairapp_language=../../etc", "en-DZ"),
        (";;;q=x,,", "", "fr-DZ"),
    ],
)
def test_visitors_choose_by_cookie_then_browser_then_organisation(
    sqlite_app: Flask, accept: str, cookies: str, tag: str
) -> None:
    an_organisation(country="DZ", language="fr")
    assert told(sqlite_app, "{{ locale.tag }}", accept=accept, cookies=cookies) == tag


def test_an_empty_installation_speaks_arabic(sqlite_app: Flask) -> None:
    assert told(sqlite_app, "{{ locale.tag }} {{ locale.direction }}", accept="") == "ar rtl"


def test_digits_follow_the_reader(sqlite_app: Flask) -> None:
    an_organisation(country="SA")
    assert told(sqlite_app, "{{ 7386|number }}") == "٧٬٣٨٦"
    assert told(sqlite_app, "{{ 7386|number }}", cookies="fairapp_digits=latn") == "7,386"
    assert told(sqlite_app, "{{ 7386|number }}", cookies="fairapp_digits=roman") == "٧٬٣٨٦"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_account_keeps_its_language_whatever_the_browser_asks(client: FlaskClient, language: str) -> None:
    signed_in(client, an_account(an_organisation(), "organiser", language=language))
    client.set_cookie("fairapp_language", "ar")
    page = client.get("/", headers={"Accept-Language": "ar"})
    assert f'<html lang="{language}-SA" dir="ltr"' in page.get_data(as_text=True)
    assert {"accept-language", "cookie"} <= {name.lower() for name in page.vary}


def test_a_page_may_name_its_organisation_after_the_first_word(sqlite_app: Flask) -> None:
    first, second = an_organisation("one", country="SA"), an_organisation("two", country="MA")
    with sqlite_app.app_context(), sqlite_app.test_request_context("/"):
        assert current_locale().tag == "ar"
        g.organisation = get_organisation(second.organisation_id)
        assert current_locale().tag == "ar-MA"
        g.organisation = get_organisation(first.organisation_id)
        assert current_locale().tag == "ar-SA"


def test_a_missing_database_still_has_a_language(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(read_settings({"FAIRAPP_INSTANCE": str(tmp_path)}))
    assert told(app, "{{ _('Save') }}", accept="fr") == "Enregistrer"
    assert "no organisation to take a locale from" in caplog.text


def test_values_are_escaped_and_sentences_are_not_twice(sqlite_app: Flask) -> None:
    said = told(sqlite_app, "{{ pgettext('headline', 'more than %(amount)s', amount=name) }}", name="<b>&")
    assert said == "أكثر من &lt;b&gt;&amp;"
    assert told(sqlite_app, "{{ _('%(n)s%% of 50%', n=7) }}", accept="en") == "7%% of 50%"
    assert told(sqlite_app, "{{ ngettext('%(num)s x', '%(num)s xs', 3) }}", accept="en") == "3 xs"


def test_imported_macros_have_the_words_too(sqlite_app: Flask) -> None:
    macro = "{% macro word() %}{{ _('Save') }} {{ locale.direction }} {{ 5|number }}{% endmacro %}"
    sqlite_app.jinja_env.globals["macros"] = sqlite_app.jinja_env.from_string(macro).module
    try:
        assert told(sqlite_app, "{{ macros.word() }}", accept="fr") == "Enregistrer ltr 5"
    finally:
        del sqlite_app.jinja_env.globals["macros"]


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{{ 123450|money('SAR', 2) }}", "SAR\u00a01,234.50"),
        ("{{ 123450|money('SAR', 2, symbol=false) }}", "1,234.50"),
        ("{{ none|money('SAR', 2) }}", "not available"),
        ("{{ 119|percent(120) }}", "99.2%"),
        ("{{ when.date()|day }}", "3 December 2014"),
        ("{{ when.date()|short_day }}", "3 Dec 2014"),
        ("{{ when.date()|weekday }}", "Wednesday"),
        ("{{ when.date()|hijri }}", "11 Safar 1436 AH"),
        ("{{ none|hijri }}", ""),
        ("{{ when|clock('Asia/Riyadh') }}", "21:05"),
        ("{{ when|moment('Asia/Riyadh') }}", "3 December 2014, 21:05"),
        ("{{ when|ago(when) }}", "just now"),
        ("{{ 'A-07'|digits }}", "A-07"),
        ("{{ 'declared'|word('evidence') }}", "declared"),
        ("{{ '<i>'|isolate }}", "<bdi>&lt;i&gt;</bdi>"),
    ],
)
def test_filters(sqlite_app: Flask, template: str, written: str) -> None:
    assert told(sqlite_app, template, accept="en", when=EVENING) == written


def test_lazy_words_wait_for_their_reader(sqlite_app: Flask) -> None:
    label = lazy_gettext("Save")

    class Sample(Form):
        name = StringField(label, [Length(max=1, message=lazy_gettext("Name"))])

    for language, word in (("ar", "حفظ"), ("fr", "Enregistrer"), ("en", "Save")):
        assert told(sqlite_app, "{{ form.name.label }}", accept=language, form=Sample()).endswith(f">{word}</label>")
        with sqlite_app.test_request_context("/", headers={"Accept-Language": language}):
            assert (label == word, str(label), gettext("Save")) == (True, word, word)
    assert {label: 1}[lazy_gettext("Save")] == 1


def test_words_in_python(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert ngettext("%(num)s x", "%(num)s xs", 2) == "2 xs"
        assert pgettext("headline", "more than %(amount)s", amount=5) == "plus de 5"
