"""Reads about crafts, and which craft a typed name means."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.exhibitors import search_key
from fairapp.models.crafts import Craft

# What people put in front of a craft without meaning another one.
_OPENINGS = re.compile(
    r"^(صناعه|صناعات|صنع|حرفه|حرف|اعمال|فن|مشغولات|منتجات|fabrication|artisanat|metier|production|handmade|traditional"
    r"|making) +((de|des|du|d|la|le|les|l|of) +)*"
)
_ARTICLE = re.compile(r"(^| )(و?)ال(?=\w{2})")


@dataclass(frozen=True, kw_only=True)
class CraftRow:
    """A craft with its names; ``depth`` is 0 for a branch of the tree and grows downwards."""

    id: uuid.UUID
    code: str
    names: dict[str, str]
    search_keys: tuple[str, ...]
    parent_id: uuid.UUID | None
    depth: int

    def name(self, language: str) -> str:
        """Its name in ar, fr or en."""
        return self.names[language]


class CraftNames:
    """Finds the craft that a typed name means: with or without hamza and article, in any of the three languages."""

    def __init__(self, crafts: Iterable[CraftRow]) -> None:
        self._by_key: dict[str, uuid.UUID] = {}
        for craft in crafts:
            for key in craft.search_keys:
                self._by_key.setdefault(key, craft.id)
                self._by_key.setdefault(_bare(key), craft.id)
        self._answers: dict[str, uuid.UUID | None] = {}

    def find(self, typed: str) -> uuid.UUID | None:
        """The craft, or None when the tree holds no such name."""
        if typed not in self._answers:
            if len(self._answers) > 5_000:
                self._answers.clear()
            self._answers[typed] = self._find(search_key(typed))
        return self._answers[typed]

    def _find(self, key: str) -> uuid.UUID | None:
        shorter = _OPENINGS.sub("", key)
        tried = (key, _bare(key), shorter, _bare(shorter))
        return next((self._by_key[each] for each in tried if each in self._by_key), None)


def list_crafts(organisation_id: uuid.UUID) -> list[CraftRow]:
    """The tree in reading order: each craft under its parent."""
    asked = select(Craft).where(Craft.organisation_id == organisation_id).order_by(Craft.position, Craft.code)
    children: dict[uuid.UUID | None, list[Craft]] = {}
    for craft in db.session.scalars(asked):
        children.setdefault(craft.parent_id, []).append(craft)
    return list(_under(None, children, 0))


def _under(parent: uuid.UUID | None, children: dict[uuid.UUID | None, list[Craft]], depth: int) -> Iterable[CraftRow]:
    for craft in children.get(parent, ()):
        yield CraftRow(
            id=craft.id,
            code=craft.code,
            names={"ar": craft.name_ar, "fr": craft.name_fr, "en": craft.name_en},
            search_keys=tuple(craft.search_keys),
            parent_id=craft.parent_id,
            depth=depth,
        )
        yield from _under(craft.id, children, depth + 1)


def _bare(key: str) -> str:
    """The key without the article, also after «و»: «العطور والبخور» is «عطور وبخور»."""
    return _ARTICLE.sub(r"\1\2", key)
