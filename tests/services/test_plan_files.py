"""A plan from a file: what would change is said first, then all of it or nothing: on both databases."""

import uuid

import pytest

from fairapp.domain.errors import FairError
from fairapp.queries.draw_snapshots import build_snapshot
from fairapp.queries.editions import get_edition_by_id
from fairapp.queries.floor_plan import list_booths, list_classes, list_halls
from fairapp.services.audit import Actor
from fairapp.services.plan_files import PlanPreview, preview_plan_file, write_plan_file
from tests.factories.accounts import an_organisation
from tests.factories.office import PLAN, an_edition

pytestmark = pytest.mark.usefixtures("app")
HEAD = "booth,hall,row,place,x_mm,y_mm,width_mm,depth_mm,class,services\n"
MOST = 1_000_000


@pytest.fixture
def actor() -> Actor:
    return an_organisation()


@pytest.fixture
def edition_id(actor: Actor) -> uuid.UUID:
    return an_edition(actor, plan=PLAN)


def preview(actor: Actor, edition_id: uuid.UUID, text: str) -> PlanPreview:
    return preview_plan_file(actor, edition_id, text.encode(), maximum_bytes=MOST)


def write(actor: Actor, edition_id: uuid.UUID, text: str) -> int:
    return write_plan_file(actor, edition_id, text.encode(), maximum_bytes=MOST)


def exported(actor: Actor, edition_id: uuid.UUID) -> str:
    lines = [
        f"{b.number},{b.hall},{b.row},{b.place},{b.x_mm},{b.y_mm},{b.width_mm},{b.depth_mm},{b.booth_class},power"
        for b in list_booths(actor.organisation_id, edition_id)
    ]
    return HEAD + "\n".join(lines)


def test_what_was_taken_away_changes_nothing(actor: Actor, edition_id: uuid.UUID) -> None:
    found = preview(actor, edition_id, exported(actor, edition_id))
    assert (found.count("unchanged"), len(found.fates), found.left) == (16, 16, ())
    assert write(actor, edition_id, exported(actor, edition_id)) == 0


def test_a_new_edition_from_a_spreadsheet_of_rows_and_places(actor: Actor) -> None:
    edition_id = an_edition(actor)
    lines = [f"{hall}-{row}{place};{hall};{row};{place}" for hall in "AB" for row in (1, 2) for place in (1, 2, 3)]
    assert write(actor, edition_id, "الجناح;القاعة;الصف;مكان\n" + "\n".join(lines)) == 12
    wall = actor.organisation_id, edition_id
    assert [(hall.code, hall.width_mm, hall.depth_mm) for hall in list_halls(*wall)] == [
        ("A", 15_000, 15_000), ("B", 15_000, 15_000),
    ]  # fmt: skip
    rows = build_snapshot(get_edition_by_id(*wall))["halls"][0]["rows"]
    assert rows == [["A-11", "A-12", "A-13"], ["A-21", "A-22", "A-23"]]
    assert [(one.code, one.booths) for one in list_classes(*wall)] == [("A/std", 6), ("B/std", 6)]


def test_each_line_has_its_fate(actor: Actor, edition_id: uuid.UUID) -> None:
    text = HEAD + "\n".join(
        [
            "A-01,A,,,2000,0,3000,3000,A/std,power",
            "A-02,A,,,6000,3000,3000,3000,,",
            "a-٢٠,A,,,10000,0,3000,3000,food,water",
        ]
    )
    found = preview(actor, edition_id, text)
    assert [one.fate for one in found.fates] == ["changed", "unchanged", "new"]
    assert (found.classes, found.halls, len(found.left)) == (("A/food",), (), 10)
    before = list_booths(actor.organisation_id, edition_id)
    assert write(actor, edition_id, text) == 2
    after = {booth.number: booth for booth in list_booths(actor.organisation_id, edition_id)}
    assert (after["A-01"].x_mm, after["A-20"].booth_class) == (2_000, "A/food")
    assert {booth.number for booth in before} | {"A-20"} == after.keys()
    food = next(one for one in list_classes(actor.organisation_id, edition_id) if one.code == "A/food")
    assert food.services == ("water",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("A-01,A,,,x,0,3000,3000,,", "plan-figure-unreadable"),
        ("A-01,A,,,1.5,0,3000,3000,,", "plan-figure-unreadable"),
        ("A-01,A,,,0,0,3,3000,,", "plan-figure-unreadable"),
        ("A-01,A,1,,,,,,,", "plan-place-missing"),
        ("=A1+1,A,1,1,,,,,,", "booth-number-unreadable"),
        ("A-01,<b>,1,1,,,,,,", "place-code-unreadable"),
        ("A-01,A,,,90000,0,3000,3000,,", "booth-outside-hall"),
        ("A-01,A,,,6100,3000,3000,3000,,", "booths-overlap"),
        ("A-01,B,1,1,,,,,,", "booth-of-another-hall"),
        ("A-01,A,,,0,0,3000,3000,B/std,", "class-of-another-hall"),
        ("A-01,A,,,0,0,3000,3000,A/..,", "place-code-unreadable"),
        ("A-01,A,,,0,0,3000,3000,A/std,gold", "unknown-service"),
        ("A-01,A,,,0,0,3000,3000,A/std,water", "plan-services-differ"),
        ("A-50,A,,,0,0,3000,3000,,\nA-50,A,,,9000,0,3000,3000,,", "booth-number-taken"),
        ("A-50,A,,,0,0,3000,3000,,\nA-51,A,,,1000,0,3000,3000,,", "booths-overlap"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(actor: Actor, edition_id: uuid.UUID, line: str, code: str) -> None:
    text = f"{HEAD}A-12,A,,,0,15000,3000,3000,,\n{line}"
    refused = [one for one in preview(actor, edition_id, text).fates if one.fate == "refused"]
    assert refused[-1].error is not None
    assert refused[-1].error.code == code
    before = list_booths(actor.organisation_id, edition_id)
    with pytest.raises(FairError):
        write(actor, edition_id, text)
    assert list_booths(actor.organisation_id, edition_id) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"name,phone\nx,y", "plan-columns-missing"),
        (b"\xff\xfeb\x00o\x00", "file-encoding-unknown"),
        (b"x" * (MOST + 1), "file-too-large"),
        (b"PK\x03\x04 not a workbook", "file-not-xlsx"),
        (HEAD.encode() + b"\n".join(b"A-%d,A,1,1" % n for n in range(5_001)), "plan-too-large"),
    ],
)
def test_a_file_that_is_none_is_refused(actor: Actor, edition_id: uuid.UUID, content: bytes, code: str) -> None:
    with pytest.raises(FairError) as refused:
        preview_plan_file(actor, edition_id, content, maximum_bytes=MOST)
    assert refused.value.code == code
