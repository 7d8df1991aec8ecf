"""Published figures: one text for everybody, and every figure that changed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from fairapp.domain.publications import (
    Heading,
    PublishedFigures,
    PublishedSession,
    changed_figures,
    document_of,
    read_figures,
)

HEADING = Heading(
    organisation="jeddah-chamber",
    edition="jeddah-2014",
    revision=2,
    published_at=datetime(2014, 12, 20, 9, tzinfo=UTC),
    reason="دفتر وصل متأخرًا",
    previous="a" * 64,
)
FIGURES = PublishedFigures(
    currency="SAR",
    exponent=2,
    days=2,
    reporting=6,
    takings_minor=500_010_000,
    audited_minor=0,
    matched_minor=400_000_000,
    declared_minor=100_010_000,
    estimated_minor=0,
    sales=7,
    entries=None,
    not_closed=1,
    set_aside=0,
    sessions=(
        PublishedSession(number=1, day=date(2014, 12, 3), takings_minor=500_010_000, sales=7, entries=None),
        PublishedSession(number=2, day=date(2014, 12, 4), takings_minor=None, sales=0, entries=None),
    ),
)


def test_a_document_is_read_back_as_it_was_and_is_spelled_in_one_way() -> None:
    document = document_of(HEADING, FIGURES)
    told = json.loads(document)
    assert read_figures(told["figures"]) == FIGURES
    assert (told["format"], told["revision"], told["previous"]) == ("fairapp-results/1", 2, "a" * 64)
    assert told["published_at"] == "2014-12-20T09:00:00+00:00"
    assert "دفتر وصل متأخرًا" in document
    assert " " not in document.replace("دفتر وصل متأخرًا", "")
    assert document == document_of(HEADING, read_figures(told["figures"]))


def test_equal_figures_have_no_changes() -> None:
    assert changed_figures(FIGURES, replace(FIGURES)) == []


def test_unknown_that_becomes_known_is_a_change() -> None:
    second = replace(FIGURES.sessions[1], takings_minor=0)
    (change,) = changed_figures(FIGURES, replace(FIGURES, sessions=(FIGURES.sessions[0], second)))
    assert (change.name, change.session, change.before, change.after) == ("takings_minor", 2, None, 0)
    assert change.is_money


def test_totals_come_first_and_a_session_that_is_new_is_told() -> None:
    third = PublishedSession(number=3, day=date(2014, 12, 5), takings_minor=20_000, sales=1, entries=4)
    later = replace(FIGURES, takings_minor=500_030_000, sales=8, entries=4, sessions=(*FIGURES.sessions, third))
    told = [(one.name, one.session, one.before, one.after) for one in changed_figures(FIGURES, later)]
    assert told == [
        ("takings_minor", None, 500_010_000, 500_030_000),
        ("sales", None, 7, 8),
        ("entries", None, None, 4),
        ("takings_minor", 3, None, 20_000),
        ("sales", 3, None, 1),
        ("entries", 3, None, 4),
    ]
