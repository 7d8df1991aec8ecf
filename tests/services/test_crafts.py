"""The tree of crafts, and the names people give to crafts."""

import pytest
from flask import Flask

from fairapp.domain.exhibitors import search_key
from fairapp.queries.crafts import CraftNames, list_crafts
from fairapp.services.crafts import default_tree, seed_crafts
from fairapp.services.setup import set_up_installation
from tests.factories.accounts import an_organisation


def test_an_installation_begins_with_crafts_in_three_languages(app: Flask) -> None:
    actor, _ = set_up_installation(
        name="Chamber", country="SA", language="ar", admin_name="A", admin_email="a@example.org", password=None
    )
    crafts = list_crafts(actor.organisation_id)
    assert len(crafts) >= 25
    assert all(craft.name(language) for craft in crafts for language in ("ar", "fr", "en"))
    places = {craft.id: at for at, craft in enumerate(crafts)}
    assert all(places[craft.parent_id] < places[craft.id] for craft in crafts if craft.parent_id)


def test_seeding_again_adds_nothing_and_gives_the_same_ids(app: Flask) -> None:
    actor = an_organisation()
    first = seed_crafts(actor)
    assert seed_crafts(actor) == first
    assert len(list_crafts(actor.organisation_id)) == len(first) == len(default_tree())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("الفخار", "pottery"),
        ("فخار", "pottery"),
        ("فخّـــار", "pottery"),
        ("صناعة الفخار", "pottery"),
        ("Poterie", "pottery"),
        ("POTIERE", "pottery"),
        ("fabrication de poterie", "pottery"),
        ("عطور وبخور", "perfume"),
        ("العطور والبخور", "perfume"),
        ("حياكه", "weaving"),
        ("تطريز", "embroidery"),
        ("Épices", "spices"),
        ("epices", "spices"),
        ("couturiere", "tailoring"),
        ("palm-frond weaving", "palm"),
        ("خوص", "palm"),
        ("زربيه", "carpets"),
        ("حناء", "henna"),
        ("حنا", "henna"),
        ("honey", "honey"),
    ],
)
def test_a_craft_is_found_however_it_is_written(sqlite_app: Flask, typed: str, code: str) -> None:
    actor = an_organisation()
    ids = seed_crafts(actor)
    assert CraftNames(list_crafts(actor.organisation_id)).find(typed) == ids[code]


@pytest.mark.parametrize("typed", ["نقش الرخام", "astronomy", "", "ال", "فخ"])
def test_what_the_tree_does_not_hold_is_nothing(sqlite_app: Flask, typed: str) -> None:
    actor = an_organisation()
    seed_crafts(actor)
    assert CraftNames(list_crafts(actor.organisation_id)).find(typed) is None


def test_no_name_means_two_crafts() -> None:
    meant: dict[str, set[str]] = {}
    for row in default_tree():
        for name in (row["ar"], row["fr"], row["en"], *filter(None, row["also"].split("|"))):
            meant.setdefault(search_key(name), set()).add(row["code"])
    twice = {name: codes for name, codes in meant.items() if len(codes) > 1}
    assert twice == {}
