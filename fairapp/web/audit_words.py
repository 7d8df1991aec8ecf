"""What an act of the audit log says, in the reader's words: its name, what it was done to, and its particulars."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from fairapp.queries.audit import AuditRow
from fairapp.web.locale import current_locale

# Particulars whose values are codes, with the kind of word they are.
CODED = {
    "agreement": "agreement",
    "counts": "fate",
    "fields": "register field",
    "order": "draw order",
    "roles": "role",
    "services": "service",
    "source": "act source",
}
SUBJECTS = {"device.token-issued": "device kind"}
IDENTIFIERS = {"arrival.taken-back": {"exhibitor"}, "badge.replaced": {"exhibitor"}}
"""Particulars that only programs follow, besides those named ``…_id``."""


def told_subject(event: AuditRow) -> str:
    """What the act was done to."""
    if event.action == "checks.drawn":
        return current_locale().gettext("Session %(number)s", number=int(event.subject))
    kind = SUBJECTS.get(event.action)
    return event.subject if kind is None else current_locale().word(kind, event.subject)


def told_details(event: AuditRow) -> Iterator[tuple[str, str]]:
    """Its particulars, each with its name."""
    for name, value in event.details.items():
        if name.endswith("_id") or name in IDENTIFIERS.get(event.action, ()) or value in ("", [], {}):
            continue
        told = _amount(value) if name == "amount" else _told(CODED.get(name), value)
        yield current_locale().word("act detail", name), told


def _amount(written: str) -> str:
    """An amount as the log keeps it, «150.00 SAR», as the reader writes it."""
    figure, _, currency = written.partition(" ")
    minor = Decimal(figure)
    exponent = -int(minor.as_tuple().exponent)
    return current_locale().money(int(minor.scaleb(exponent)), currency, exponent)


def _told(kind: str | None, value: Any) -> str:
    locale = current_locale()
    if isinstance(value, Mapping):
        return locale.list_of(f"{_told(kind, key)} {_told(None, count)}" for key, count in value.items())
    if isinstance(value, list):
        if any(isinstance(one, Mapping) for one in value):
            return locale.number(len(value))
        return locale.list_of(_told(kind, one) for one in value)
    if isinstance(value, int):
        return locale.number(value)
    return str(value) if kind is None else locale.word(kind, str(value))
