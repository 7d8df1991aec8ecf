"""Everything the product says exists in three languages, in every plural form, with the same values, well written."""

import re
import unicodedata
from collections import Counter

import pytest

from fairapp.i18n.catalogues import LANGUAGES, files_of, read_file
from fairapp.i18n.plurals import FORMS, HEADERS
from tests.guards.messages import ROOT, Held, list_held, list_raised, list_said, places

TRANSLATED = ("ar", "fr")
# Direction is the business of the markup, never of the sentence.
CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A French sign that stands high takes an unbreakable space, and the apostrophe is a curved one.
FRENCH_FAULTS = re.compile(r"[\w» ][:;!?](?=\s|$)|« |[^\u00a0\u202f]»|\w'\w")
ARABIC_FAULTS = re.compile(r"[\u0621-\u064a]\s?[?,;]")
MARKUP = re.compile(r"<\w|</|&\w+;")
SAID = list_said()
HELD = {language: list_held(language) for language in LANGUAGES}
KEYS = {language: {(held.context, held.msgid) for held in HELD[language]} for language in LANGUAGES}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    held = {(entry.context, entry.msgid): entry for entry in HELD[language]}
    missing = [
        f"{said.where}: {said.msgid!r}" + (f" ({said.context})" if said.context else "")
        for said in SAID
        if (said.context, said.msgid) not in held
    ]
    assert not missing, f"{language}: not in any catalogue\n" + "\n".join(missing)
    uncounted = [s.where for s in SAID if (s.plural is None) != (held[s.context, s.msgid].plural is None)]
    assert not uncounted, f"{language}: counted in one place and not in the other\n" + "\n".join(uncounted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_written(language: str) -> None:
    wanted = len(FORMS[language])
    poor = [e for e in HELD[language] if not all(e.forms) or len(e.forms) != (wanted if e.plural else 1)]
    assert not poor, [(entry.file, entry.msgid) for entry in poor]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_keeps_its_values(language: str) -> None:
    wrong = [(e.file, e.msgid, form) for e in HELD[language] for at, form in enumerate(e.forms) if _strays(e, at, form)]
    assert not wrong, wrong


def _strays(entry: Held, at: int, form: str) -> bool:
    given = places(form)
    if entry.context in ("error", "phone"):
        return False  # their msgid may be a code: compared between languages below
    wanted = places(entry.msgid) | places(entry.plural)
    if entry.context == "scale":
        return not given <= wanted | {"number"}
    if entry.plural is None:
        return given != wanted
    # «جناح واحد», «جناحان»: a form that stands for one number need not repeat it.
    exact = FORMS["ar"][at] in ("zero", "one", "two") if len(entry.forms) == len(FORMS["ar"]) else at == 0
    return given - {"num"} != wanted - {"num"} or (not exact and given != wanted)


def test_coded_sentences_are_the_same_in_all_languages() -> None:
    # Where the msgid is the English sentence itself, English may leave it out.
    said = {(entry.context, entry.msgid) for entry in SAID}
    coded = {language: {key for key in KEYS[language] if key[0]} - said for language in LANGUAGES}
    for language in TRANSLATED:
        assert coded[language] == coded["en"] - said, f"{language}: {sorted(coded[language] ^ coded['en'])}"
    english = {(e.context, e.msgid): e for e in HELD["en"]}
    for language in TRANSLATED:
        for entry in HELD[language]:
            if entry.context in ("error", "phone") and entry.plural is None:
                there = english[entry.context, entry.msgid]
                assert places(entry.forms[0]) == places(there.forms[0]), (language, entry.msgid)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_twice(language: str) -> None:
    counts = Counter((entry.context, entry.msgid) for entry in HELD[language])
    twice = [
        (key, [e.file for e in HELD[language] if (e.context, e.msgid) == key]) for key, n in counts.items() if n > 1
    ]
    assert not twice, twice
    for path in files_of(language):
        written = re.findall(r'^(?:msgctxt "(.*)"\n)?msgid "(.+)"', path.read_text("utf-8"), re.MULTILINE)
        assert not [key for key, times in Counter(written).items() if times > 1], path


def test_every_refusal_has_its_sentence() -> None:
    missing = {}
    for raised in list_raised():
        without = [language for language in LANGUAGES if ("error", raised.code) not in KEYS[language]]
        if without:
            missing[raised.code] = f"{raised.code}: no sentence in {', '.join(without)} ({raised.where})"
    assert not missing, "\n".join(missing.values())


def test_every_refusal_gives_the_values_of_its_sentence() -> None:
    sentences = {e.msgid: e for e in HELD["en"] if e.context == "error"}
    short = [
        f"{raised.where}: {raised.code} lacks {sorted(lacking)}"
        for raised in list_raised()
        if raised.values is not None and raised.code in sentences
        if (lacking := places(sentences[raised.code].forms[0]) - raised.values - {"code"})
    ]
    assert not short, "\n".join(short)


def test_no_catalogue_keeps_what_nobody_says() -> None:
    """common.po is the shared vocabulary and may run ahead of the pages; every other file may not."""
    said = {(entry.context, entry.msgid) for entry in SAID}
    unused = [
        f"{entry.file}: {entry.msgid!r}"
        for entry in HELD["ar"]
        if entry.context is None and entry.file != "common.po" and (None, entry.msgid) not in said
    ]
    assert not unused, "\n".join(unused)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_well_written(language: str) -> None:
    faults = {"fr": FRENCH_FAULTS, "ar": ARABIC_FAULTS}.get(language)
    poor = []
    for entry in HELD[language]:
        for form in entry.forms:
            if unicodedata.normalize("NFC", form) != form:
                poor.append(f"not NFC: {form}")
            if CONTROLS.search(form) or MARKUP.search(form):
                poor.append(f"markup or direction mark: {form}")
            if form != form.strip() or "  " in form:
                poor.append(f"spaces: {form!r}")
            if faults and faults.search(form):
                poor.append(f"typography: {form}")
    assert not poor, "\n".join(poor)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_names_its_language_and_plurals(language: str) -> None:
    names = {path.name for path in files_of(language)}
    assert names, language
    for path in files_of(language):
        headers = dict(read_file(path, language).mime_headers)
        text = path.read_text("utf-8")
        assert headers["Language"] == language, path
        assert f'"Plural-Forms: {HEADERS[language]}\\n"' in text, path
    if language != "en":
        assert names == {path.name for path in files_of("ar")}


def test_templates_say_everything_through_functions() -> None:
    """``{% trans %}`` is not installed: it would double every per cent sign."""
    templates = (ROOT / "fairapp" / "templates").rglob("*.html")
    assert not [str(path) for path in templates if re.search(r"{%-?\s*trans\b", path.read_text("utf-8"))]
