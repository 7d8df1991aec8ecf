"""Secrets handed out once and stored hashed."""

import hashlib
import hmac
import secrets

from fairapp.domain.codes import CODE_BYTES, encode_code


def new_token() -> str:
    """A fresh 256-bit secret, safe in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored instead of the token. The token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_code(secret_key: str, purpose: str, *parts: object) -> str:
    """A code of 26 characters, 128 bits, that whoever has the key can make again: a paper can be printed twice."""
    told = "|".join([purpose, *map(str, parts)])
    return encode_code(hmac.digest(secret_key.encode(), told.encode(), hashlib.sha256)[:CODE_BYTES])
