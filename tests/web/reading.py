"""A page as a reader's tools see it: its language, its headings, its links, and all it says."""

from functools import cache
from html.parser import HTMLParser

from fairapp.i18n.catalogues import files_of, read_file

SPOKEN = ("aria-label", "placeholder", "title", "alt")
UNSPOKEN = {"script", "style", "code", "kbd"}
SIGNS = {"currency", "evidence letter", "evidence", "scale"}
"""Contexts of signs such as SAR and A, which also stand for themselves."""


class ReadPage(HTMLParser):
    """``texts`` are the runs of text and the spoken attributes, each as it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root: dict[str, str] = {}
        self.title = ""
        self.headings: list[str] = []
        self.links: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.root = given
        if tag == "h1":
            self.headings.append("")
        if tag == "a":
            self.links.append(given.get("aria-label", ""))
            self.addresses.append(given.get("href", ""))
        if "id" in given:
            self.ids.append(given["id"])
        self.texts.extend(given[name] for name in SPOKEN if given.get(name))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if "title" in self._open and "svg" not in self._open:
            self.title += words
        if "h1" in self._open:
            self.headings[-1] += words
        if "a" in self._open:
            self.links[-1] += words
        if words and not UNSPOKEN & set(self._open):
            self.texts.append(words)


def english_left(texts: list[str], language: str) -> list[str]:
    """What is said word for word as in the source although the language says it otherwise."""
    return sorted(set(texts) & source_words(language))


@cache
def source_words(language: str) -> frozenset[str]:
    """Sentences and codes of the source that this language never says as they are."""
    ours: set[str] = set()
    said: set[str] = set()
    for path in files_of(language):
        for message in read_file(path, language):
            said.update([message.string] if isinstance(message.string, str) else message.string)
            if message.context not in SIGNS:
                ours.update([message.id] if isinstance(message.id, str) else message.id)
    return frozenset(ours - said)
