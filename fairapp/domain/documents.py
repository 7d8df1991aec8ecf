"""Documents that are handed out and must still say the same when somebody brings them back: one text, one imprint."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fairapp.domain.allocation import canonical


def write_document(form: str, parts: Mapping[str, Any]) -> str:
    """Canonical JSON of ``parts`` under the name of their format; days and moments as RFC 3339 writes them."""
    return canonical({"format": form, **_spelled(parts)}).decode()


def imprint_of(document: str) -> str:
    """SHA-256 of a document, lower-case hex."""
    return hashlib.sha256(document.encode()).hexdigest()


def _spelled(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _spelled(one) for name, one in value.items()}
    return [_spelled(one) for one in value] if isinstance(value, list | tuple) else value
