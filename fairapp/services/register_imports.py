"""A register file: given, looked over, agreed to, written once. Until then nothing of it stands in the register."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, Gone, NotFound, Refused
from fairapp.domain.exhibitors import ExhibitorKind
from fairapp.domain.text import BIDI_CONTROLS
from fairapp.models.exhibitors import RegisterImport
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.register_columns import ColumnMapping, chosen_columns, guess_columns
from fairapp.services.register_files import read_register_file
from fairapp.services.register_plan import ADD, LEAVE, UPDATE
from fairapp.services.register_preview import (
    LARGEST,
    ImportOutcome,
    Preview,
    outcome_as_json,
    outcome_of,
    outcome_of_json,
    outcome_without_cells,
    preview_sheet,
)
from fairapp.services.register_sheets import Sheet
from fairapp.services.register_writing import insert_exhibitors, lock_register, update_exhibitors

KEPT = timedelta(days=7)  # how long a file that nobody agreed to is kept
REMEMBERED_ROWS = 20_000  # some ten megabytes in each process
_LAST_READ: dict[str, Sheet] = {}  # at most one, by the hash of its bytes; forgotten when it is written or discarded


@transactional
def upload_register(actor: Actor, *, file_name: str, content: bytes, maximum_bytes: int = LARGEST) -> uuid.UUID:
    """Keep a file to be looked over; nothing is written to the register. Columns are guessed from the headings.

    Raises what ``read_register_file`` refuses. Files left lying for a week are forgotten.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    sheet = _remembered(sha256, read_register_file(content, maximum_bytes=maximum_bytes))
    forget_stale_imports(actor)
    kept = RegisterImport(
        organisation_id=actor.organisation_id,
        file_name=_plain_name(file_name),
        sha256=sha256,
        content=content,
        mapping=guess_columns(sheet).as_json(),
        rows=len(sheet.rows) - 1,
        uploaded_at=now(),
        uploaded_by=actor.account_id,
    )
    db.session.add(kept)
    db.session.flush()
    record_event(actor, "register.uploaded", subject=kept.file_name, sha256=kept.sha256, rows=kept.rows)
    return kept.id


@transactional
def choose_mapping(
    actor: Actor,
    import_id: uuid.UUID,
    mapping: Mapping[str, int | str],
    *,
    headings: bool = True,
    kind: str = ExhibitorKind.FAMILY,
) -> None:
    """Say which column (position from 0, or heading) holds which field. Raises what ``chosen_columns`` refuses."""
    kept = _open_import(actor.organisation_id, import_id)
    sheet = _sheet(kept)
    kept.mapping = chosen_columns(sheet, mapping, headings=headings, kind=kind).as_json()
    kept.rows = len(sheet.rows) - (1 if headings else 0)


@transactional
def decide_duplicates(actor: Actor, import_id: uuid.UUID, decisions: Mapping[int, str]) -> None:
    """Keep what was decided about duplicates until the file is written. Raises ``decision-unknown``."""
    unknown = set(decisions.values()) - {LEAVE, UPDATE, ADD}
    if unknown:
        raise Refused("decision-unknown", decision=sorted(unknown)[0])
    kept = _open_import(actor.organisation_id, import_id)
    made = {**_decided(kept), **decisions}
    kept.mapping = {**kept.mapping, "decided": {str(row): made[row] for row in sorted(made) if made[row] != LEAVE}}


@transactional
def write_import(
    actor: Actor, import_id: uuid.UUID, *, resolutions: Mapping[int, str] | None = None, person_key: str = ""
) -> ImportOutcome:
    """Write what was agreed to, in one transaction, deciding every row again: the register may have grown meanwhile.

    ``resolutions`` maps rows that are duplicates to ``update``, ``add`` or ``leave``; what it does not name stays as
    decided before, or is left. Raises
    ``import-written``, ``import-expired``, ``column-name-missing``, ``person-key-missing``.
    """
    lock_register(actor.organisation_id)
    kept = _open_import(actor.organisation_id, import_id)
    preview = _preview(actor.organisation_id, kept, {**_decided(kept), **(resolutions or {})}, person_key)
    moment = now()
    new = [fate.candidate for fate in preview.fates if fate.fate == "new" and fate.candidate is not None]
    insert_exhibitors(actor.organisation_id, new, kind=preview.mapping.kind, at=moment)
    changed = [fate for fate in preview.fates if fate.fate == "updated"]
    update_exhibitors(actor.organisation_id, changed, at=moment)
    outcome = outcome_of(preview)
    kept.outcome = outcome_as_json(outcome)
    kept.content, kept.written_at = None, moment
    _LAST_READ.clear()
    record_event(actor, "register.imported", subject=kept.file_name, counts=dict(preview.counts))
    return outcome


@transactional
def discard_import(actor: Actor, import_id: uuid.UUID) -> None:
    """Forget a file that is not to be written. Raises ``import-written`` for one that is."""
    kept = _open_import(actor.organisation_id, import_id)
    record_event(actor, "register.discarded", subject=kept.file_name)
    db.session.delete(kept)
    _LAST_READ.clear()


@transactional
def forget_stale_imports(actor: Actor) -> None:
    """Delete files that nobody agreed to within a week, and what stood in the rows that earlier files refused."""
    stale = (RegisterImport.organisation_id == actor.organisation_id) & (RegisterImport.uploaded_at < now() - KEPT)
    db.session.execute(delete(RegisterImport).where(stale, RegisterImport.written_at.is_(None)))
    for kept in db.session.scalars(select(RegisterImport).where(stale)):
        kept.outcome = None if kept.outcome is None else outcome_without_cells(kept.outcome)


def preview_import(
    organisation_id: uuid.UUID,
    import_id: uuid.UUID,
    *,
    person_key: str = "",
) -> Preview:
    """The fate of every row if it were written now. Raises ``import-written``, ``import-expired``."""
    kept = _open_import(organisation_id, import_id)
    return _preview(organisation_id, kept, _decided(kept), person_key)


def sheet_of_import(organisation_id: uuid.UUID, import_id: uuid.UUID) -> tuple[Sheet, ColumnMapping]:
    """The file as it stands and how its columns are read so far, for the page on which they are chosen."""
    kept = _open_import(organisation_id, import_id)
    return _sheet(kept), ColumnMapping.of_json(kept.mapping)


def stored_outcome(organisation_id: uuid.UUID, import_id: uuid.UUID) -> ImportOutcome | None:
    """What a written import did; None when it is not written yet."""
    kept = _get(organisation_id, import_id)
    return None if kept.outcome is None else outcome_of_json(kept.outcome)


def _preview(organisation_id: uuid.UUID, kept: RegisterImport, decided: Mapping[int, str], person_key: str) -> Preview:
    return preview_sheet(organisation_id, _sheet(kept), ColumnMapping.of_json(kept.mapping), decided, person_key)


def _decided(kept: RegisterImport) -> dict[int, str]:
    stored: dict[str, str] = kept.mapping.get("decided", {})
    return {int(row): decision for row, decision in stored.items()}


def _open_import(organisation_id: uuid.UUID, import_id: uuid.UUID) -> RegisterImport:
    kept = _get(organisation_id, import_id)
    if kept.written_at is not None:
        raise Conflict("import-written")
    if kept.content is None or kept.uploaded_at < now() - KEPT:
        raise Gone("import-expired")
    return kept


def _get(organisation_id: uuid.UUID, import_id: uuid.UUID) -> RegisterImport:
    asked = select(RegisterImport).where(
        RegisterImport.organisation_id == organisation_id, RegisterImport.id == import_id
    )
    kept = db.session.scalar(asked)
    if kept is None:
        raise NotFound("unknown-import")
    return kept


def _sheet(kept: RegisterImport) -> Sheet:
    """The rows of a kept file. The last one read is remembered: looking through a preview reads it again and again."""
    found = _LAST_READ.get(kept.sha256)
    return found or _remembered(kept.sha256, read_register_file(kept.content or b"", maximum_bytes=LARGEST))


def _remembered(sha256: str, sheet: Sheet) -> Sheet:
    _LAST_READ.clear()
    if len(sheet.rows) <= REMEMBERED_ROWS:
        _LAST_READ[sha256] = sheet
    return sheet


def _plain_name(file_name: str) -> str:
    """The name to show, never a path and never used as one."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in BIDI_CONTROLS)
    return shown[-200:] or "file"
