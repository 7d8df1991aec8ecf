"""What changes after the draw: booths passed on, the freeze, moves and swaps by hand, substitutes; each on record."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError, NotFound
from fairapp.queries.allocations import list_free_booths
from fairapp.queries.draws import list_names
from fairapp.queries.editions import EditionRow, get_edition
from fairapp.queries.moves import list_freezes, list_members_of, list_reallocations, list_substitutions
from fairapp.services.audit import Actor
from fairapp.services.moves import move_family, substitute_member, swap_families
from fairapp.services.reallocations import freeze_plan, pass_on, thaw_plan
from fairapp.web.access import allowed, current_account, current_actor
from fairapp.web.errors import status_of
from fairapp.web.locale import gettext as _
from fairapp.web.locale import ngettext
from fairapp.web.paging import PER_PAGE, paging

blueprint = Blueprint("moves", __name__)


@blueprint.get("")
@allowed("organiser", "reviewer")
def index(edition: str) -> ResponseReturnValue:
    """Every change, and the forms that make one."""
    return _page(_edition(edition), None)


@blueprint.post("/freed")
@allowed("organiser")
def pass_freed(edition: str) -> ResponseReturnValue:
    """Offer what is free now."""

    def act(actor: Actor, row: EditionRow) -> str:
        reached = pass_on(actor, row.id, reason=request.form.get("reason", ""))
        if not reached:
            return _("Nobody wishes what is free, or nothing is free.")
        return ngettext("%(num)s family was given a booth.", "%(num)s families were given a booth.", reached)

    return _done(edition, act)


@blueprint.post("/freeze")
@allowed("organiser")
def freeze(edition: str) -> ResponseReturnValue:
    """From now on nobody is moved."""

    def act(actor: Actor, row: EditionRow) -> str:
        freeze_plan(actor, row.id, reason=request.form.get("reason", ""))
        return _("The plan is frozen: what becomes free now goes to those who wait, and nobody is moved.")

    return _done(edition, act)


@blueprint.post("/thaw")
@allowed("organiser")
def thaw(edition: str) -> ResponseReturnValue:
    """Families may move up again."""

    def act(actor: Actor, row: EditionRow) -> str:
        thaw_plan(actor, row.id, reason=request.form.get("reason", ""))
        return _("The plan is open again; who opened it and why stays on record.")

    return _done(edition, act)


@blueprint.post("/move")
@allowed("organiser")
def move(edition: str) -> ResponseReturnValue:
    """A family to free booths."""

    def act(actor: Actor, row: EditionRow) -> str:
        typed = request.form
        move_family(
            actor, row.id, code=typed.get("code", ""), booths=typed.get("booths", ""), reason=typed.get("reason", "")
        )
        return _("Moved, and shown as done by hand.")

    return _done(edition, act)


@blueprint.post("/swap")
@allowed("organiser")
def swap(edition: str) -> ResponseReturnValue:
    """Two families exchange booths."""

    def act(actor: Actor, row: EditionRow) -> str:
        typed = request.form
        swap_families(
            actor, row.id, first=typed.get("first", ""), second=typed.get("second", ""), reason=typed.get("reason", "")
        )
        return _("Swapped, and shown as done by hand.")

    return _done(edition, act)


@blueprint.post("/substitute")
@allowed("organiser")
def substitute(edition: str) -> ResponseReturnValue:
    """Another person of the household."""

    def act(actor: Actor, row: EditionRow) -> str:
        typed = request.form
        substitute_member(
            actor, row.id, code=typed.get("code", ""), member_id=_id(typed.get("member", "")),
            reason=typed.get("reason", ""),
        )  # fmt: skip
        return _("The substitute is on record; booth and badge stay the family’s.")

    return _done(edition, act)


def _done(edition: str, act: Callable[[Actor, EditionRow], str]) -> ResponseReturnValue:
    row = _edition(edition)
    try:
        flash(act(current_actor(), row))
    except FairError as error:
        return _page(row, error)
    return redirect(url_for("moves.index", edition=edition))


def _edition(slug: str) -> EditionRow:
    return get_edition(current_account().organisation_id, slug)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound("unknown-member") from None


def _page(row: EditionRow, error: FairError | None) -> ResponseReturnValue:
    wall = row.organisation_id, row.id
    changes = list_reallocations(*wall)
    where = paging(len(changes))
    freezes = list_freezes(*wall)
    code = request.values.get("code", "").strip().upper()
    page = render_template(
        "moves/index.html",
        edition=row,
        changes=changes[where.offset : where.offset + PER_PAGE],
        paging=where,
        freezes=freezes,
        frozen=next((one for one in freezes if one.thawed_at is None), None),
        substitutes=list_substitutions(*wall),
        members=list_members_of(*wall, code) if code else [],
        names={code: name for code, (name, _key) in list_names(*wall).items()},
        free=list_free_booths(*wall),
        opened=request.endpoint if error else "",
        typed=request.form.to_dict() | {"code": code},
        error=error,
    )
    return page, 200 if error is None else status_of(error)
