"""The secret address of each family's own page: on her slip's QR and in her messages.

The secret is made of the installation's key and the request, so that a slip can be printed again as it was; the
database keeps only its hash. With another key, links given out before stay open.
"""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import insert, select

from fairapp.db import db, transactional
from fairapp.models.base import new_id
from fairapp.models.confirmations import FamilyLink
from fairapp.models.requests import BoothRequest
from fairapp.queries.families import secret_hash
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.editions import lock_edition
from fairapp.services.new_requests import parts_of
from fairapp.services.tokens import derived_code


def issue_family_links(actor: Actor, edition_id: uuid.UUID, codes: Iterable[str], *, secret_key: str) -> dict[str, str]:
    """The secret of each request by its code: 26 characters, 128 bits. Codes that are not there are left out.

    Issued the first time it is asked for; after that nothing is written.
    """
    requests = _requests(actor, edition_id, codes)
    made = {code: _secret(actor, id_, secret_key) for code, id_ in requests.items()}
    hashes = {secret_hash(secret): requests[code] for code, secret in made.items()}
    if hashes.keys() - _known(actor, hashes):
        _issue(actor, edition_id, hashes)
    return made


@transactional
def _issue(actor: Actor, edition_id: uuid.UUID, hashes: Mapping[str, uuid.UUID]) -> None:
    lock_edition(actor, edition_id)
    rows = [
        {
            "organisation_id": actor.organisation_id,
            "id": new_id(),
            "edition_id": edition_id,
            "booth_request_id": hashes[hashed],
            "token_hash": hashed,
            "issued_at": now(),
        }
        for hashed in sorted(hashes.keys() - _known(actor, hashes))
    ]
    if rows:
        db.session.execute(insert(FamilyLink), rows)


def _requests(actor: Actor, edition_id: uuid.UUID, codes: Iterable[str]) -> dict[str, uuid.UUID]:
    found: dict[str, uuid.UUID] = {}
    for part in parts_of(sorted(set(codes))):
        asked = select(BoothRequest.code, BoothRequest.id).where(
            BoothRequest.organisation_id == actor.organisation_id,
            BoothRequest.edition_id == edition_id,
            BoothRequest.code.in_(part),
        )
        found |= {row.code: row.id for row in db.session.execute(asked)}
    return found


def _known(actor: Actor, hashes: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for part in parts_of(hashes):
        asked = select(FamilyLink.token_hash).where(
            FamilyLink.organisation_id == actor.organisation_id, FamilyLink.token_hash.in_(part)
        )
        known |= set(db.session.scalars(asked))
    return known


def _secret(actor: Actor, request_id: uuid.UUID, secret_key: str) -> str:
    return derived_code(secret_key, "fairapp-family/1", actor.organisation_id, request_id)
