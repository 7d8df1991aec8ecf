"""A family's own page, opened by the secret on her slip or in her message: what she got, why, and her answer.

Opening it changes nothing: phones and messengers open links by themselves.
"""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fairapp.domain.errors import FairError
from fairapp.queries.draws import DrawTexts, find_draw, get_texts
from fairapp.queries.editions import EditionRow, get_edition_by_id
from fairapp.queries.families import FamilyRow, get_family, get_standing
from fairapp.queries.issued_statements import has_takings
from fairapp.queries.organisations import get_organisation
from fairapp.services.audit import Actor
from fairapp.services.confirmations import confirm_as_family, decline_as_family, say_whether_to_move
from fairapp.services.draw_slips import Teller, draw_slips_pdf
from fairapp.services.family_slips import now_given
from fairapp.web.access import public
from fairapp.web.errors import status_of
from fairapp.web.files import fonts_folder, pdf_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale, prefer_language
from fairapp.web.locale import gettext as _
from fairapp.web.statement_paper import issued_paper

blueprint = Blueprint("family", __name__)


@blueprint.get("/F/<token>")
@blueprint.get("/f/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """What she got and how she may answer, in her language."""
    return _page(token, None)


@blueprint.post("/f/<token>/confirmation")
@public
def confirm(token: str) -> ResponseReturnValue:
    """She comes."""
    return _said(token, lambda: confirm_as_family(token), _("Thank you: you are expected."))


@blueprint.post("/f/<token>/refusal")
@public
def decline(token: str) -> ResponseReturnValue:
    """She does not come."""
    return _said(token, lambda: decline_as_family(token), _("Noted: you do not come. Thank you for saying so."))


@blueprint.post("/f/<token>/moves")
@public
def move_up(token: str) -> ResponseReturnValue:
    """Better booths may reach her."""
    return _said(token, lambda: say_whether_to_move(token, consents=True), _("Noted: a better wish may reach you."))


@blueprint.post("/f/<token>/moves/none")
@public
def stay(token: str) -> ResponseReturnValue:
    """She stays as she is."""
    thanks = _("Noted: nothing will be changed for you.")
    return _said(token, lambda: say_whether_to_move(token, consents=False), thanks)


@blueprint.get("/f/<token>/slip.pdf")
@public
def slip(token: str) -> ResponseReturnValue:
    """Her slip, with what she holds today and her own address."""
    family, edition = _family(token)
    texts = _texts(edition)
    if texts is None:
        return _page(token, None)
    content = draw_slips_pdf(
        edition,
        g.organisation,
        texts,
        [family.code],
        current_locale(),
        names={family.code: family.exhibitor},
        address="",
        secrets={family.code: f"{settings().base_url}/F/{token.upper()}"},
        given=now_given(edition.organisation_id, edition.id, [family.code]),
        fonts_folder=fonts_folder(),
    )
    return pdf_file(f"{edition.slug}-{family.code}", content)


@blueprint.post("/f/<token>/statement")
@public
def statement(token: str) -> ResponseReturnValue:
    """What she sold, as a paper to show a lender; nobody needs an account for it."""
    family, edition = _family(token)
    actor = Actor(organisation_id=family.organisation_id, name=family.exhibitor)
    return issued_paper(actor, edition, family.exhibitor_id)


def _said(token: str, answer: Callable[[], None], thanks: str) -> ResponseReturnValue:
    _family(token)
    try:
        answer()
    except FairError as error:
        return _page(token, error)
    flash(thanks)
    return redirect(url_for("family.show", token=token))


def _family(token: str) -> tuple[FamilyRow, EditionRow]:
    family = get_family(token)
    g.organisation = get_organisation(family.organisation_id)
    prefer_language(family.language)
    return family, get_edition_by_id(family.organisation_id, family.edition_id)


def _texts(edition: EditionRow) -> DrawTexts | None:
    draw = find_draw(edition.organisation_id, edition.id)
    return get_texts(edition.organisation_id, draw.id) if draw and draw.drawn_at else None


def _page(token: str, error: FairError | None) -> ResponseReturnValue:
    family, edition = _family(token)
    texts = _texts(edition)
    told = None
    if texts is not None and texts.holds(family.code):
        told = Teller(edition, texts, current_locale()).tell(family.code)
    page = render_template(
        "family/show.html",
        edition_row=edition,
        organisation=g.organisation,
        family=family,
        standing=get_standing(family),
        told=told,
        sold=has_takings(edition.organisation_id, edition.id, family.exhibitor_id),
        token=token,
        error=error,
    )
    return page, 200 if error is None else status_of(error)
