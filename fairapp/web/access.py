"""Who may open what. Every view says so with one of three marks; a view without a mark is refused before it runs."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from fairapp.domain.errors import NotAllowed
from fairapp.queries.accounts import SignedIn, find_signed_in
from fairapp.services.accounts import StartedSignIn, end_sign_in
from fairapp.services.audit import Actor
from fairapp.services.clock import now
from fairapp.services.tokens import token_hash

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = "public"
SIGNED_IN = "signed-in"


class Browser(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """What Flask-Login keeps of a signed-in browser: the token, and the account it stands for."""

    def __init__(self, token: str, account: SignedIn) -> None:
        self.token = token
        self.account = account
        self.language = account.language
        self.digits = account.digits

    def get_id(self) -> str:
        return self.token


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone may open it."""
    return _mark(view, PUBLIC)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Anyone with an account may open it."""
    return _mark(view, SIGNED_IN)


def allowed(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only these roles may open it; an administrator always may."""
    return lambda view: _mark(view, frozenset(roles) | {"administrator"})


def current_account() -> SignedIn:
    """The signed-in account. Only for views that are not public."""
    account: SignedIn = current_user.account
    return account


def find_current_account() -> SignedIn | None:
    """The signed-in account, or None for a visitor."""
    return current_account() if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The signed-in account as the author of what a service does."""
    account = current_account()
    return Actor(organisation_id=account.organisation_id, account_id=account.account_id, name=account.name)


def may(*roles: str) -> bool:
    """Whether the reader has one of these roles (administrators have all); for templates and menus."""
    account = find_current_account()
    return account is not None and bool(account.roles & (set(roles) | {"administrator"}))


def may_open(endpoint: str) -> bool:
    """Whether the reader may open the page; for links that stand beside facts which everyone reads."""
    access = getattr(current_app.view_functions[endpoint], "access", None)
    return access == PUBLIC or (access == SIGNED_IN and find_current_account() is not None) or may(*(access or ()))


def remember(started: StartedSignIn) -> None:
    """Make this browser the signed-in one, under a new session."""
    session.clear()
    account = find_signed_in(token_hash(started.token), now())
    if account is None:
        raise NotAllowed("sign-in-refused")
    login_user(Browser(started.token, account))
    session.permanent = True


def forget() -> None:
    """Sign this browser out, here and on the server."""
    account = find_current_account()
    if account is not None:
        end_sign_in(account.organisation_id, account.sign_in_id)
    logout_user()
    session.clear()


def init_access(app: Flask) -> None:
    """Install sign-in and the guard in front of every view."""
    manager = LoginManager(app)
    manager.session_protection = None  # sign-ins live on the server; an address that changes on the move is normal
    manager.user_loader(_load)
    app.before_request(_guard)
    app.jinja_env.globals.update(may=may, may_open=may_open, find_current_account=find_current_account)


def _load(token: str) -> Browser | None:
    account = find_signed_in(token_hash(token), now())
    return None if account is None else Browser(token, account)


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static" or request.endpoint.endswith(".static"):
        return None
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access is None:
        abort(500, "a view without an access mark")
    if access == PUBLIC:
        return None
    account = find_current_account()
    if account is None:
        return redirect(url_for("sign_in.show", next=request.full_path if request.method == "GET" else None))
    if access != SIGNED_IN and not account.roles & access:
        raise NotAllowed("not-allowed")
    return None


def _mark(view: Callable[P, R], access: str | frozenset[str]) -> Callable[P, R]:
    view.access = access  # type: ignore[attr-defined]  # a mark on the function is how the guard finds it
    return view
