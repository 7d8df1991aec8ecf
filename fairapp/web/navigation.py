"""The menus: every page a person can go to, once, with who sees it. One line a word."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, current_app

from fairapp.web.access import find_current_account, may
from fairapp.web.locale import LazyText
from fairapp.web.locale import lazy_gettext as _


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """A link. Edition items get the edition's slug as ``edition``. ``beneath`` are blueprints reached from its page."""

    endpoint: str
    label: LazyText
    roles: tuple[str, ...]
    beneath: tuple[str, ...] = ()


def item(endpoint: str, label: LazyText, *roles: str, beneath: tuple[str, ...] = ()) -> MenuItem:
    """A menu line; without roles only administrators see it."""
    return MenuItem(endpoint=endpoint, label=label, roles=roles, beneath=beneath)


ORGANISATION_MENU: tuple[MenuItem, ...] = (
    item("home.index", _("Home"), "organiser", "marshal", "reviewer"),
    item("register.index", _("Register"), "organiser", "reviewer"),
    item("statement.index", _("My sales"), "exhibitor"),
    item("accounts.index", _("Accounts")),
    item("audit.index", _("Audit"), "reviewer"),
)

EDITION_MENU: tuple[MenuItem, ...] = (
    item("editions.show", _("Edition"), "organiser", "marshal", "reviewer"),
    item("floor_plan.show", _("Plan"), "organiser", "marshal", "reviewer"),
    item("requests.index", _("Requests"), "organiser", "reviewer"),
    item("draws.show", _("Draw"), "organiser", "reviewer"),
    item("allocations.index", _("Confirmations"), "organiser", "reviewer"),
    item("badges.index", _("Badges"), "organiser", "marshal"),
    item("arrivals.index", _("Arrivals"), "organiser", "marshal", "reviewer"),
    item("board.index", _("Board"), "organiser", "marshal", "reviewer", beneath=("devices",)),
    item("sales_desk.index", _("Sales desk"), "organiser", "marshal", "reviewer"),
    item("visitors.index", _("Visitors"), "organiser", "marshal", "reviewer"),
    item("stall_checks.index", _("Checks"), "organiser", "marshal", "reviewer"),
    item("results.index", _("Results"), "organiser", "reviewer"),
)

OWN = {"statement.index"}
"""Pages about the reader's own stall."""


def visible(menu: Iterable[MenuItem]) -> list[MenuItem]:
    """What the reader may open, of the pages that exist."""
    return [
        line
        for line in menu
        if line.endpoint in current_app.view_functions
        and may(*line.roles)
        and (line.endpoint not in OWN or is_exhibitor())
    ]


def is_exhibitor() -> bool:
    """Whether the reader stands for an exhibitor; an administrator, who may open everything, does not."""
    account = find_current_account()
    return account is not None and bool(account.exhibitor_ids)


def init_navigation(app: Flask) -> None:
    """Let templates draw the menus."""
    app.jinja_env.globals.update(
        organisation_menu=lambda: visible(ORGANISATION_MENU), edition_menu=lambda: visible(EDITION_MENU)
    )
