"""Accounts and roles, one-time links, signing in and out.

Passwords are kept as Argon2id hashes, tokens as SHA-256; a wrong name and a wrong password get the same answer in the
same time. Failures are counted in the database, because a server has many processes.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update

from fairapp.db import db, transactional
from fairapp.domain.errors import Conflict, Gone, NotFound, Refused, TooMuch
from fairapp.models.accounts import Account, AccountRole, OneTimeLink, SignIn, SignInAttempt
from fairapp.services.audit import Actor, record_event
from fairapp.services.clock import now
from fairapp.services.tokens import new_token, token_hash

ROLES = ("administrator", "organiser", "marshal", "reviewer", "exhibitor")
PASSWORD_MINIMUM = 8
FAILURES_ALLOWED = 8
WINDOW = timedelta(minutes=15)
HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody has this password")
NO_ORGANISATION = uuid.UUID(int=0)  # an attempt has no organisation before anyone is known
COMMON_PASSWORDS = frozenset(
    "password 12345678 123456789 1234567890 qwertyuiop iloveyou password1 11111111 00000000 123123123 qwerty123".split()
)


@dataclass(frozen=True, kw_only=True)
class StartedSignIn:
    """What the browser keeps (``token``) and whose it is."""

    organisation_id: uuid.UUID
    account_id: uuid.UUID
    token: str


@transactional
def create_account(
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: tuple[str, ...],
    language: str | None = None,
    exhibitor_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """A new account with its roles and no password yet.

    Raises ``Conflict("account-exists")``, ``Refused("email-unreadable")``, ``Refused("unknown-role")``.
    """
    email = email.strip().lower()
    if not 3 <= len(email) <= 200 or email.count("@") != 1 or any(c.isspace() for c in email):
        raise Refused("email-unreadable", email=email)
    mine = (Account.organisation_id == actor.organisation_id) & (Account.email == email)
    if db.session.scalar(select(Account.id).where(mine)) is not None:
        raise Conflict("account-exists", email=email)
    account = Account(
        organisation_id=actor.organisation_id,
        email=email,
        name=name.strip() or email,
        language=language,
        created_at=now(),
    )
    db.session.add(account)
    db.session.flush()
    for role in roles:
        grant_role(actor, account.id, role, exhibitor_id=exhibitor_id if role == "exhibitor" else None)
    record_event(actor, "account.created", subject=email, roles=list(roles))
    return account.id


@transactional
def grant_role(actor: Actor, account_id: uuid.UUID, role: str, *, exhibitor_id: uuid.UUID | None = None) -> None:
    """Allow an account what ``role`` may do."""
    if role not in ROLES:
        raise Refused("unknown-role", role=role)
    db.session.add(
        AccountRole(
            organisation_id=actor.organisation_id,
            account_id=account_id,
            role=role,
            exhibitor_id=exhibitor_id,
            granted_at=now(),
            granted_by=actor.account_id,
        )
    )


@transactional
def issue_link(actor: Actor, account_id: uuid.UUID, purpose: str, *, lasting: timedelta, reusable: bool = False) -> str:
    """The token of a new one-time link. ``purpose`` is ``password`` or ``sign-in``."""
    token = new_token()
    db.session.add(
        OneTimeLink(
            organisation_id=actor.organisation_id,
            account_id=account_id,
            purpose=purpose,
            token_hash=token_hash(token),
            expires_at=now() + lasting,
            reusable=reusable,
        )
    )
    return token


@transactional
def follow_link(token: str, purpose: str, *, browser: str, days: int) -> StartedSignIn:
    """Sign in by a one-time link. Raises ``Gone("link-used")`` for one that is used, expired or unknown."""
    link = _usable_link(token, purpose)
    link.used_at = now()
    return _start(link.organisation_id, link.account_id, browser, days)


@transactional
def replace_password_by_link(token: str, password: str) -> None:
    """Set a password by a one-time link, which is used up only if the password is accepted."""
    link = _usable_link(token, "password")
    set_password(link.organisation_id, link.account_id, password)
    link.used_at = now()


@transactional
def set_password(organisation_id: uuid.UUID, account_id: uuid.UUID, password: str) -> None:
    """Replace the password and end every sign-in of the account. Raises ``Refused("password-weak")``."""
    if len(password) < PASSWORD_MINIMUM or password.lower() in COMMON_PASSWORDS or len(set(password)) < 4:
        raise Refused("password-weak", minimum=PASSWORD_MINIMUM)
    account = db.session.get_one(Account, (organisation_id, account_id))
    account.password_hash = HASHER.hash(password)
    _end_sign_ins(organisation_id, account_id)
    record_event(Actor(organisation_id=organisation_id, account_id=account_id, name=account.name), "password.set")


def sign_in(email: str, password: str, *, address: str, browser: str, days: int) -> StartedSignIn:
    """Sign in by name and password. Raises ``Refused("sign-in-refused")`` or ``TooMuch("too-many-attempts")``."""
    email = email.strip().lower()
    subjects = [_subject("email", email), _subject("address", address)]
    _check_attempts(subjects)
    account = _matching_account(email, password)
    if account is None:
        _count_failure(subjects)
        raise Refused("sign-in-refused")
    return _start_transaction(account[0], account[1], browser, days)


@transactional
def end_sign_in(organisation_id: uuid.UUID, sign_in_id: uuid.UUID) -> None:
    """Sign out one browser, on the server."""
    db.session.get_one(SignIn, (organisation_id, sign_in_id)).ended_at = now()


@transactional
def choose_language(organisation_id: uuid.UUID, account_id: uuid.UUID, language: str, digits: str | None) -> None:
    """Remember the language and digits an account reads."""
    account = db.session.get_one(Account, (organisation_id, account_id))
    account.language, account.digits = language, digits


def _usable_link(token: str, purpose: str) -> OneTimeLink:
    link = db.session.scalar(
        select(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash(token), OneTimeLink.purpose == purpose)
        .with_for_update()
    )
    if link is None or link.expires_at <= now() or (link.used_at is not None and not link.reusable):
        raise Gone("link-used")
    return link


def _matching_account(email: str, password: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    asked = select(Account).where(Account.email == email, Account.disabled_at.is_(None), Account.password_hash != "")
    candidates = list(db.session.scalars(asked))
    for account in candidates:
        if _matches(account.password_hash, password):
            return account.organisation_id, account.id
    if not candidates:
        _matches(NOBODY, password)  # an unknown name takes as long as a wrong password
    return None


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@transactional
def _start_transaction(organisation_id: uuid.UUID, account_id: uuid.UUID, browser: str, days: int) -> StartedSignIn:
    return _start(organisation_id, account_id, browser, days)


def _start(organisation_id: uuid.UUID, account_id: uuid.UUID, browser: str, days: int) -> StartedSignIn:
    token = new_token()
    db.session.add(
        SignIn(
            organisation_id=organisation_id,
            account_id=account_id,
            token_hash=token_hash(token),
            started_at=now(),
            last_seen_at=now(),
            expires_at=now() + timedelta(days=days),
            browser=browser[:200],
        )
    )
    return StartedSignIn(organisation_id=organisation_id, account_id=account_id, token=token)


def _subject(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}|{value}".encode()).hexdigest()


def _check_attempts(subjects: list[str]) -> None:
    since = now() - WINDOW
    asked = select(SignInAttempt.failures).where(
        SignInAttempt.subject.in_(subjects), SignInAttempt.window_started_at > since
    )
    if any(failures >= FAILURES_ALLOWED for failures in db.session.scalars(asked)):
        raise TooMuch("too-many-attempts", minutes=int(WINDOW.total_seconds() // 60))


@transactional
def _count_failure(subjects: list[str]) -> None:
    for subject in subjects:
        row = db.session.scalar(select(SignInAttempt).where(SignInAttempt.subject == subject).with_for_update())
        if row is None:
            row = SignInAttempt(organisation_id=NO_ORGANISATION, subject=subject, window_started_at=now(), failures=0)
            db.session.add(row)
        if row.window_started_at <= now() - WINDOW:
            row.window_started_at, row.failures = now(), 0
        row.failures += 1


@transactional
def disable_account(actor: Actor, account_id: uuid.UUID) -> None:
    """Close an account and end its sign-ins. Raises ``Refused("own-account")``, ``NotFound("unknown-account")``."""
    if account_id == actor.account_id:
        raise Refused("own-account")
    account = _account_of(actor, account_id)
    account.disabled_at = now()
    _end_sign_ins(actor.organisation_id, account_id)
    record_event(actor, "account.disabled", subject=account.email)


@transactional
def enable_account(actor: Actor, account_id: uuid.UUID) -> None:
    """Open a closed account again. Raises ``NotFound("unknown-account")``."""
    account = _account_of(actor, account_id)
    account.disabled_at = None
    record_event(actor, "account.enabled", subject=account.email)


@transactional
def invite_to_set_password(actor: Actor, account_id: uuid.UUID) -> str:
    """A link for setting a password, good for three days. Raises ``NotFound("unknown-account")``."""
    account = _account_of(actor, account_id)
    record_event(actor, "account.invited", subject=account.email)
    return issue_link(actor, account_id, "password", lasting=timedelta(days=3))


def _account_of(actor: Actor, account_id: uuid.UUID) -> Account:
    account = db.session.get(Account, (actor.organisation_id, account_id))
    if account is None:
        raise NotFound("unknown-account")
    return account


def _end_sign_ins(organisation_id: uuid.UUID, account_id: uuid.UUID) -> None:
    db.session.execute(
        update(SignIn)
        .where(SignIn.organisation_id == organisation_id, SignIn.account_id == account_id, SignIn.ended_at.is_(None))
        .values(ended_at=now())
    )
