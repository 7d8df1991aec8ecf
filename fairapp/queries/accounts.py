"""Reads about accounts and who is signed in."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from fairapp.db import db
from fairapp.models.accounts import Account, AccountRole, SignIn
from fairapp.models.base import named_by


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """The account behind a browser, for one request. ``digits`` is arab, latn or None (the reader's default)."""

    organisation_id: uuid.UUID
    account_id: uuid.UUID
    sign_in_id: uuid.UUID
    email: str
    name: str
    roles: frozenset[str]
    exhibitor_ids: frozenset[uuid.UUID]
    language: str | None
    digits: str | None


def find_signed_in(token_hash: str, now: datetime) -> SignedIn | None:
    """Whoever holds this token, if the sign-in has not ended and the account is not disabled."""
    asked = (
        select(SignIn, Account)
        .join(Account, named_by(Account, SignIn.account_id))
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .where(Account.disabled_at.is_(None))
    )
    found = db.session.execute(asked).first()
    if found is None:
        return None
    sign_in, account = found
    roles = db.session.execute(
        select(AccountRole.role, AccountRole.exhibitor_id).where(
            AccountRole.organisation_id == account.organisation_id, AccountRole.account_id == account.id
        )
    ).all()
    return SignedIn(
        organisation_id=account.organisation_id,
        account_id=account.id,
        sign_in_id=sign_in.id,
        email=account.email,
        name=account.name,
        roles=frozenset(role for role, _ in roles),
        exhibitor_ids=frozenset(exhibitor for _, exhibitor in roles if exhibitor),
        language=account.language,
        digits=account.digits,
    )


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account as administrators see it. Moments are aware, in UTC."""

    id: uuid.UUID
    email: str
    name: str
    roles: tuple[str, ...]
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool
    last_seen_at: datetime | None


def list_accounts(organisation_id: uuid.UUID) -> list[AccountRow]:
    """By name."""
    roles: dict[uuid.UUID, list[str]] = {}
    asked = select(AccountRole.account_id, AccountRole.role).where(AccountRole.organisation_id == organisation_id)
    for account_id, role in db.session.execute(asked):
        roles.setdefault(account_id, []).append(role)
    started = (
        select(SignIn.account_id, func.max(SignIn.started_at))
        .where(SignIn.organisation_id == organisation_id)
        .group_by(SignIn.account_id)
    )
    seen = {account_id: last for account_id, last in db.session.execute(started)}  # noqa: C416  # a result has keys()
    accounts = db.session.scalars(
        select(Account).where(Account.organisation_id == organisation_id).order_by(Account.name, Account.email)
    )
    return [
        AccountRow(
            id=a.id,
            email=a.email,
            name=a.name,
            roles=tuple(sorted(roles.get(a.id, []))),
            created_at=a.created_at,
            disabled_at=a.disabled_at,
            has_password=bool(a.password_hash),
            last_seen_at=seen.get(a.id),
        )
        for a in accounts
    ]


def list_exhibitor_accounts(organisation_id: uuid.UUID, exhibitor_id: uuid.UUID) -> list[AccountRow]:
    """The accounts that stand for this exhibitor, by name."""
    asked = select(AccountRole.account_id).where(
        AccountRole.organisation_id == organisation_id, AccountRole.exhibitor_id == exhibitor_id
    )
    hers = set(db.session.scalars(asked))
    return [account for account in list_accounts(organisation_id) if account.id in hers] if hers else []
