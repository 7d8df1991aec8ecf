"""The one spelling of a JSON value: what is compared, hashed and kept must never change."""

import json
import uuid
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain.ledger import FIRST_HASH, canonical, chain_hash

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()))
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(VALUES)
def test_a_value_is_spelled_as_the_standard_library_spells_it(value: object) -> None:
    assert canonical(value) == json.dumps(value, sort_keys=True, separators=(",", ":"))


def test_numbers_beyond_all_numbers_are_told_from_each_other() -> None:
    assert canonical(json.loads("[1e999,-1e999]")) == "[Infinity,-Infinity]"


def test_the_hash_of_an_entry_is_what_it_was_in_every_release() -> None:
    moment = datetime(2014, 12, 3, 14, 30, tzinfo=UTC)
    id_ = uuid.UUID("0192f3a1-7c00-7000-8000-000000000001")
    fields = [id_, 1, "sale", moment, moment, 1, 1500, "cash", None, None, None, None, "phone", "accepted", [], "{}"]
    spelled = [str(field) if isinstance(field, uuid.UUID | datetime) else field for field in fields]
    assert chain_hash(FIRST_HASH, "a b", fields) == chain_hash(FIRST_HASH, "a b", spelled)
    assert (
        chain_hash(FIRST_HASH, "a b", tuple(spelled))
        == "26865f57bd89a3fdc44ab122ab5c4d851309802efebb9680ce5e17b60f0d6fda"
    )
