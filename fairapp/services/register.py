"""The register: who sells, for life. Adding and changing exhibitors and their members, one at a time."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, NotFound, Refused, Unready
from fairapp.domain.exhibitors import NationalNumber, clean_text, search_key
from fairapp.domain.text import ascii_digits
from fairapp.models.base import new_id
from fairapp.models.crafts import Craft
from fairapp.models.exhibitors import Exhibitor, ExhibitorMember
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.register_rows import KEY_MAXIMUM, LENGTHS, read_contact, read_groups, read_kind
from fairapp.services.register_writing import changed_columns, lock_register, next_serial, write_exhibitor

MEMBERS_MAXIMUM = 500


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """What was typed of an exhibitor, cleaned; ``phone`` in one spelling when it can be read."""

    name: str
    kind: str
    craft_id: uuid.UUID | None
    phone: str
    town: str
    region: str
    groups: tuple[str, ...]
    note: str
    number: str


@transactional
def add_exhibitor(
    actor: Actor,
    *,
    name: str,
    kind: str,
    craft_id: uuid.UUID | None,
    phone: str = "",
    town: str = "",
    region: str = "",
    groups: Iterable[str] = (),
    national_number: str = "",
    note: str = "",
    number: str = "",
    although_similar: bool = False,
    person_key: str = "",
) -> uuid.UUID:
    """Add an exhibitor; without ``number`` she gets the next one. ``person_key`` keys the hash of a national number.

    A telephone that cannot be read is kept as typed. Raises ``exhibitor-exists`` for a number or national number that
    is taken, ``exhibitor-similar`` for the same name and telephone unless ``although_similar``, and what
    ``clean_text``, ``read_kind`` and ``read_groups`` refuse.
    """
    organisation = lock_register(actor.organisation_id)
    typed = _typed(organisation.country, name, kind, craft_id, phone, town, region, groups, note, number)
    national = _national(national_number, person_key)
    _check_free(actor.organisation_id, typed, national.get("national_hash"), although_similar=although_similar)
    _check_craft(actor.organisation_id, craft_id)
    values = changed_columns(typed.__dict__ | {"number": typed.number or str(next_serial(actor.organisation_id))})
    exhibitor = Exhibitor(
        organisation_id=actor.organisation_id, id=new_id(), created_at=now(), updated_at=now(), **values, **national
    )
    db.session.add(exhibitor)
    db.session.flush()
    record_event(actor, "exhibitor.added", subject=exhibitor.number, name=exhibitor.name)
    return exhibitor.id


@transactional
def change_exhibitor(
    actor: Actor,
    exhibitor_id: uuid.UUID,
    *,
    name: str,
    kind: str,
    craft_id: uuid.UUID | None,
    phone: str = "",
    town: str = "",
    region: str = "",
    groups: Iterable[str] = (),
    national_number: str = "",
    note: str = "",
    number: str = "",
    person_key: str = "",
) -> None:
    """Replace what the register says of her. Without ``national_number`` or ``number`` the present one stays."""
    organisation = lock_register(actor.organisation_id)
    before = _get(actor.organisation_id, exhibitor_id)
    typed = _typed(
        organisation.country, name, kind, craft_id, phone, town, region, groups, note, number or before.number
    )
    national = _national(national_number, person_key)
    _check_free(actor.organisation_id, typed, national.get("national_hash"), but=exhibitor_id, although_similar=True)
    _check_craft(actor.organisation_id, craft_id)
    values = changed_columns(typed.__dict__) | national
    changed = {field: new for field, new in values.items() if new != getattr(before, field)}
    if not changed:
        return
    write_exhibitor(actor.organisation_id, exhibitor_id, changed, at=now())
    db.session.refresh(before)
    record_event(actor, "exhibitor.changed", subject=before.number, fields=sorted(set(changed) - {"national_hash"}))


@transactional
def add_member(
    actor: Actor,
    exhibitor_id: uuid.UUID,
    *,
    name: str,
    phone: str = "",
    national_number: str = "",
    woman: bool | None = None,
    person_key: str = "",
) -> uuid.UUID:
    """Add a person of a household or cooperative. Raises ``name-missing``, ``member-exists``, ``members-too-many``."""
    organisation = lock_register(actor.organisation_id)
    exhibitor = _get(actor.organisation_id, exhibitor_id)
    written = clean_text(name, LENGTHS["name"])
    if not search_key(written):
        raise Refused("name-missing")
    contact, _ = read_contact(clean_text(phone, LENGTHS["phone"]), organisation.country)
    national = _national(national_number, person_key)
    there = _members(actor.organisation_id, exhibitor_id)
    if len(there) >= MEMBERS_MAXIMUM:
        raise Refused("members-too-many", maximum=MEMBERS_MAXIMUM)
    if any(_same_member(member, written, contact, national.get("national_hash")) for member in there):
        raise Conflict("member-exists", name=written)
    member = ExhibitorMember(
        organisation_id=actor.organisation_id,
        id=new_id(),
        exhibitor_id=exhibitor_id,
        name=written,
        search_key=search_key(written)[:KEY_MAXIMUM],
        phone=contact,
        woman=woman,
        **national,
    )
    db.session.add(member)
    db.session.flush()
    record_event(actor, "exhibitor.member-added", subject=exhibitor.number, name=written)
    return member.id


@transactional
def remove_member(actor: Actor, exhibitor_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Take a person off an exhibitor. Raises ``unknown-member``."""
    exhibitor = _get(actor.organisation_id, exhibitor_id)
    member = db.session.get(ExhibitorMember, (actor.organisation_id, member_id))
    if member is None or member.exhibitor_id != exhibitor_id:
        raise NotFound("unknown-member")
    db.session.delete(member)
    record_event(actor, "exhibitor.member-removed", subject=exhibitor.number, name=member.name)


def _typed(
    country: str,
    name: str,
    kind: str,
    craft_id: uuid.UUID | None,
    phone: str,
    town: str,
    region: str,
    groups: Iterable[str],
    note: str,
    number: str,
) -> _Typed:
    written = clean_text(name, LENGTHS["name"])
    if not search_key(written):
        raise Refused("name-missing")
    contact, _ = read_contact(clean_text(phone, LENGTHS["phone"]), country)
    return _Typed(
        name=written,
        kind=read_kind(kind) or _no_kind(),
        craft_id=craft_id,
        phone=contact,
        town=clean_text(town, LENGTHS["town"]),
        region=clean_text(region, LENGTHS["region"]),
        groups=read_groups(clean_text(",".join(groups), LENGTHS["town"])),
        note=clean_text(note, LENGTHS["note"], lines=True),
        number=ascii_digits(clean_text(number, LENGTHS["number"])),
    )


def _no_kind() -> str:
    raise Refused("kind-unknown", kind="")


def _national(typed: str, person_key: str) -> dict[str, Any]:
    """The columns of a national number; none when none was typed, so that the one that stands stays."""
    if not typed.strip():
        return {}
    number = NationalNumber.parse(typed)
    if not person_key:
        raise Unready("person-key-missing")
    return {"national_hash": number.keyed_hash(person_key.encode()), "national_last4": number.last4}


def _check_free(
    organisation_id: uuid.UUID,
    typed: _Typed,
    national_hash: str | None,
    *,
    but: uuid.UUID | None = None,
    although_similar: bool,
) -> None:
    mine = Exhibitor.organisation_id == organisation_id
    # An unknown national number is nobody's: compared with NULL it would be everybody's who gave none.
    taken = Exhibitor.number == typed.number
    if national_hash is not None:
        taken = or_(taken, Exhibitor.national_hash == national_hash)
    for other in db.session.scalars(select(Exhibitor).where(mine, taken)):
        by_hash = national_hash is not None and other.national_hash == national_hash
        if other.id != but and (typed.number == other.number or by_hash):
            raise Conflict("exhibitor-exists", number=other.number, name=other.name)
    if although_similar or not typed.phone:
        return
    same = (Exhibitor.search_key == search_key(typed.name)[:KEY_MAXIMUM]) & (Exhibitor.phone == typed.phone)
    for other in db.session.scalars(select(Exhibitor).where(mine, same)):
        if not (national_hash and other.national_hash):
            raise Conflict("exhibitor-similar", number=other.number, name=other.name)


def _check_craft(organisation_id: uuid.UUID, craft_id: uuid.UUID | None) -> None:
    if craft_id is not None and db.session.get(Craft, (organisation_id, craft_id)) is None:
        raise NotFound("unknown-craft")


def _members(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> list[ExhibitorMember]:
    asked = select(ExhibitorMember).where(
        ExhibitorMember.organisation_id == organisation_id, ExhibitorMember.exhibitor_id == exhibitor_id
    )
    return list(db.session.scalars(asked))


def _same_member(member: ExhibitorMember, name: str, phone: str, national_hash: str | None) -> bool:
    if national_hash and member.national_hash:
        return national_hash == member.national_hash
    return (member.search_key, member.phone) == (search_key(name)[:KEY_MAXIMUM], phone)


def _get(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> Exhibitor:
    found = db.session.get(Exhibitor, (organisation_id, exhibitor_id))
    if found is None:
        raise NotFound("unknown-exhibitor")
    return found
