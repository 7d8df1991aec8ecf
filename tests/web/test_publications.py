"""Results published: frozen for everybody, revised beside what was said, by those who may."""

import hashlib
import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.domain.errors import Conflict, FairError, NotFound
from fairapp.i18n.locales import locale_for
from fairapp.queries.editions import get_edition
from fairapp.queries.publications import get_publication, list_publications
from fairapp.services.clock import replaying
from fairapp.services.publications import publish_results
from fairapp.services.results_report import report_content
from tests.factories.accounts import an_account, an_organisation, signed_in
from tests.factories.results import AFTER, HeldFair, held_fair, moment

PAGE = "/editions/jeddah-2014/results/publications"
PUBLIC = "/o/jeddah-chamber/jeddah-2014/results"


def a_fair() -> HeldFair:
    fair = held_fair()
    fair.sell(0, 1, 50_000, 20_000)
    fair.enter(1, 1_200)
    return fair


def publish(fair: HeldFair, reason: str = "") -> int:
    with replaying(AFTER):
        return publish_results(fair.actor, fair.edition_id, reason=reason)


def code_of(fair: HeldFair, reason: str = "") -> str:
    with pytest.raises(FairError) as refused:
        publish(fair, reason)
    return refused.value.code


def test_a_revision_stands_beside_what_was_published_and_names_it(app: Flask) -> None:
    fair = a_fair()
    assert publish(fair) == 1
    assert code_of(fair) == "results-unchanged"
    fair.sell(1, 2, 5_000)
    assert code_of(fair) == "reason-missing"
    assert publish(fair, "دفتر وصل متأخرًا") == 2
    second, first = list_publications(fair.organisation_id, fair.edition_id)
    assert (first.figures.takings_minor, second.figures.takings_minor) == (70_000, 75_000)
    assert [first.sha256, second.sha256] == [
        hashlib.sha256(one.document.encode()).hexdigest() for one in (first, second)
    ]
    assert json.loads(second.document)["previous"] == first.sha256
    assert ("takings_minor", 2, None, 5_000) in [
        (one.name, one.session, one.before, one.after) for one in second.changed
    ]
    assert first.changed == ()


def test_nothing_is_published_while_a_session_runs_or_before_anything_was_reported(sqlite_app: Flask) -> None:
    fair = held_fair()
    assert code_of(fair) == "nothing-to-publish"
    fair.sell(0, 1, 50_000)
    with replaying(moment(1) + timedelta(minutes=30)), pytest.raises(Conflict) as refused:
        publish_results(fair.actor, fair.edition_id)
    assert refused.value.code == "session-still-open"


def test_another_organisation_can_neither_publish_nor_read(sqlite_app: Flask) -> None:
    fair = a_fair()
    publish(fair)
    stranger = an_organisation("other-chamber")
    with pytest.raises(NotFound):
        publish_results(stranger, fair.edition_id)
    assert list_publications(stranger.organisation_id, fair.edition_id) == []
    with pytest.raises(NotFound):
        get_publication(fair.organisation_id, fair.edition_id, 2)


def test_the_office_sees_what_would_change_and_keeps_what_was_typed(
    sqlite_app: Flask, sqlite_client: FlaskClient
) -> None:
    fair = a_fair()
    client = signed_in(sqlite_client, an_account(fair.actor, "reviewer", language="en"))
    with replaying(AFTER):
        assert "Nothing is published yet" in client.get(PAGE).get_data(as_text=True)
        assert client.post(PAGE).status_code == 302
        assert "What is published is what the ledger says now." in client.get(PAGE).get_data(as_text=True)
    fair.sell(1, 2, 5_000)
    with replaying(AFTER):
        assert "The figures have changed since" in client.get(PAGE).get_data(as_text=True)
        refused = client.post(PAGE, data={"reason": " "})
        assert refused.status_code == 400
        assert 'data-code="reason-missing"' in refused.get_data(as_text=True)


def test_the_report_is_so_far_until_its_figures_are_published(sqlite_app: Flask) -> None:
    fair = a_fair()
    row, english = get_edition(fair.organisation_id, "jeddah-2014"), locale_for("en", "SA")
    with replaying(AFTER):
        assert not report_content(row, english).settled
        publish_results(fair.actor, fair.edition_id)
        assert report_content(row, english).settled
    fair.sell(1, 2, 5_000)
    with replaying(AFTER):
        assert not report_content(row, english).settled


def test_a_marshal_may_not_publish(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    fair = a_fair()
    client = signed_in(sqlite_client, an_account(fair.actor, "marshal"))
    assert client.post(PAGE).status_code == 403
    assert list_publications(fair.organisation_id, fair.edition_id) == []


def test_strangers_read_the_frozen_figures_and_their_document(sqlite_app: Flask, sqlite_client: FlaskClient) -> None:
    fair = a_fair()
    assert "لم تُنشر حصيلة هذا المعرض بعد." in sqlite_client.get(PUBLIC).get_data(as_text=True)
    publish(fair)
    fair.sell(1, 2, 5_000)
    page = sqlite_client.get(PUBLIC).get_data(as_text=True)
    assert "٧٠٠" in page
    assert "٧٥٠" not in page
    document = sqlite_client.get(f"{PUBLIC}/1.json")
    imprint = list_publications(fair.organisation_id, fair.edition_id)[0].sha256
    assert hashlib.sha256(document.data).hexdigest() == imprint
    assert sqlite_client.get(f"{PUBLIC}/2.json").status_code == 404
