"""One row of the table that ``python3 -m fairapp bench`` prints."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """``ours`` and ``limit`` were measured in the same run, in ``unit``.

    The ratio ours/limit must be ``aim`` or more when ``at_least``, otherwise ``aim`` or less.
    """

    name: str
    ours: float
    limit: float
    unit: str
    aim: float
    at_least: bool

    @property
    def ratio(self) -> float:
        return self.ours / self.limit

    @property
    def reached(self) -> bool:
        return self.ratio >= self.aim if self.at_least else self.ratio <= self.aim
