"""What a person settles about an entry that stands in a chain and is never edited.

A settlement is an entry of its own in a list of the desk: it names another entry and the session in which that one
counts from now on. It gives an uncertain entry its session, or brings into the totals what a revoked phone handed over.
The last settlement of an entry stands; every sum is folded from entries as they stand.
"""

from collections.abc import Collection

REVOKED = "revoked"
SET_ASIDE = frozenset({"undecodable", "kind-unfit", "id-taken", REVOKED})
"""The flags that keep an entry out of the totals."""


def is_approvable(flags: Collection[str]) -> bool:
    """Whether an entry was set aside only because its phone had been revoked: a person may still bring it in."""
    return SET_ASIDE.intersection(flags) == {REVOKED}


def effective(*, accepted: bool, flags: Collection[str], session: int, settled: int | None) -> tuple[bool, int]:
    """Whether an entry counts, and in which session. ``settled`` is that of its last settlement, None without one.

    What is set aside for any other reason stays aside, whatever a settlement says of it.
    """
    if settled is None or not (accepted or is_approvable(flags)):
        return accepted, session
    return True, settled
