"""A family by the secret of her own page, and what she said there."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.codes import normalise_code
from fairapp.domain.errors import NotFound, Refused
from fairapp.models.base import named_by
from fairapp.models.confirmations import FamilyLink
from fairapp.models.draws import Allocation, MoveConsent, PlanFreeze, WaitingListEntry
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.floor_plan import Booth, Hall
from fairapp.models.requests import BoothRequest


@dataclass(frozen=True, kw_only=True)
class FamilyRow:
    """Whose page a secret opens. ``language`` is the one she asked in, empty when unknown."""

    organisation_id: uuid.UUID
    edition_id: uuid.UUID
    request_id: uuid.UUID
    exhibitor_id: uuid.UUID
    code: str
    exhibitor: str
    language: str
    state: str


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """Booths she was given. ``ended_as`` says how it ended; without it she holds them. ``answer_by`` None: no hurry."""

    booth: str
    hall: str
    choice: str
    origin: str
    reason: str
    offered_at: datetime
    answer_by: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_as: str | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where she stands now. ``consents`` is what she said about moving up, None while she said nothing."""

    held: tuple[OfferRow, ...]
    ended: tuple[OfferRow, ...]
    waiting_place: int | None
    consents: bool | None
    frozen: bool

    @property
    def is_confirmed(self) -> bool:
        return bool(self.held) and all(one.confirmed_at for one in self.held)

    @property
    def answer_by(self) -> datetime | None:
        """Until when she answers; None when she has, or need not."""
        return min((one.answer_by for one in self.held if one.answer_by and not one.confirmed_at), default=None)

    @property
    def moves_up(self) -> bool:
        """Whether better booths reach her: by herself while she waits, by her word alone once she holds one."""
        return self.consents if self.consents is not None else not self.held


def secret_hash(token: str) -> str:
    """What is stored of a secret, however it was typed. Raises NotFound ``family-link-unknown``."""
    try:
        return hashlib.sha256(f"family|{normalise_code(token)}".encode()).hexdigest()
    except Refused:
        raise NotFound("family-link-unknown") from None


def get_family(token: str) -> FamilyRow:
    """Raises ``NotFound("family-link-unknown")``."""
    asked = (
        select(FamilyLink, BoothRequest, Exhibitor.name)
        .join(
            BoothRequest,
            named_by(BoothRequest, FamilyLink.booth_request_id),
        )
        .join(
            Exhibitor,
            named_by(Exhibitor, BoothRequest.exhibitor_id),
        )
        .where(FamilyLink.token_hash == secret_hash(token))
    )
    found = db.session.execute(asked).first()
    if found is None:
        raise NotFound("family-link-unknown")
    link, request, name = found
    return FamilyRow(
        organisation_id=link.organisation_id,
        edition_id=link.edition_id,
        request_id=request.id,
        exhibitor_id=request.exhibitor_id,
        code=request.code,
        exhibitor=name,
        language=request.language,
        state=request.state,
    )


def get_standing(family: FamilyRow) -> Standing:
    """What she holds, held, waits for and said."""
    offers = _offers(family)
    return Standing(
        held=tuple(one for one in offers if one.ended_at is None),
        ended=tuple(one for one in offers if one.ended_at is not None),
        waiting_place=db.session.scalar(
            select(WaitingListEntry.position).where(
                WaitingListEntry.organisation_id == family.organisation_id,
                WaitingListEntry.booth_request_id == family.request_id,
                WaitingListEntry.left_at.is_(None),
            )
        ),
        consents=db.session.scalar(
            select(MoveConsent.consents).where(
                MoveConsent.organisation_id == family.organisation_id,
                MoveConsent.booth_request_id == family.request_id,
                MoveConsent.ended_at.is_(None),
            )
        ),
        frozen=db.session.scalar(
            select(PlanFreeze.id).where(
                PlanFreeze.organisation_id == family.organisation_id,
                PlanFreeze.edition_id == family.edition_id,
                PlanFreeze.thawed_at.is_(None),
            )
        )
        is not None,
    )


def _offers(family: FamilyRow) -> list[OfferRow]:
    asked = (
        select(Allocation, Booth.number, Hall.name)
        .join(Booth, named_by(Booth, Allocation.booth_id))
        .join(Hall, named_by(Hall, Booth.hall_id))
        .where(
            Allocation.organisation_id == family.organisation_id,
            Allocation.booth_request_id == family.request_id,
        )
        .order_by(Allocation.offered_at, Booth.row, Booth.place)
    )
    return [
        OfferRow(
            booth=number,
            hall=hall,
            choice=found.choice,
            origin=found.origin,
            reason=found.reason,
            offered_at=found.offered_at,
            answer_by=found.answer_by,
            confirmed_at=found.confirmed_at,
            ended_at=found.ended_at,
            ended_as=found.ended_as,
        )
        for found, number, hall in db.session.execute(asked)
    ]
