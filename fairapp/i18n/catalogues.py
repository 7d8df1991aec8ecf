"""Catalogues: every sentence the product says, read from text files.

``translations/<language>/<word>.po``, one file per word, merged into one dictionary per language and process. They are
text and nothing is compiled: see docs/decisions/0002-catalogues-are-text.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from fairapp.i18n.plurals import FORMS, form_index
from fairapp.i18n.terms import swapping

FOLDER = Path(__file__).with_name("translations")
LANGUAGES = ("ar", "fr", "en")

Key = tuple[str | None, str]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """One language's sentences: (context, msgid) → its forms, one for a plain sentence, several for a counted one."""

    language: str
    sentences: dict[Key, tuple[str, ...]]

    def find(self, msgid: str, context: str | None = None) -> str | None:
        """The sentence, or None when this language does not hold it."""
        forms = self.sentences.get((context, msgid))
        return forms[0] if forms else None

    def find_counted(self, msgid: str, number: int | Decimal, context: str | None = None) -> str | None:
        """The form of the sentence that ``number`` asks for, or None when this language does not hold it."""
        forms = self.sentences.get((context, msgid))
        if forms is None or len(forms) != len(FORMS[self.language]):
            return None
        return forms[form_index(self.language, number)]

    def under(self, context: str) -> dict[str, tuple[str, ...]]:
        """All sentences of one context, by msgid."""
        return {msgid: forms for (place, msgid), forms in self.sentences.items() if place == context}


def mark(msgid: str) -> str:
    """The msgid itself: written around sentences in tables, so that the guard finds them."""
    return msgid


def read_file(path: Path, language: str) -> Catalog:
    """One ``.po`` file as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def files_of(language: str) -> list[Path]:
    """The files of one language, in a stable order."""
    return sorted((FOLDER / language).glob("*.po"))


def _sentences(catalog: Catalog) -> Iterator[tuple[Key, tuple[str, ...]]]:
    for message in catalog:
        msgid = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if msgid and forms and all(forms) and not message.fuzzy:
            yield (message.context, msgid), forms


@cache
def catalogue(language: str, terms: str = "") -> Catalogue:
    """The merged catalogue of ``ar``, ``fr`` or ``en``, read once per process; Arabic in the words of a term set."""
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    if terms:
        swap, plain = swapping(terms), catalogue(language).sentences
        return Catalogue(language=language, sentences={key: tuple(map(swap, plain[key])) for key in plain})
    merged: dict[Key, tuple[str, ...]] = {}
    for path in files_of(language):
        merged.update(_sentences(read_file(path, language)))
    return Catalogue(language=language, sentences=merged)
