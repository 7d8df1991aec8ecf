"""A family asks for a booth by herself: recognised in the register or added to it; one address is slowed down."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, Refused, TooMuch
from fairapp.domain.exhibitors import Identity, NationalNumber, same_person, search_key
from fairapp.models.accounts import SignInAttempt
from fairapp.models.base import named_by
from fairapp.models.editions import Edition
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.requests import BoothRequest
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.new_requests import NewRequest
from fairapp.services.organisations import organisation_of
from fairapp.services.register import add_exhibitor, add_member
from fairapp.services.register_phones import read_phone
from fairapp.services.requests import submit_requests, withdraw_request

ASKED_IN_A_WINDOW = 30  # a chamber's own hall, or a village behind one address, may send many
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Family:
    """Who asks, as typed. ``members`` are names with national numbers, which may be empty."""

    name: str
    kind: str
    craft_id: uuid.UUID | None
    phone: str
    town: str = ""
    national_number: str = ""
    members: tuple[tuple[str, str], ...] = ()


def submit_public_request(
    actor: Actor, edition_id: uuid.UUID, family: Family, asked: NewRequest, *, address: str, person_key: str
) -> str:
    """The code of the new request. ``asked.exhibitor_id`` is filled in here; ``address`` is where it was sent from.

    Raises ``too-many-attempts``, ``requests-not-open``, ``requests-closed``, ``terms-not-accepted``, ``phone-missing``,
    ``craft-missing``, what ``add_exhibitor`` refuses about what was typed, and what ``submit_requests`` refuses.
    """
    _count_attempt(actor.organisation_id, address)
    return _submit(actor, edition_id, family, asked, person_key)


def withdraw_public_request(actor: Actor, edition_id: uuid.UUID, code: str, *, phone: str, address: str) -> None:
    """The family takes her request back; the telephone she gave shows that it is hers.

    Raises ``too-many-attempts``, ``Refused("phone-not-hers")`` (also for a code that is not there: codes are not tried
    out here), and what ``withdraw_request`` refuses.
    """
    _count_attempt(actor.organisation_id, address)
    _withdraw(actor, edition_id, code, phone)


@transactional
def _withdraw(actor: Actor, edition_id: uuid.UUID, code: str, phone: str) -> None:
    asked = (
        select(BoothRequest.id, Exhibitor.phone)
        .join(
            Exhibitor,
            named_by(Exhibitor, BoothRequest.exhibitor_id),
        )
        .where(BoothRequest.organisation_id == actor.organisation_id, BoothRequest.edition_id == edition_id)
        .where(BoothRequest.code == code)
    )
    found = db.session.execute(asked).first()
    given = read_phone(phone, organisation_of(actor.organisation_id).country)
    if found is None or given is None or found.phone != given:
        raise Refused("phone-not-hers")
    withdraw_request(actor, edition_id, found.id)


@transactional
def _submit(actor: Actor, edition_id: uuid.UUID, family: Family, asked: NewRequest, person_key: str) -> str:
    _check_open(lock_edition(actor, edition_id))
    if not asked.terms_accepted:
        raise Refused("terms-not-accepted")
    if not family.phone.strip():
        raise Refused("phone-missing")
    if family.craft_id is None:
        raise Refused("craft-missing")
    exhibitor_id = _find_exhibitor(actor, family, person_key) or _add_exhibitor(actor, family, person_key)
    _add_members(actor, exhibitor_id, family.members, person_key)
    return submit_requests(actor, edition_id, [replace(asked, exhibitor_id=exhibitor_id, source="public")])[0]


def _check_open(edition: Edition) -> None:
    if edition.requests_open_at is None or now() < edition.requests_open_at:
        raise Refused("requests-not-open")
    if edition.requests_close_at is not None and now() >= edition.requests_close_at:
        raise Refused("requests-closed")


def _find_exhibitor(actor: Actor, family: Family, person_key: str) -> uuid.UUID | None:
    """The same person by national number; or, when either has given none, by name and telephone."""
    number = NationalNumber.parse(family.national_number) if family.national_number.strip() else None
    country = organisation_of(actor.organisation_id).country
    asking = Identity(
        national_hash=number.keyed_hash(person_key.encode()) if number else None,
        search_key=search_key(family.name)[:200],
        phone=read_phone(family.phone, country) or "",
    )
    mine = select(Exhibitor).where(Exhibitor.organisation_id == actor.organisation_id)
    if asking.national_hash:
        known_by_number = db.session.scalar(mine.where(Exhibitor.national_hash == asking.national_hash))
        if known_by_number is not None:
            return known_by_number.id
    for known in db.session.scalars(mine.where(Exhibitor.search_key == asking.search_key).order_by(Exhibitor.id)):
        there = Identity(national_hash=known.national_hash, search_key=known.search_key, phone=known.phone)
        if same_person(asking, there):
            return known.id
    return None


def _add_exhibitor(actor: Actor, family: Family, person_key: str) -> uuid.UUID:
    return add_exhibitor(
        actor,
        name=family.name,
        kind=family.kind,
        craft_id=family.craft_id,
        phone=family.phone,
        town=family.town,
        national_number=family.national_number,
        although_similar=True,
        person_key=person_key,
    )


def _add_members(actor: Actor, exhibitor_id: uuid.UUID, members: Sequence[tuple[str, str]], person_key: str) -> None:
    for name, national_number in members:
        try:
            add_member(actor, exhibitor_id, name=name, national_number=national_number, person_key=person_key)
        except Conflict:
            continue  # the register knows her already


@transactional
def _count_attempt(organisation_id: uuid.UUID, address: str) -> None:
    """Counted also when the request is refused; only a hash of the address is kept."""
    subject = hashlib.sha256(f"request|{address}".encode()).hexdigest()
    mine = (SignInAttempt.organisation_id == organisation_id) & (SignInAttempt.subject == subject)
    row = db.session.scalar(select(SignInAttempt).where(mine).with_for_update())
    if row is None:
        row = SignInAttempt(organisation_id=organisation_id, subject=subject, window_started_at=now(), failures=0)
        db.session.add(row)
    if row.window_started_at <= now() - WINDOW:
        row.window_started_at, row.failures = now(), 0
    if row.failures >= ASKED_IN_A_WINDOW:
        raise TooMuch("too-many-attempts", minutes=int(WINDOW.total_seconds() // 60))
    row.failures += 1
