"""The rows of a register file as the preview shows them: one fate at a time, fifty on a page."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import request

from fairapp.domain.errors import Refused
from fairapp.domain.text import BIDI_CONTROLS
from fairapp.services.register_plan import FATES, Fate, Known
from fairapp.services.register_preview import Preview
from fairapp.web.crafts import craft_names
from fairapp.web.locale import current_locale, pgettext
from fairapp.web.paging import PER_PAGE, Paging, paging

KINDS_OF_PILL = {"new": "good", "updated": "accent", "unchanged": "", "duplicate": "wait", "refused": "bad"}


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """A field with what stands in the register and what the file says."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """One row in the reader's words. ``known`` is whom it meets; ``choices`` may be decided about a duplicate."""

    number: int
    fate: str
    name: str
    craft: str
    phone: str
    town: str
    reason: str
    code: str
    known: Known | None
    warnings: tuple[str, ...]
    changes: tuple[ShownChange, ...]
    choices: tuple[tuple[str, str], ...]
    decided: str


class FateRows:
    """The part of a preview that ``?fate=`` and ``?page=`` ask for."""

    def __init__(self, organisation_id: uuid.UUID, preview: Preview) -> None:
        asked = request.args.get("fate", "")
        self.fate = asked if asked in FATES else ""
        self._crafts = craft_names(organisation_id)
        chosen = [
            fate for fate in preview.fates if not self.fate or fate.fate == self.fate or _decided(fate, self.fate)
        ]
        self.paging: Paging = paging(len(chosen))
        self._shown = chosen[self.paging.offset : self.paging.offset + PER_PAGE]
        self._preview = preview

    def __iter__(self) -> Iterable[ShownRow]:
        return iter([self._row(fate) for fate in self._shown])

    @property
    def any_choices(self) -> bool:
        """Whether there is anything to decide on this page."""
        return any(fate.choices for fate in self._shown)

    @property
    def tabs(self) -> list[tuple[str, str, int, str]]:
        """(fate, word, how many, kind of pill), those that occur and "new" always."""
        counts = self._preview.counts
        return [(f, pgettext("fate", f), counts[f], KINDS_OF_PILL[f]) for f in FATES if counts[f] or f == "new"]

    def _row(self, fate: Fate) -> ShownRow:
        read, cells = fate.candidate, self._preview.cells[fate.row]
        return ShownRow(
            number=fate.row,
            fate=fate.fate,
            name=read.name if read else _as_it_stands(cells),
            craft=(self._crafts.get(read.craft_id, "") if read.craft_id else read.craft_typed) if read else "",
            phone=read.phone if read else "",
            town=read.town if read else "",
            reason=current_locale().error(Refused(fate.code, **(fate.values or {}))) if fate.code else "",
            code=fate.code,
            known=fate.known,
            warnings=tuple(pgettext("register warning", warning) for warning in read.warnings) if read else (),
            changes=tuple(self._change(*change) for change in fate.changes),
            choices=tuple((choice, pgettext("decision", choice)) for choice in fate.choices),
            decided={"updated": "update", "new": "add"}.get(fate.fate, "leave"),
        )

    def _change(self, field: str, before: Any, after: Any) -> ShownChange:
        shown = field.removesuffix("_id").removesuffix("_typed").replace("national_hash", "national_number")
        return ShownChange(
            field=pgettext("register field", shown),
            before=self._value(field, before),
            after=self._value(field, after),
        )

    def _value(self, field: str, value: Any) -> str:
        if not value:
            return ""
        match field:
            case "craft_id":
                return self._crafts.get(value, "")
            case "kind":
                return pgettext("exhibitor kind", value)
            case "groups":
                return current_locale().list_of(value)
            case "national_hash":
                return "••••"
        return str(value)


def _as_it_stands(cells: Iterable[str]) -> str:
    """The first cells of a row that could not be read, without what would make the page read differently."""
    shown = (
        "".join(letter for letter in cell if letter.isprintable() and letter not in BIDI_CONTROLS) for cell in cells
    )
    return " · ".join(list(filter(None, (text.strip()[:40] for text in shown)))[:4])


def _decided(fate: Fate, asked: str) -> bool:
    """A duplicate about which something was decided stays in the list of duplicates, so that it can be undecided."""
    return asked == "duplicate" and bool(fate.choices)
