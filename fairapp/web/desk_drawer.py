"""A family's drawer, counted for her: notes and coins as they were typed, their sum, and what is wrong with a cell."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fairapp.domain.denominations import denominations_of
from fairapp.domain.errors import FairError, Refused
from fairapp.domain.ledger import CountedDrawer
from fairapp.i18n.locales import Locale
from fairapp.queries.desk_details import new_line_id
from fairapp.queries.editions import EditionRow, SessionRow
from fairapp.services.clock import now
from fairapp.services.desk_entries import DeskLine
from fairapp.web.desk_typed import SOURCES, read_money, read_opened_at, read_row_id, read_source
from fairapp.web.typed import find_whole

MOST = 99_999
"""Of one note or coin."""


@dataclass(frozen=True, kw_only=True)
class DrawerForm:
    """``typed`` by field: float, other, count-<minor units>. ``counts`` by minor units; the rest in minor units.

    ``other_minor`` is money that is not in the list of notes and coins; it counts like the rest.
    """

    id: uuid.UUID
    source: str
    opened_at: datetime
    values: tuple[int, ...]
    typed: Mapping[str, str]
    session: SessionRow | None = None
    zero_sales: bool = False
    float_minor: int = 0
    other_minor: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)
    faults: Mapping[str, FairError] = field(default_factory=dict)

    @property
    def counted_minor(self) -> int:
        return self.other_minor + sum(value * times for value, times in self.counts.items())

    def line(self) -> DeskLine:
        """What is to be recorded. Only of a drawer without faults, of a session."""
        if self.session is None:
            raise Refused("session-missing")
        drawer = CountedDrawer(
            session_id=str(self.session.id),
            float_minor=self.float_minor,
            counted_minor=self.counted_minor,
            denominations={str(value): times for value, times in self.counts.items() if times},
            sales=0,
            sales_minor=0,
            zero_sales=self.zero_sales,
        )
        return DeskLine(id=self.id, kind="cash_up", occurred_at=self.opened_at, drawer=drawer)


def blank_drawer(edition: EditionRow) -> DrawerForm:
    """Nothing counted yet."""
    values = denominations_of(edition.currency)
    return DrawerForm(id=new_line_id(), source=SOURCES[1], opened_at=now(), values=values, typed={})


def read_drawer(typed: Mapping[str, str], edition: EditionRow, session: SessionRow, locale: Locale) -> DrawerForm:
    """The drawer as it was typed. Refuses nothing: faults stand by fields.

    An empty drawer must be said: with nothing typed at all, and no "sold nothing", it is a fault of ``other``.
    """
    faults: dict[str, FairError] = {}
    values, zero = denominations_of(edition.currency), typed.get("act") == "nothing"
    counts: dict[int, int] = {}
    for value in values:
        try:
            counts[value] = _times(typed, f"count-{value}")
        except FairError as error:
            faults[f"count-{value}"] = error
    moneys = {name: _money(typed, name, edition, locale, faults) for name in ("float", "other")}
    kept = {name: text.strip() for name, text in typed.items() if name in moneys or name.startswith("count-")}
    if not zero and not any(text for name, text in kept.items() if name != "float"):
        faults["other"] = Refused("nothing-counted")
    return DrawerForm(
        id=read_row_id(typed.get("id", "")),
        source=read_source(typed),
        opened_at=read_opened_at(typed),
        values=values,
        typed=kept,
        session=session,
        zero_sales=zero,
        float_minor=moneys["float"],
        other_minor=moneys["other"],
        counts=counts,
        faults=faults,
    )


def _times(typed: Mapping[str, str], name: str) -> int:
    times = find_whole(typed, name) or 0
    if times > MOST:
        raise Refused("count-too-large", most=MOST)
    return times


def _money(
    typed: Mapping[str, str], name: str, edition: EditionRow, locale: Locale, faults: dict[str, FairError]
) -> int:
    text = typed.get(name, "").strip()
    try:
        return read_money(text, edition, locale, least=0) if text else 0
    except FairError as error:
        faults[name] = error
        return 0
