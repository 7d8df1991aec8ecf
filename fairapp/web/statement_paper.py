"""A statement as a PDF to take away, issued at the press of a button."""

import uuid
from zoneinfo import ZoneInfo

from flask import Response

from fairapp.printing.statement import StatementPaper, statement_pdf
from fairapp.queries.editions import EditionRow
from fairapp.services.audit import Actor
from fairapp.services.issued_statements import issue_statement
from fairapp.web.files import fonts_folder, pdf_file
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale


def issued_paper(actor: Actor, edition: EditionRow, exhibitor_id: uuid.UUID) -> Response:
    """Issue her statement and hand it over. Raises what ``issue_statement`` raises."""
    issued = issue_statement(actor, edition.id, exhibitor_id, secret_key=settings().secret_key)
    locale, who, heading = current_locale(), issued.statement.exhibitor, issued.row.heading
    paper = StatementPaper(
        organisation=heading.organisation,
        edition=heading.edition,
        place=edition.place,
        first_day=edition.starts_on,
        last_day=edition.ends_on or edition.starts_on,
        zone=ZoneInfo(edition.time_zone),
        exhibitor=heading.exhibitor,
        number=heading.number,
        craft=who.craft[locale.language],
        booths=tuple((place.hall, place.booth) for place in who.places),
        figures=issued.row.figures,
        methods=tuple(
            (locale.word("method", one.method), one.sales, one.net_minor) for one in issued.statement.methods
        ),
        issued_at=heading.issued_at,
        url=f"{settings().base_url}/S/{issued.code}".upper(),
    )
    return pdf_file(f"{edition.slug}-{heading.number}", statement_pdf(paper, locale, fonts_folder()))
