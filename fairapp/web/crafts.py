"""Crafts as pages show them: in the reader's language, indented under their parents."""

import uuid
from collections.abc import Iterable

from fairapp.queries.crafts import CraftRow, list_crafts
from fairapp.web.locale import current_locale

INDENT = "\u2003"


def craft_options(organisation_id: uuid.UUID) -> list[tuple[str, str]]:
    """(id, name) of every craft in the order of the tree, for a field of choices."""
    language = current_locale().language
    return [(str(craft.id), INDENT * craft.depth + craft.name(language)) for craft in list_crafts(organisation_id)]


def craft_names(organisation_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The name of every craft by its id."""
    language = current_locale().language
    return {craft.id: craft.name(language) for craft in list_crafts(organisation_id)}


def with_children(crafts: Iterable[CraftRow], craft_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """A craft and everything under it: who asks for textiles means weavers too."""
    found = {craft_id}
    for craft in crafts:  # parents come before their children
        if craft.parent_id in found:
            found.add(craft.id)
    return tuple(found)
