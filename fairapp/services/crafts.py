"""The tree of crafts an organisation begins with."""

import csv
import uuid
from functools import cache
from importlib import resources

from sqlalchemy import select

from fairapp.db import db, transactional
from fairapp.domain.exhibitors import search_key
from fairapp.models.base import new_id
from fairapp.models.crafts import Craft
from fairapp.services.audit import Actor, record_event

DEFAULT_TREE = "crafts.csv"  # ours; a row is code, parent's code, three names, and other names between bars


@transactional
def seed_crafts(actor: Actor) -> dict[str, uuid.UUID]:
    """Add the crafts of the default tree that are not there yet; returns the id of every craft by its code."""
    mine = select(Craft).where(Craft.organisation_id == actor.organisation_id)
    known = {craft.code: craft.id for craft in db.session.scalars(mine)}
    added = []
    for position, row in enumerate(default_tree(), start=1):
        if row["code"] in known:
            continue
        known[row["code"]] = new_id()
        added.append(row["code"])
        db.session.add(
            Craft(
                organisation_id=actor.organisation_id,
                id=known[row["code"]],
                code=row["code"],
                name_ar=row["ar"],
                name_fr=row["fr"],
                name_en=row["en"],
                search_keys=_keys(row),
                position=position,
                parent_id=known[row["parent"]] if row["parent"] else None,
            )
        )
        db.session.flush()  # parents before children: rows of one table are not sorted by their keys
    if added:
        record_event(actor, "crafts.seeded", crafts=added)
    return known


@cache
def default_tree() -> tuple[dict[str, str], ...]:
    """The rows of the default tree, parents before children: ``code, parent, ar, fr, en, also``."""
    text = resources.files("fairapp.services").joinpath(DEFAULT_TREE).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _keys(row: dict[str, str]) -> list[str]:
    names = [row["ar"], row["fr"], row["en"], row["code"], *row["also"].split("|")]
    return list(dict.fromkeys(key for key in map(search_key, names) if key))
