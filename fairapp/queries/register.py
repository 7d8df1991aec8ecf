"""Reads about the register: searching, one exhibitor with all that is known of her, the files given to it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from fairapp.db import db
from fairapp.domain.errors import NotFound
from fairapp.domain.exhibitors import search_key
from fairapp.domain.text import ascii_digits
from fairapp.models.base import named_by
from fairapp.models.draws import Allocation
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor, ExhibitorMember, RegisterImport
from fairapp.models.floor_plan import Booth
from fairapp.models.requests import BoothRequest

PAGE = 50
WORDS_MAXIMUM = 8  # of a search


@dataclass(frozen=True, kw_only=True)
class ExhibitorRow:
    """One line of the register. ``phone`` is E.164, or as typed when it could not be read."""

    id: uuid.UUID
    number: str
    kind: str
    name: str
    craft_id: uuid.UUID | None
    craft_typed: str
    phone: str
    town: str
    region: str
    groups: tuple[str, ...]
    national_last4: str
    note: str
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What is asked of the list; empty fields ask nothing. ``search`` is matched without hamza, accents, capitals."""

    search: str = ""
    kind: str = ""
    craft_ids: tuple[uuid.UUID, ...] = ()
    region: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A person of the household or cooperative; ``woman`` is None when not told."""

    id: uuid.UUID
    name: str
    phone: str
    national_last4: str
    woman: bool | None


@dataclass(frozen=True, kw_only=True)
class PastEdition:
    """An edition she asked to take part in, and what came of it; ``booth`` is empty when she got none."""

    edition: str
    slug: str
    starts_on: date
    code: str
    state: str
    booth: str
    ended_as: str


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """A file given to the register; ``outcome`` is None until it is written."""

    id: uuid.UUID
    file_name: str
    rows: int
    uploaded_at: datetime
    written_at: datetime | None
    outcome: dict[str, Any] | None


def list_exhibitors(
    organisation_id: uuid.UUID, asked: RegisterFilter | None = None, *, page: int | None = None
) -> list[ExhibitorRow]:
    """The register by folded name; ``page`` counts from 1 and holds 50, None is everything."""
    e = Exhibitor
    wanted = select(
        e.id, e.number, e.kind, e.name, e.craft_id, e.craft_typed, e.phone, e.town, e.region, e.groups,
        e.national_last4, e.note, e.updated_at,
    ).where(*_conditions(organisation_id, asked or RegisterFilter()))  # fmt: skip
    wanted = wanted.order_by(e.search_key, e.serial, e.number, e.id)
    if page is not None:
        wanted = wanted.limit(PAGE).offset(PAGE * (max(page, 1) - 1))
    return [_row(found) for found in db.session.execute(wanted)]


def count_exhibitors(organisation_id: uuid.UUID, asked: RegisterFilter | None = None) -> int:
    """How many the same list holds in all."""
    wanted = select(func.count()).select_from(Exhibitor)
    return db.session.scalar(wanted.where(*_conditions(organisation_id, asked or RegisterFilter()))) or 0


def get_exhibitor(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> ExhibitorRow:
    """Raises ``unknown-exhibitor``, also when she is another organisation's."""
    found = db.session.get(Exhibitor, (organisation_id, exhibitor_id))
    if found is None:
        raise NotFound("unknown-exhibitor")
    return _row(found)


def list_members(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> list[MemberRow]:
    """In the order in which they were added."""
    m = ExhibitorMember
    asked = select(m).where(m.organisation_id == organisation_id, m.exhibitor_id == exhibitor_id).order_by(m.id)
    return [
        MemberRow(id=x.id, name=x.name, phone=x.phone, national_last4=x.national_last4, woman=x.woman)
        for x in db.session.scalars(asked)
    ]


def list_past_editions(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> list[PastEdition]:
    """Her requests and booths over the editions, newest first."""
    r, a = BoothRequest, Allocation
    asked = (
        select(Edition.name, Edition.slug, Edition.starts_on, r.code, r.state, Booth.number, a.ended_as)
        .select_from(r)
        .join(Edition, named_by(Edition, r.edition_id))
        .outerjoin(a, and_(a.organisation_id == r.organisation_id, a.booth_request_id == r.id))
        .outerjoin(Booth, named_by(Booth, a.booth_id))
        .where(r.organisation_id == organisation_id, r.exhibitor_id == exhibitor_id)
        .order_by(Edition.starts_on.desc(), Booth.number)
    )
    return [
        PastEdition(
            edition=name, slug=slug, starts_on=day, code=code, state=state, booth=booth or "", ended_as=ended or ""
        )
        for name, slug, day, code, state, booth, ended in db.session.execute(asked)
    ]


def list_regions(organisation_id: uuid.UUID) -> list[str]:
    """The regions that occur, for filtering."""
    asked = select(Exhibitor.region).where(Exhibitor.organisation_id == organisation_id, Exhibitor.region != "")
    return list(db.session.scalars(asked.distinct().order_by(Exhibitor.region).limit(500)))


def list_imports(organisation_id: uuid.UUID) -> list[ImportRow]:
    """The last fifty files, newest first, without their contents."""
    i = RegisterImport
    asked = (
        select(i.id, i.file_name, i.rows, i.uploaded_at, i.written_at, i.outcome)
        .where(i.organisation_id == organisation_id)
        .order_by(i.uploaded_at.desc(), i.id.desc())
        .limit(PAGE)
    )
    return [_import(found) for found in db.session.execute(asked)]


def get_import(organisation_id: uuid.UUID, import_id: uuid.UUID) -> ImportRow:
    """Raises ``unknown-import``."""
    i = RegisterImport
    asked = select(i.id, i.file_name, i.rows, i.uploaded_at, i.written_at, i.outcome)
    found = db.session.execute(asked.where(i.organisation_id == organisation_id, i.id == import_id)).first()
    if found is None:
        raise NotFound("unknown-import")
    return _import(found)


def _conditions(organisation_id: uuid.UUID, asked: RegisterFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Exhibitor.organisation_id == organisation_id]
    if asked.kind:
        conditions.append(Exhibitor.kind == asked.kind)
    if asked.craft_ids:
        conditions.append(Exhibitor.craft_id.in_(asked.craft_ids))
    if asked.region:
        conditions.append(Exhibitor.region == asked.region)
    if asked.search.strip():
        conditions.append(_found(organisation_id, asked.search))
    return conditions


def _found(organisation_id: uuid.UUID, search: str) -> ColumnElement[bool]:
    """Every word in the name or a member's name; or the beginning of the number; or part of the telephone."""
    words = search_key(search).split()[:WORDS_MAXIMUM]
    plain = ascii_digits(search).strip()[:40]
    digits = "".join(letter for letter in plain if letter.isdigit()).lstrip("0")
    ways: list[ColumnElement[bool]] = [Exhibitor.number.startswith(plain, autoescape=True)]
    if words:
        member = select(ExhibitorMember.id).where(
            ExhibitorMember.organisation_id == organisation_id,
            ExhibitorMember.exhibitor_id == Exhibitor.id,
            *(ExhibitorMember.search_key.contains(word, autoescape=True) for word in words),
        )
        ways.append(and_(*(Exhibitor.search_key.contains(word, autoescape=True) for word in words)))
        ways.append(member.exists())
    if len(digits) >= 4 and not any(letter.isalpha() for letter in plain):
        ways.append(Exhibitor.phone.contains(digits, autoescape=True))
    return or_(*ways)


def _row(found: Any) -> ExhibitorRow:
    return ExhibitorRow(
        id=found.id,
        number=found.number,
        kind=found.kind,
        name=found.name,
        craft_id=found.craft_id,
        craft_typed=found.craft_typed,
        phone=found.phone,
        town=found.town,
        region=found.region,
        groups=tuple(found.groups),
        national_last4=found.national_last4,
        note=found.note,
        updated_at=found.updated_at,
    )


def _import(found: Any) -> ImportRow:
    return ImportRow(
        id=found.id,
        file_name=found.file_name,
        rows=found.rows,
        uploaded_at=found.uploaded_at,
        written_at=found.written_at,
        outcome=found.outcome,
    )
