"""``verify-ledger``: whether what is stored is what the phones sent, and where not."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import click

from fairapp.cli.command import caller_locale, json_option, print_json, progress, with_database
from fairapp.i18n.locales import Locale
from fairapp.queries.editions import EditionRow, get_edition_anywhere
from fairapp.queries.ledger_statements import DeviceStatement, list_device_statements
from fairapp.services.ledger_sums import Difference
from fairapp.services.ledger_verification import LedgerFault, LedgerProof, verify_ledger


@click.command("verify-ledger")
@click.argument("edition")
@json_option
@with_database
def verify(edition: str, as_json: bool) -> None:
    """Recompute every chain and every sum of EDITION (its short name); exit 1 when a stored field was changed."""
    row = get_edition_anywhere(edition)
    proof = verify_ledger(row.organisation_id, row.id, _showing)
    statements = list_device_statements(row.organisation_id, row.id)
    if as_json:
        print_json(proof_json(row, proof, statements))
    else:
        _print(row, proof, statements, caller_locale())
    sys.exit(0 if proof.whole else 1)


def _showing(devices: Sequence[Any]) -> Iterator[Any]:
    """One after the other, with a bar for whoever waits."""
    with progress(devices, caller_locale().gettext("Verifying"), length=len(devices)) as shown:
        yield from shown


def proof_json(edition: EditionRow, proof: LedgerProof, statements: list[DeviceStatement]) -> dict[str, Any]:
    """What ``--json`` prints. ``heads`` may be set beside what a phone shows as its own."""
    heads = {one.device_id: one.head for one in proof.lists}
    return {
        "edition": edition.slug,
        "whole": proof.whole,
        "devices": len(proof.lists),
        "entries": proof.entries,
        "faults": [_fault_json(fault) for fault in proof.faults],
        "differences": [asdict(one) for one in proof.differences],
        "statements": [_statement_json(one) | {"head": heads.get(one.device_id)} for one in statements],
    }


def _fault_json(fault: LedgerFault) -> dict[str, Any]:
    return {
        "device": str(fault.device_id),
        "seq": fault.seq,
        "kind": fault.kind,
        "column": fault.columns[0] if fault.columns else None,
        "columns": list(fault.columns),
        "entry": str(fault.entry_id) if fault.entry_id else None,
    }


def _statement_json(one: DeviceStatement) -> dict[str, Any]:
    return {
        "device": str(one.device_id),
        "name": one.name,
        "kind": one.kind,
        "kept_by": one.kept_by,
        "place": one.place,
        "complete": one.complete,
        "at_least": one.at_least,
        "closed_at_seq": one.closed_at_seq,
        "last_heard_at": one.last_heard_at.isoformat() if one.last_heard_at else None,
    }


def _print(edition: EditionRow, proof: LedgerProof, statements: list[DeviceStatement], locale: Locale) -> None:
    names = {one.device_id: one.place or one.name for one in statements}
    for fault in proof.faults:
        click.echo(_fault_line(fault, names.get(fault.device_id, ""), locale))
    for one in proof.differences:
        click.echo(_difference_line(one, locale))
    for statement in statements:
        click.echo(_statement_line(statement, edition, locale))
    click.echo(locale.ngettext("%(num)s entry verified", "%(num)s entries verified", proof.entries))
    if proof.whole:
        click.echo(locale.gettext("Nothing was changed: the chains hold, and the totals are what the phones sent."))


def _fault_line(fault: LedgerFault, stall: str, locale: Locale) -> str:
    where = {"stall": stall, "device": str(fault.device_id), "seq": fault.seq}
    if fault.columns:
        fields = " | ".join(fault.columns)
        return locale.gettext(
            "%(stall)s, entry %(seq)s: changed: %(fields)s (device %(device)s)", fields=fields, **where
        )
    if fault.kind == "added":
        return locale.gettext("%(stall)s, entry %(seq)s: no phone sent it (device %(device)s)", **where)
    return locale.gettext("%(stall)s, entry %(seq)s: missing (device %(device)s)", **where)


def _difference_line(one: Difference, locale: Locale) -> str:
    return locale.gettext(
        "%(column)s of %(key)s: %(stored)s is stored, the entries give %(folded)s",
        column=f"{one.table}.{one.column}",
        key=" / ".join(one.key),
        stored=str(one.stored),
        folded=str(one.folded),
    )


def _statement_line(one: DeviceStatement, edition: EditionRow, locale: Locale) -> str:
    name = one.place or one.name
    if one.kept_by == "desk":
        return locale.ngettext(
            "%(stall)s: kept by the desk, %(num)s entry",
            "%(stall)s: kept by the desk, %(num)s entries",
            one.at_least,
            stall=name,
        )
    if one.complete:
        return locale.ngettext(
            "%(stall)s: complete, %(num)s entry", "%(stall)s: complete, %(num)s entries", one.at_least, stall=name
        )
    if one.last_heard_at is None:
        return locale.gettext("%(stall)s: never heard", stall=name)
    heard = locale.date_time(one.last_heard_at, edition.time_zone)
    return locale.ngettext(
        "%(stall)s: tail unknown, last heard %(heard)s, at least %(num)s entry",
        "%(stall)s: tail unknown, last heard %(heard)s, at least %(num)s entries",
        one.at_least,
        stall=name,
        heard=heard,
    )


commands: list[click.Command] = [verify]
