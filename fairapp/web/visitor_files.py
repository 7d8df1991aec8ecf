"""The tables of the visitors' page as rows for XLSX and CSV: figures as numbers, unknown left empty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from fairapp.domain.errors import NotFound
from fairapp.printing.spreadsheet import Cell
from fairapp.web.locale import gettext as _
from fairapp.web.visitors_shown import VisitorsShown


@dataclass(frozen=True, kw_only=True)
class VisitorRows:
    """A table ready to be written as a file."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def visitor_rows(table: str, shown: VisitorsShown) -> VisitorRows:
    """``table`` is sessions, gates, recounts or watch. Raises ``NotFound`` for another."""
    if table not in _TABLES:
        raise NotFound("page-not-found")
    return _TABLES[table](shown)


def _sessions(shown: VisitorsShown) -> VisitorRows:
    return VisitorRows(
        title=_("Sessions"),
        columns=(_("Session"), _("In"), _("Out"), _("Recounts")),
        rows=tuple(
            (line.session.day if line.session else _("Session uncertain"), line.inwards, line.outwards, line.error)
            for line in shown.sessions
        ),
    )


def _gates(shown: VisitorsShown) -> VisitorRows:
    zone = ZoneInfo(shown.edition.time_zone)
    return VisitorRows(
        title=_("By gate"),
        columns=(_("Gate"), _("Hall"), _("In"), _("Out"), _("Recounts"), _("Last heard")),
        rows=tuple(
            (
                line.gate.gate,
                line.hall,
                line.inwards,
                line.outwards,
                line.error,
                line.gate.last_heard_at and line.gate.last_heard_at.astimezone(zone),
            )
            for line in shown.gates
        ),
    )


def _recounts(shown: VisitorsShown) -> VisitorRows:
    zone = ZoneInfo(shown.edition.time_zone)
    return VisitorRows(
        title=_("Recounts"),
        columns=(_("Time"), _("Gate"), _("Minutes"), _("Counted"), _("Recounted")),
        rows=tuple(
            (
                row.written_at.astimezone(zone),
                row.gate,
                row.recount.length // timedelta(minutes=1),
                row.recount.counted,
                row.recount.recounted,
            )
            for row in shown.notes.recounts
        ),
    )


def _watch(shown: VisitorsShown) -> VisitorRows:
    zone = ZoneInfo(shown.edition.time_zone)
    return VisitorRows(
        title=_("Watch at the gates"),
        columns=(_("Time"), _("Gate"), _("Leaves the watch"), _("Takes over the watch"), _("In"), _("Out")),
        rows=tuple(
            (
                row.written_at.astimezone(zone),
                row.gate,
                row.hand_over.leaves,
                row.hand_over.takes_over,
                row.hand_over.inwards,
                row.hand_over.outwards,
            )
            for row in shown.notes.hand_overs
        ),
    )


_TABLES: dict[str, Callable[[VisitorsShown], VisitorRows]] = {
    "sessions": _sessions,
    "gates": _gates,
    "recounts": _recounts,
    "watch": _watch,
}
