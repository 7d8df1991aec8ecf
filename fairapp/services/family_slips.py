"""What each family holds today, as it stands on her slip and in her messages."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from fairapp.queries.allocations import AllocationFilter, list_allocations


@dataclass(frozen=True, kw_only=True)
class Given:
    """Booths held now, the hall of the first, the wish they are, and until when she answers (None: she has)."""

    booths: tuple[str, ...]
    hall: str
    choice: str
    answer_by: datetime | None


def now_given(
    organisation_id: uuid.UUID, edition_id: uuid.UUID, codes: Collection[str] | None = None
) -> dict[str, Given]:
    """By code, for those who hold a booth; of these codes or of all."""
    wanted = AllocationFilter(text=next(iter(codes))) if codes and len(codes) == 1 else AllocationFilter()
    given: dict[str, Given] = {}
    for row in list_allocations(organisation_id, edition_id, wanted):
        if codes is not None and row.code not in codes:
            continue
        before = given[row.code].booths if row.code in given else ()
        answer_by = None if row.confirmed_at else row.answer_by
        given[row.code] = Given(booths=(*before, row.booth), hall=row.hall_name, choice=row.choice, answer_by=answer_by)
    return given
