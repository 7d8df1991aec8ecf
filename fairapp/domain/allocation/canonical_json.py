"""The one way a snapshot or a result is written down, so that everybody hashes the same bytes.

Canonical JSON: UTF-8, texts in NFC, object keys sorted, no spaces, integers only. For the values that occur here this
is RFC 8785 after NFC. A file holding exactly these bytes has ``sha256sum`` equal to the published hash.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata

from fairapp.domain.errors import Refused


def canonical(value: object) -> bytes:
    """The canonical JSON of ``value`` as UTF-8 bytes.

    Raises ValueError for NaN and infinities and TypeError for what JSON cannot say; a snapshot that was read is free
    of both.
    """
    written = _dumped(value)
    if not unicodedata.is_normalized("NFC", written):
        written = _dumped(_composed(value))
    return written.encode()


def sha256_of(value: object) -> str:
    """SHA-256 of the canonical JSON of ``value``, lower-case hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parse_json(document: bytes | str) -> object:
    """The value of a JSON document in UTF-8, with or without a BOM.

    Raises Refused ``not-json`` for anything else, also for what other readers would silently read differently: a key
    twice in one object, NaN, numbers longer than 4,300 digits, nesting too deep to be a snapshot.
    """
    try:
        content = document if isinstance(document, str) else document.decode("utf-8-sig")
        value: object = json.loads(content, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("not-json", reason=str(error)[:200]) from None
    return value


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _composed(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(item) for item in value]
    return value


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key occurs twice in one object")
    return members


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
