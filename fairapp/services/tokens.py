"""Secrets handed out once and stored hashed."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh 256-bit secret, safe in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored instead of the token. The token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
