"""A statement on paper: issued once for the same figures, proved by its code, and told when the ledger has moved on."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.db import db
from fairapp.domain.errors import Conflict, NotFound
from fairapp.models.exhibitors import Exhibitor
from fairapp.models.requests import BoothRequest
from fairapp.models.results import IssuedStatement
from fairapp.services.clock import replaying
from fairapp.services.family_links import issue_family_links
from fairapp.services.issued_statements import StatementIssued, issue_statement
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.results import AFTER, HeldFair, held_fair
from tests.printing.reading import words_of


def a_fair() -> HeldFair:
    fair = held_fair()
    fair.sell(0, 1, 50_000, 20_000)
    fair.sell(1, 1, 999_900)
    return fair


def issued(fair: HeldFair, seller: int = 0, key: str = "key") -> StatementIssued:
    with replaying(AFTER):
        return issue_statement(fair.actor, fair.edition_id, fair.exhibitors[seller], secret_key=key)


def test_the_same_figures_are_the_same_paper_and_new_ones_another(app: Flask) -> None:
    fair = a_fair()
    first = issued(fair)
    assert issued(fair).code == first.code
    fair.sell(0, 2, 5_000)
    second = issued(fair)
    assert second.code != first.code
    assert (first.row.figures.takings_minor, second.row.figures.takings_minor) == (70_000, 75_000)
    rows = db.session.scalars(select(IssuedStatement)).all()
    assert len(rows) == 2
    assert not {first.code, second.code} & {row.code_hash for row in rows}


def test_nothing_is_stated_of_nothing_nor_of_another_organisations_exhibitor(sqlite_app: Flask) -> None:
    fair = a_fair()
    with pytest.raises(Conflict) as refused:
        issued(fair, seller=2)
    assert refused.value.code == "nothing-to-state"
    stranger = an_organisation("other-chamber")
    with pytest.raises(NotFound):
        issue_statement(stranger, fair.edition_id, fair.exhibitors[0], secret_key="key")


def test_the_code_proves_the_paper_until_the_ledger_says_more(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    fair = a_fair()
    code = issued(fair).code
    for path in (f"/s/{code}", f"/S/{code.upper()}"):
        page = sqlite_client.get(path).get_data(as_text=True)
        assert "هذا الكشف صحيح" in page
        assert "٧٠٠" in page
        assert "٩٬٩٩٩" not in page, "of nobody else"
        assert "اطلبوا كشفًا جديدًا" not in page
    fair.sell(0, 2, 5_000)
    page = sqlite_client.get(f"/s/{code}").get_data(as_text=True)
    assert "اطلبوا كشفًا جديدًا" in page
    assert "٧٥٠" in page
    for wrong in ("0" * 26, code[:-1], "x"):
        assert sqlite_client.get(f"/s/{wrong}").status_code == 404


def test_a_paper_printed_under_another_key_is_still_genuine(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    fair = a_fair()
    codes = [issued(fair).code, issued(fair, key="that of a new machine").code]
    assert [sqlite_client.get(f"/s/{code}").status_code for code in codes] == [200, 200]


def test_she_takes_it_from_her_own_page_the_office_or_her_secret_link(
    sqlite_app: Flask, sqlite_client: FlaskClient
) -> None:
    fair = a_fair()
    asked = select(BoothRequest.code).where(BoothRequest.exhibitor_id == fair.exhibitors[0])
    code = db.session.scalars(asked).one()
    secret = issue_family_links(fair.actor, fair.edition_id, [code], secret_key="key")[code]
    assert f"/f/{secret}/statement" in sqlite_client.get(f"/f/{secret}").get_data(as_text=True)
    papers = [sqlite_client.post(f"/f/{secret}/statement")]
    signed_in(sqlite_client, an_account(fair.actor, "exhibitor", exhibitor_id=fair.exhibitors[0]))
    papers.append(sqlite_client.post("/statement/jeddah-2014/paper"))
    for paper in papers:
        assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
        assert "٧٠٠٫٠٠" in words_of(paper.data)
    other = f"/editions/jeddah-2014/results/exhibitors/{fair.exhibitors[1]}/paper"
    assert sqlite_client.post(other).status_code == 403
    signed_in(sqlite_client, an_account(fair.actor, "reviewer"))
    assert sqlite_client.post(other).mimetype == "application/pdf"
    assert len(db.session.scalars(select(IssuedStatement)).all()) == 2


def test_a_register_number_of_any_letters_names_the_file(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    fair = a_fair()
    exhibitor = db.session.get_one(Exhibitor, (fair.organisation_id, fair.exhibitors[0]))
    exhibitor.number = 'ح-12"'
    db.session.commit()
    organiser = signed_in(sqlite_client, an_account(fair.actor, "organiser"))
    answer = organiser.post(f"/editions/jeddah-2014/results/exhibitors/{fair.exhibitors[0]}/paper")
    assert answer.status_code == 200
    told = answer.headers["Content-Disposition"]
    assert told.encode("ascii")
    assert told.endswith("filename*=UTF-8''jeddah-2014-%D8%AD-12%22.pdf")
