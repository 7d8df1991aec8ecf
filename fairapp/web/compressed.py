"""Answers made small for whoever takes it: a slow network should not depend on what stands before the server."""

import gzip
from functools import lru_cache

from flask import Response, request


def compressed(response: Response) -> Response:
    """The same answer, compressed when the browser says that it can read it."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.set_data(_gzip(response.get_data()))
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=64)
def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
