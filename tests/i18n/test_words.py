"""Every code that the domain stores has its word in three languages."""

from collections.abc import Iterable

import pytest

from fairapp.domain.allocation.turns import BOOTH_TAKEN, CLASS_FULL, CRAFT_CEILING, NO_ADJACENT_RUN, SERVICE_MISSING
from fairapp.domain.attendance import Presence
from fairapp.domain.editions import EditionStep
from fairapp.domain.exhibitors import ExhibitorKind
from fairapp.domain.footfall import CountEvidence, Direction, Party
from fairapp.domain.ledger import EntryKind, EntryStatus
from fairapp.domain.results import NotComparable
from fairapp.domain.takings import EvidenceLevel
from fairapp.i18n.catalogues import LANGUAGES, catalogue
from fairapp.i18n.locales import DIGITS
from fairapp.services.accounts import ROLES
from fairapp.services.organisations import DEFAULT_METHODS, PAYMENT_METHODS

CODES: dict[str, Iterable[str]] = {
    "draw reason": (BOOTH_TAKEN, CLASS_FULL, CRAFT_CEILING, NO_ADJACENT_RUN, SERVICE_MISSING),
    "state": Presence,
    "step": EditionStep,
    "exhibitor kind": ExhibitorKind,
    "evidence": [*EvidenceLevel, *CountEvidence],
    "direction": Direction,
    "party": Party,
    "entry kind": EntryKind,
    "entry status": EntryStatus,
    "not comparable": NotComparable,
    "role": ROLES,
    "method": {*DEFAULT_METHODS, *(method for country in PAYMENT_METHODS.values() for method in country)},
    "language": LANGUAGES,
    "digits": DIGITS,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_its_word(language: str, kind: str) -> None:
    assert {str(code) for code in CODES[kind]} - catalogue(language).under(kind).keys() == set()
