"""One row of a register file, read into what the register would keep, or refused with the reason."""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from functools import lru_cache

from fairapp.domain.errors import Refused
from fairapp.domain.exhibitors import ExhibitorKind, NationalNumber, clean_text, search_key
from fairapp.domain.text import ascii_digits
from fairapp.queries.crafts import CraftNames
from fairapp.services.register_columns import ColumnMapping
from fairapp.services.register_phones import read_phone
from fairapp.services.register_sheets import UNREADABLE, SheetRow
from fairapp.services.register_words import FIELDS, KIND_OF

LENGTHS = {"number": 40, "name": 200, "surname": 100, "phone": 80, "town": 200, "region": 200, "note": 2_000}
CELL_MAXIMUM = 200
GROUPS_MAXIMUM = 10
KEY_MAXIMUM = 200  # as wide as its column; folding may lengthen a name

# What makes the slow, exact reading of clean_text necessary.
_UNUSUAL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
_GROUPS = re.compile("[,;،؛|/\n]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """What a row says of an exhibitor. Empty means that the row does not say; ``kind`` may be empty too.

    ``phone`` is E.164 when ``phone_readable``, else as typed. ``craft_typed`` is a craft the tree does not know.
    """

    row: int
    number: str
    name: str
    search_key: str
    kind: str
    craft_id: uuid.UUID | None
    craft_typed: str
    phone: str
    phone_readable: bool
    town: str
    region: str
    groups: tuple[str, ...]
    national_hash: str | None
    national_last4: str
    note: str

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was kept as typed because it could not be understood."""
        phone = ("phone-unreadable",) if self.phone and not self.phone_readable else ()
        return phone + (("craft-unknown",) if self.craft_typed else ())


class RowReader:
    """Reads rows by one mapping, for one country and one tree of crafts. ``person_key`` keys national numbers."""

    def __init__(self, mapping: ColumnMapping, *, country: str, crafts: CraftNames, person_key: bytes) -> None:
        self._at = mapping.columns
        self._country = country
        self._crafts = crafts
        self._person_key = person_key

    def read(self, row: SheetRow) -> Candidate:
        """Raises ``Refused`` with the reason: ``cell-formula``, ``cell-unreadable``, ``name-missing``, …"""
        text = self._texts(row)
        name = read_cell(f"{text['name']} {text['surname']}", "name") if text["surname"] else text["name"]
        key = search_key(name)
        if not key:
            raise Refused("name-missing")
        phone, readable = read_contact(text["phone"], self._country)
        craft_typed = text["craft"]
        craft_id = self._crafts.find(craft_typed) if craft_typed else None
        national_hash, last4 = self._national(text["national_number"])
        return Candidate(
            row=row.number,
            number=ascii_digits(text["number"]),
            name=name,
            search_key=key[:KEY_MAXIMUM],
            kind=read_kind(text["kind"]),
            craft_id=craft_id,
            craft_typed="" if craft_id else craft_typed,
            phone=phone,
            phone_readable=readable,
            town=text["town"],
            region=text["region"],
            groups=read_groups(text["groups"]) if text["groups"] else (),
            national_hash=national_hash,
            national_last4=last4,
            note=text["note"],
        )

    def _texts(self, row: SheetRow) -> dict[str, str]:
        """The text of every field, empty where the row has none. One look at the whole row spares most cells theirs."""
        cells, width = row.cells, len(row.cells)
        usual = is_usual("".join(cells))
        texts = dict.fromkeys(FIELDS, "")
        for field, position in self._at.items():
            if position < width and cells[position]:
                texts[field] = read_cell(cells[position], field, usual=usual)
        return texts

    def _national(self, typed: str) -> tuple[str | None, str]:
        if not typed:
            return None, ""
        number = NationalNumber.parse(typed)
        return number.keyed_hash(self._person_key), number.last4


def is_usual(text: str) -> bool:
    """Whether nothing stands in a text that has to be looked at letter by letter."""
    return not _UNUSUAL.search(text) and unicodedata.is_normalized("NFC", text)


def read_cell(cell: str, field: str, *, usual: bool = False) -> str:
    """The text of a cell; ``usual`` when nothing unusual stands in it for certain.

    Raises ``cell-unreadable``, ``cell-formula``, ``text-has-controls``, ``text-too-long``.
    """
    maximum = LENGTHS.get(field, CELL_MAXIMUM)
    if not usual or len(cell) > maximum:
        if UNREADABLE in cell:
            raise Refused("cell-unreadable")
        text = clean_text(cell, maximum, lines=field == "note")
    else:
        text = " ".join(cell.split())
    if text[:1] in ("=", "@"):
        raise Refused("cell-formula", text=text[:40])
    return text


def read_contact(typed: str, country: str) -> tuple[str, bool]:
    """The telephone in one spelling and True, or as it was typed and False."""
    if not typed:
        return "", True
    phone = read_phone(typed, country)
    return (typed, False) if phone is None else (phone, True)


@lru_cache(maxsize=1_000)
def read_kind(typed: str) -> str:
    """The code of a kind written in any language, empty for empty. Raises ``kind-unknown``."""
    if not typed:
        return ""
    kind = typed if typed in set(ExhibitorKind) else KIND_OF.get(search_key(typed))
    if kind is None:
        raise Refused("kind-unknown", kind=typed[:40])
    return str(kind)


def read_groups(typed: str) -> tuple[str, ...]:
    """Groups between commas, each once, in the order typed. Raises ``groups-too-many``."""
    groups = tuple(dict.fromkeys(group for group in map(str.strip, _GROUPS.split(typed)) if group))
    if len(groups) > GROUPS_MAXIMUM:
        raise Refused("groups-too-many", maximum=GROUPS_MAXIMUM)
    return groups
