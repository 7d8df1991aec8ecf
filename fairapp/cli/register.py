"""``import-register``: exhibitors from a file, with the fate of every row."""

from pathlib import Path
from typing import Any

import click

from fairapp.cli.command import caller_locale, json_option, print_json, say, with_database
from fairapp.domain.errors import Refused, TooMuch
from fairapp.i18n.locales import Locale
from fairapp.queries.organisations import OrganisationRow, get_only_organisation, get_organisation_by_slug
from fairapp.services.audit import Actor
from fairapp.services.register_imports import upload_register, write_import
from fairapp.services.register_preview import ImportOutcome, RefusedRow, outcome_of, preview_file
from fairapp.web.forms import settings

SHOWN = 20  # refused rows told on a terminal; --json tells all


@click.command("import-register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", default=None, help="The organisation's short name, when there are several.")
@click.option("--dry-run", is_flag=True, help="Say what would happen to each row and write nothing.")
@json_option
@with_database
def import_register(file: Path, organisation: str | None, dry_run: bool, as_json: bool) -> None:
    """Add the exhibitors of FILE (CSV or XLSX) to the register. Good rows are written, others reported."""
    owner = get_organisation_by_slug(organisation) if organisation else get_only_organisation()
    outcome = _outcome(file, owner, dry_run=dry_run)
    locale = caller_locale()
    if as_json:
        print_json(outcome_json(outcome, locale))
        return
    click.echo(_summary(outcome, locale, dry_run))
    told = [*outcome.refused, *outcome.duplicated]
    for row in told[:SHOWN]:
        say(f"{row.row}: {_sentence(row, locale)} [{row.code}]")
    if len(told) > SHOWN:
        say(f"… {len(told) - SHOWN}")


def outcome_json(outcome: ImportOutcome, locale: Locale) -> dict[str, Any]:
    """The keys of interfaces.md §1, and ``duplicate_rows`` beside the number of duplicates."""
    return {
        "rows": outcome.rows,
        "imported": outcome.imported,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "duplicates": outcome.duplicates,
        "refused": [_row_json(row, locale) for row in outcome.refused],
        "duplicate_rows": [_row_json(row, locale) for row in outcome.duplicated],
    }


def _outcome(file: Path, owner: OrganisationRow, *, dry_run: bool) -> ImportOutcome:
    limit = settings().upload_max_bytes
    if file.stat().st_size > limit:
        raise TooMuch("file-too-large", megabytes=max(1, limit // 1_000_000))
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused("file-unreadable", path=file.name, reason=error.strerror or type(error).__name__) from error
    key = settings().person_key
    if dry_run:
        return outcome_of(preview_file(owner.organisation_id, content, maximum_bytes=limit, person_key=key))
    actor = Actor(organisation_id=owner.organisation_id, name="import-register")
    import_id = upload_register(actor, file_name=file.name, content=content, maximum_bytes=limit)
    return write_import(actor, import_id, person_key=key)


def _row_json(row: RefusedRow, locale: Locale) -> dict[str, Any]:
    return {"row": row.row, "code": row.code, "message": _sentence(row, locale)}


def _sentence(row: RefusedRow, locale: Locale) -> str:
    return locale.error(Refused(row.code, **row.values))


def _summary(outcome: ImportOutcome, locale: Locale, dry_run: bool) -> str:
    parts = [
        locale.ngettext("%(num)s row", "%(num)s rows", outcome.rows),
        locale.ngettext("%(num)s new", "%(num)s new", outcome.imported),
        locale.ngettext("%(num)s updated", "%(num)s updated", outcome.updated),
        locale.ngettext("%(num)s unchanged", "%(num)s unchanged", outcome.unchanged),
        locale.ngettext("%(num)s duplicate", "%(num)s duplicates", outcome.duplicates),
        locale.ngettext("%(num)s refused", "%(num)s refused", len(outcome.refused)),
    ]
    told = locale.list_of(parts)
    return locale.gettext("Nothing is written yet: %(counts)s.", counts=told) if dry_run else told


commands: list[click.Command] = [import_register]
