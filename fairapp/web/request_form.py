"""The wishes of a request as a form without JavaScript: selects from the first wish to the last."""

import uuid
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from fairapp.domain.floor_plan import SERVICES
from fairapp.queries.crafts import CraftRow, list_crafts
from fairapp.queries.plan_versions import list_published_classes
from fairapp.services.new_requests import NewRequest
from fairapp.web.locale import current_locale
from fairapp.web.typed import find_whole

MOST_WISHES = 5
NOBODY = uuid.UUID(int=0)


def read_wishes(typed: MultiDict[str, str], exhibitor_id: uuid.UUID = NOBODY, *, source: str) -> NewRequest:
    """What was typed of the booth that is wished. A class named twice counts where it stands first."""
    choices = [typed.get(f"choice-{number}", "") for number in range(1, MOST_WISHES + 1)]
    units = find_whole(typed, "units") or 1
    return NewRequest(
        exhibitor_id=exhibitor_id,
        craft_id=find_craft(typed),
        choices=tuple(dict.fromkeys(choice for choice in choices if choice)),
        anywhere="anywhere" in typed,
        units_min=1,
        units_max=units,
        needs=tuple(service for service in SERVICES if service in typed.getlist("needs")),
        accessible="accessible" in typed,
        watts=find_whole(typed, "watts"),
        note=typed.get("note", ""),
        source=source,
        language=current_locale().language if source == "public" else "",
        terms_accepted=bool(typed.get("terms")),
    )


def find_craft(typed: Mapping[str, str]) -> uuid.UUID | None:
    """The craft chosen; an id that is none is nobody's craft and is refused by the service."""
    text = typed.get("craft", "")
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return NOBODY


def wishes_of(organisation_id: uuid.UUID, edition_id: uuid.UUID) -> dict[str, object]:
    """What the template of the wishes needs. Classes are offered as they were published, whatever is being drawn."""
    classes = list_published_classes(organisation_id, edition_id)
    return {
        "classes": classes,
        "wishes": range(1, min(MOST_WISHES, len(classes)) + 1),
        "services": SERVICES,
        "crafts": [(craft.id, _indented(craft)) for craft in list_crafts(organisation_id)],
    }


def craft_names(organisation_id: uuid.UUID) -> dict[str, str]:
    """The name of each craft in the reader's language, by code."""
    return {craft.code: craft.name(current_locale().language) for craft in list_crafts(organisation_id)}


def _indented(craft: CraftRow) -> str:
    return "\u2003" * craft.depth + craft.name(current_locale().language)
