"""The rules of a draw in a form: order, roster, ceilings, as they stand and as somebody typed them."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from fairapp.domain.allocation.snapshot import WHOLE_EDITION
from fairapp.queries.crafts import list_crafts
from fairapp.queries.editions import EditionRow
from fairapp.queries.floor_plan import list_halls
from fairapp.services.draw_settings import CraftCeiling, dispute_hours_of
from fairapp.web.locale import current_locale
from fairapp.web.locale import gettext as _
from fairapp.web.typed import find_whole

CEILINGS_OFFERED = 2
"""Empty lines under the ceilings there are."""


@dataclass(frozen=True, kw_only=True)
class DrawRules:
    """What the form said."""

    order: str
    roster: list[str]
    ceilings: list[CraftCeiling]


def read_rules(typed: MultiDict[str, str]) -> DrawRules:
    """A line without a craft or a number is no ceiling. Raises ``number-unreadable``."""
    lines = zip(typed.getlist("hall"), typed.getlist("craft"), typed.getlist("most"), strict=False)
    return DrawRules(
        order=typed.get("order", ""),
        roster=typed.get("roster", "").replace("،", ",").split(","),
        ceilings=[
            CraftCeiling(hall=hall, craft=craft, max=most)
            for hall, craft, number in lines
            if craft and (most := find_whole({"most": number}, "most")) is not None
        ],
    )


def rules_shown(row: EditionRow, typed: MultiDict[str, str] | None = None) -> dict[str, object]:
    """What the form shows: the rules as they stand or as they were typed when sent, and what may be chosen."""
    kept = row.draw_settings
    ceilings = list(kept.get("ceilings", []))
    if typed is not None:
        lines = zip(typed.getlist("hall"), typed.getlist("craft"), typed.getlist("most"), strict=False)
        ceilings = [{"hall": hall, "craft": craft, "max": most} for hall, craft, most in lines if craft or most]
    no_ceiling = {"hall": WHOLE_EDITION, "craft": "", "max": ""}
    return {
        "halls": [(WHOLE_EDITION, _("Whole edition"))]
        + [(hall.code, hall.name) for hall in list_halls(row.organisation_id, row.id)],
        "crafts": [(craft.code, craft.name(current_locale().language)) for craft in list_crafts(row.organisation_id)],
        "order": kept.get("order", "draw"),
        "roster": ", ".join(kept.get("roster", [])),
        "ceilings": [*ceilings, *[no_ceiling] * CEILINGS_OFFERED],
        "dispute_hours": dispute_hours_of(kept),
    }
