"""Accounts, what they may do, and the proofs they sign in with."""

import uuid

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.models.base import Long, Moment, Name, Short, Walled, belongs_to, indexed, of_organisation, unique


class Account(Walled):
    """A person who signs in. ``email`` is stored lower-case."""

    __tablename__ = "account"
    __table_args__ = (of_organisation(), unique("email"))

    email: Mapped[Name]
    name: Mapped[Name]
    password_hash: Mapped[Long] = mapped_column(String(300), default="")
    language: Mapped[str | None] = mapped_column(String(2))
    digits: Mapped[str | None] = mapped_column(String(4))
    created_at: Mapped[Moment]
    disabled_at: Mapped[Moment | None]


class AccountRole(Walled):
    """What an account may do: administrator, organiser, marshal, reviewer, or exhibitor (then of whom)."""

    __tablename__ = "account_role"
    __table_args__ = (belongs_to("account", "account_id"), unique("account_id", "role"))

    account_id: Mapped[uuid.UUID]
    role: Mapped[Short]
    exhibitor_id: Mapped[uuid.UUID | None]
    granted_at: Mapped[Moment]
    granted_by: Mapped[uuid.UUID | None]


class SignIn(Walled):
    """A signed-in browser, kept on the server so that it can be ended from anywhere."""

    __tablename__ = "sign_in"
    __table_args__ = (belongs_to("account", "account_id"), indexed("account_id"))

    account_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    started_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    browser: Mapped[Name] = mapped_column(String(200), default="")


class OneTimeLink(Walled):
    """A link that works once: set a password, or sign in at a demonstration."""

    __tablename__ = "one_time_link"
    __table_args__ = (belongs_to("account", "account_id"),)

    account_id: Mapped[uuid.UUID]
    purpose: Mapped[Short]
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    reusable: Mapped[bool] = mapped_column(Boolean, default=False)


class SignInAttempt(Walled):
    """Attempts of one address or name in one window: in the database because a server has many processes."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (unique("subject"),)

    subject: Mapped[str] = mapped_column(String(64))
    window_started_at: Mapped[Moment]
    failures: Mapped[int] = mapped_column(Integer, default=0)
