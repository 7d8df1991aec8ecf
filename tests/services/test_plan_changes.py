"""What a page sends about the drawing is hostile until it is parsed."""

import uuid

import pytest

from fairapp.domain.errors import FairError, Refused
from fairapp.services.plan_changes import MOST_FEATURES, BoothChange, FeatureChange, parse_changes, parse_number

ID = "01936f0e-0000-7000-8000-000000000001"
NEW = {"number": "a-٠٧", "x_mm": 0, "y_mm": 0, "width_mm": 3_000, "depth_mm": 2_000, "class": "A/std"}
DOOR = {"kind": "exit", "label": " باب ", "x_mm": 0, "y_mm": 0, "width_mm": 900, "depth_mm": 200}


def test_a_good_body_is_read() -> None:
    changes = parse_changes(
        {
            "revision": "1-2",
            "booths": [{"id": ID, "x_mm": -5, "withdrawn": True}, NEW],
            "features": [DOOR, {"id": ID, "removed": True}],
        }
    )
    assert changes.booths[0] == BoothChange(booth_id=uuid.UUID(ID), x_mm=-5, withdrawn=True)
    assert (changes.booths[1].booth_id, changes.booths[1].number) == (None, "A-07")
    assert (changes.features[0].label, changes.features[0].feature_id) == ("باب", None)
    assert changes.features[1] == FeatureChange(feature_id=uuid.UUID(ID), removed=True)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (None, "$"),
        ([], "$"),
        ("{}", "$"),
        ({"booths": {}}, "booths"),
        ({"booths": [1]}, "booths[0]"),
        ({"booths": [{"id": "x"}]}, "booths[0].id"),
        ({"booths": [{"id": 7}]}, "booths[0].id"),
        ({"booths": [{"id": None}]}, "booths[0]"),
        ({"booths": [NEW | {"class": None}]}, "booths[0]"),
        ({"booths": [{"id": ID, "x_mm": True}]}, "booths[0].x_mm"),
        ({"booths": [{"id": ID, "x_mm": 1.5}]}, "booths[0].x_mm"),
        ({"booths": [{"id": ID, "x_mm": "5"}]}, "booths[0].x_mm"),
        ({"booths": [{"id": ID, "x_mm": 10**12}]}, "booths[0].x_mm"),
        ({"booths": [{"id": ID, "width_mm": 0}]}, "booths[0].width_mm"),
        ({"booths": [{"id": ID, "withdrawn": 1}]}, "booths[0].withdrawn"),
        ({"booths": [{"id": ID, "number": "A\u202e1"}]}, "booths[0].number"),
        ({"booths": [{"id": ID}, {"id": ID}]}, "booths"),
        ({"features": [DOOR | {"kind": "bomb"}]}, "features[0].kind"),
        ({"features": [DOOR | {"label": "\u2066"}]}, "features[0].label"),
        ({"features": [DOOR | {"x_mm": None}]}, "features[0].x_mm"),
        ({"features": [{"removed": True}]}, "features[0].id"),
        ({"revision": 5}, "revision"),
    ],
)
def test_the_first_fault_is_named(body: object, path: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_changes(body)
    assert (refused.value.code, refused.value.values["path"]) == ("plan-changes-unreadable", path)


def test_too_much_is_refused() -> None:
    with pytest.raises(FairError, match="plan-too-large"):
        parse_changes({"features": [DOOR] * (MOST_FEATURES + 1)})


@pytest.mark.parametrize("text", ["", " ", "-1", "A 1", "أ-1", "A" * 21, "A/1", "=A1"])
def test_a_number_is_latin_letters_digits_and_hyphens(text: str) -> None:
    with pytest.raises(Refused, match="booth-number-unreadable"):
        parse_number(text)
