"""Writing exhibitors: one lock for the whole register, so that numbers and people stay single, and rows in bulk."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, update

from fairapp.db import db
from fairapp.domain.exhibitors import search_key
from fairapp.models.base import new_id
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.organisations import Organisation
from fairapp.services.register_plan import Fate, Known
from fairapp.services.register_rows import KEY_MAXIMUM, Candidate

CHUNK = 1_000
SERIAL_DIGITS = 9  # a longer number is not one of a series, but a card's or a telephone's


def lock_register(organisation_id: uuid.UUID) -> Organisation:
    """Wait until no one else writes the register, then hold it until the transaction ends; rows that refer go on."""
    asked = select(Organisation).where(Organisation.organisation_id == organisation_id)
    return db.session.execute(asked.with_for_update(key_share=True)).scalar_one()


def known_exhibitors(organisation_id: uuid.UUID) -> list[Known]:
    """The whole register as it stands, to compare with."""
    e = Exhibitor
    asked = select(
        e.id, e.number, e.name, e.search_key, e.kind, e.craft_id, e.craft_typed, e.phone, e.town, e.region, e.groups,
        e.national_hash, e.note,
    ).where(e.organisation_id == organisation_id)  # fmt: skip
    return [
        Known(
            id=row.id,
            number=row.number,
            name=row.name,
            search_key=row.search_key,
            kind=row.kind,
            craft_id=row.craft_id,
            craft_typed=row.craft_typed,
            phone=row.phone,
            town=row.town,
            region=row.region,
            groups=tuple(row.groups),
            national_hash=row.national_hash,
            note=row.note,
        )
        for row in db.session.execute(asked)
    ]


def serial_of(number: str) -> int | None:
    """The place of a number in the series, None for one that is not plain."""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= SERIAL_DIGITS else None


def next_serial(organisation_id: uuid.UUID) -> int:
    """The first number of the series that is free. Hold the lock."""
    highest = db.session.scalar(select(func.max(Exhibitor.serial)).where(Exhibitor.organisation_id == organisation_id))
    return (highest or 0) + 1


def insert_exhibitors(
    organisation_id: uuid.UUID, candidates: Sequence[Candidate], *, kind: str, at: datetime
) -> list[uuid.UUID]:
    """Add rows in bulk; those without a number get the next ones, in order. Hold the lock."""
    given = (serial for candidate in candidates if (serial := serial_of(candidate.number)) is not None)
    serial = max(next_serial(organisation_id), max(given, default=0) + 1)
    rows = []
    for candidate in candidates:
        number = candidate.number
        if not number:
            number, serial = str(serial), serial + 1
        rows.append(_columns(candidate, number, kind) | {"organisation_id": organisation_id, "id": new_id()})
    stamps = {"created_at": at, "updated_at": at, "left_at": None}
    for start in range(0, len(rows), CHUNK):
        # The table, not the class: the ORM would split the rows by which of their columns are empty.
        db.session.execute(
            insert(cast("Table", Exhibitor.__table__)), [row | stamps for row in rows[start : start + CHUNK]]
        )
    return [row["id"] for row in rows]


def _columns(candidate: Candidate, number: str, kind: str) -> dict[str, Any]:
    return {
        "number": number,
        "serial": serial_of(number),
        "kind": candidate.kind or kind,
        "name": candidate.name,
        "search_key": candidate.search_key,
        "craft_id": candidate.craft_id,
        "craft_typed": candidate.craft_typed,
        "phone": candidate.phone,
        "town": candidate.town,
        "region": candidate.region,
        "groups": list(candidate.groups),
        "national_hash": candidate.national_hash,
        "national_last4": candidate.national_last4,
        "note": candidate.note,
    }


def update_exhibitors(organisation_id: uuid.UUID, fates: Iterable[Fate], *, at: datetime) -> None:
    """Write what each fate changes, and nothing else. Hold the lock."""
    for fate in fates:
        if fate.known is not None and fate.candidate is not None:
            values = changed_columns({field: new for field, _, new in fate.changes})
            if "national_hash" in values:
                values["national_last4"] = fate.candidate.national_last4
            write_exhibitor(organisation_id, fate.known.id, values, at=at)


def changed_columns(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of changed fields, with those that follow from them."""
    values = dict(changes)
    if "name" in values:
        values["search_key"] = search_key(values["name"])[:KEY_MAXIMUM]
    if "number" in values:
        values["serial"] = serial_of(values["number"])
    if "groups" in values:
        values["groups"] = list(values["groups"])
    if values.get("craft_id"):
        values["craft_typed"] = ""
    return values


def write_exhibitor(
    organisation_id: uuid.UUID, exhibitor_id: uuid.UUID, values: dict[str, Any], *, at: datetime
) -> None:
    """Change the columns of one exhibitor."""
    db.session.execute(
        update(Exhibitor)
        .where(Exhibitor.organisation_id == organisation_id, Exhibitor.id == exhibitor_id)
        .values(**values, updated_at=at),
        execution_options={"synchronize_session": False},
    )
