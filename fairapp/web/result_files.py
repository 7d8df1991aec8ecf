"""The tables of the results as rows for XLSX and CSV: figures as numbers, money with decimals, unknown left empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fairapp.domain.errors import NotFound
from fairapp.printing.spreadsheet import Cell
from fairapp.queries.result_tables import ExhibitorTotals, GroupTotals
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.results_shown import ResultsShown


@dataclass(frozen=True, kw_only=True)
class TableRows:
    """A table ready to be written as a file."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_rows(table: str, shown: ResultsShown) -> TableRows:
    """``table`` is sessions, hours, gates, halls, crafts, kinds or methods. Raises ``NotFound`` for another."""
    if table not in _TABLES:
        raise NotFound("page-not-found")
    return _TABLES[table](shown)


def exhibitor_rows(rows: Sequence[ExhibitorTotals], currency: str, exponent: int) -> TableRows:
    """One exhibitor a row."""
    locale = current_locale()
    return TableRows(
        title=_("Exhibitors"),
        columns=(
            _("Register number"), _("Name"), _("Craft"), _("Hall"), _("Booth"), _("Sales"), _money_column(currency),
            _("Evidence"), _("Sessions closed"), _("Sessions due"),
        ),
        rows=tuple(
            (
                row.participant.number,
                row.participant.name,
                row.participant.craft[locale.language],
                ", ".join(dict.fromkeys(place.hall for place in row.participant.places)),
                ", ".join(place.booth for place in row.participant.places),
                None if row.takings_minor is None else row.sales,
                _amount(row.takings_minor, exponent),
                locale.word("evidence", row.evidence.value) if row.evidence else "",
                row.closed,
                row.due,
            )
            for row in rows
        ),
    )  # fmt: skip


def _sessions(shown: ResultsShown) -> TableRows:
    totals = shown.totals
    rows: list[tuple[Cell, ...]] = [
        (
            session.day,
            None if session.takings_minor is None else session.sales,
            _amount(session.takings_minor, totals.exponent),
            session.entries,
            session.reporting,
            session.expected,
            session.not_closed,
        )
        for session in totals.sessions
    ]
    uncertain = totals.uncertain
    if uncertain.sales or uncertain.entries:
        amount = _amount(uncertain.takings_minor, totals.exponent)
        rows.append((_("Session uncertain"), uncertain.sales, amount, uncertain.entries, None, None, None))
    columns = (
        _("Session"), _("Sales"), _money_column(totals.currency), _("Entries"), _("Reporting"), _("Expected"),
        _("Not closed"),
    )  # fmt: skip
    return TableRows(title=_("Sessions"), columns=columns, rows=tuple(rows))


def _hours(shown: ResultsShown) -> TableRows:
    exponent = shown.totals.exponent
    return TableRows(
        title=_("By hour"),
        columns=(_("Hour"), _("Sales"), _money_column(shown.totals.currency), _("Entries")),
        rows=tuple(
            (f"{hour.starts_at:%H:%M}", hour.sales, _amount(hour.takings_minor, exponent), hour.entries)
            for hour in shown.hours
        ),
    )


def _gates(shown: ResultsShown) -> TableRows:
    rows = tuple((gate.gate, gate.inwards, gate.outwards) for gate in shown.gates)
    return TableRows(title=_("By gate"), columns=(_("Gate"), _("In"), _("Out")), rows=rows)


def _methods(shown: ResultsShown) -> TableRows:
    locale, exponent = current_locale(), shown.totals.exponent
    return TableRows(
        title=_("By method"),
        columns=(_("Payment method"), _("Sales"), _money_column(shown.totals.currency)),
        rows=tuple(
            (locale.word("method", row.method), row.sales, _amount(row.net_minor, exponent)) for row in shown.methods
        ),
    )


def _groups(title: str, first: str, groups: Sequence[GroupTotals], shown: ResultsShown) -> TableRows:
    exponent = shown.totals.exponent
    return TableRows(
        title=title,
        columns=(first, _("Exhibitors"), _("Sales"), _money_column(shown.totals.currency)),
        rows=tuple(
            (
                group.name or _("Not stated"),
                group.exhibitors,
                None if group.takings_minor is None else group.sales,
                _amount(group.takings_minor, exponent),
            )
            for group in groups
        ),
    )


def _halls(shown: ResultsShown) -> TableRows:
    return _groups(_("By hall"), _("Hall"), shown.halls, shown)


def _crafts(shown: ResultsShown) -> TableRows:
    return _groups(_("By craft"), _("Craft"), shown.crafts, shown)


def _kinds(shown: ResultsShown) -> TableRows:
    return _groups(_("By kind of exhibitor"), _("Kind"), shown.kinds, shown)


def _amount(minor: int | None, exponent: int) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-exponent)


def _money_column(currency: str) -> str:
    return _("Takings (%(currency)s)", currency=current_locale().currency_name(currency))


_TABLES: dict[str, Callable[[ResultsShown], TableRows]] = {
    "sessions": _sessions,
    "hours": _hours,
    "gates": _gates,
    "methods": _methods,
    "halls": _halls,
    "crafts": _crafts,
    "kinds": _kinds,
}
