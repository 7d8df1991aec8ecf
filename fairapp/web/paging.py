"""Long lists in pages of fifty."""

from dataclasses import dataclass

from flask import request

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Where the reader is in a list of ``total`` rows. Pages count from 1."""

    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def offset(self) -> int:
        return (self.page - 1) * PER_PAGE


def paging(total: int) -> Paging:
    """The page asked for by ``?page=``, kept within the list."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return Paging(page=min(max(1, number), max(1, -(-total // PER_PAGE))), total=total)
