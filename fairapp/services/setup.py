"""The first run of an installation: organisation, administrator, crafts to begin with."""

import re
import uuid

from fairapp.db import transactional
from fairapp.domain.errors import Refused
from fairapp.services.accounts import create_account, set_password
from fairapp.services.audit import Actor
from fairapp.services.crafts import seed_crafts
from fairapp.services.organisations import set_up_organisation


@transactional
def set_up_installation(
    *, name: str, country: str, language: str, admin_name: str, admin_email: str, password: str | None
) -> tuple[Actor, uuid.UUID]:
    """Organisation and first administrator, both or neither. Without ``password`` she gets a link to set one."""
    if not name.strip():
        raise Refused("field-empty", field="organisation")
    actor = set_up_organisation(slug=_slug(name), name=name, country=country, language=language)
    seed_crafts(actor)
    account_id = create_account(actor, email=admin_email, name=admin_name, roles=("administrator",))
    if password is not None:
        set_password(actor.organisation_id, account_id, password)
    return actor, account_id


def _slug(name: str) -> str:
    """A short Latin name for addresses; an Arabic name has no letters for one, so it gets a neutral word."""
    latin = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return latin[:60] or "chamber"
