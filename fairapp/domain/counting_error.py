"""How far a count of people may be off, from samples that were counted twice.

A sample is a quarter of an hour at one gate, once by the marshal's phone (*counted*) and once by a second person
(*recounted*). The second count is taken for the truth.

*Method*: the ratio of the sums Q = Σ recounted ÷ Σ counted says how many people stood behind one that was counted. Its
standard error comes from the spread of the samples around it, as for any ratio estimator (Cochran, *Sampling
Techniques*, 3rd ed., §2.11): s² = n ÷ (n − 1) · Σ (recountedᵢ − Q · countedᵢ)² ÷ (Σ counted)². The band is
|Q − 1| + t · s: what the phones were off by, and what the samples leave open at 95 % confidence (Student's t for n − 1
degrees of freedom). It is rounded up to a whole per cent and is never below one, for no sample proves a count exact.
Counts stay as they were counted: the band stands beside them and corrects nothing. Everything is whole numbers and
fractions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isqrt

FEWEST = 2
"""One sample has no spread: it says its difference, and no band."""

_T_THOUSANDTHS = (
    12_706, 4_303, 3_182, 2_776, 2_571, 2_447, 2_365, 2_306, 2_262, 2_228, 2_201, 2_179, 2_160, 2_145, 2_131,
    2_120, 2_110, 2_101, 2_093, 2_086, 2_080, 2_074, 2_069, 2_064, 2_060, 2_056, 2_052, 2_048, 2_045, 2_042,
)  # fmt: skip
"""Student's t, two-sided 95 %, for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, §1.3.6.7.2)."""


@dataclass(frozen=True, kw_only=True)
class CountingError:
    """What ``recounts`` samples say. ``percent`` is the half width of the band in whole per cent of the count.

    It is None with fewer than two samples, and when the phones counted nobody in any of them.
    """

    recounts: int
    counted: int
    recounted: int
    percent: int | None

    @property
    def difference(self) -> int:
        """Counted less recounted: below zero when people were missed."""
        return self.counted - self.recounted


def counting_error(samples: Iterable[tuple[int, int]]) -> CountingError | None:
    """From pairs of counted and recounted, both ≥ 0. None when nothing was recounted."""
    pairs = sorted(samples)
    if not pairs:
        return None
    counted, recounted = sum(one for one, _ in pairs), sum(two for _, two in pairs)
    percent = _band(pairs, counted, recounted) if len(pairs) >= FEWEST and counted else None
    return CountingError(recounts=len(pairs), counted=counted, recounted=recounted, percent=percent)


def _band(pairs: list[tuple[int, int]], counted: int, recounted: int) -> int:
    number, quotient = len(pairs), Fraction(recounted, counted)
    scatter = Fraction(sum((two - quotient * one) ** 2 for one, two in pairs))
    variance = Fraction(number, number - 1) * Fraction(scatter, counted**2)
    student = Fraction(_T_THOUSANDTHS[min(number - 1, len(_T_THOUSANDTHS)) - 1], 1000)
    return max(1, _sum_with_root(100 * abs(quotient - 1), variance * (100 * student) ** 2))


def _sum_with_root(part: Fraction, square: Fraction) -> int:
    """The smallest whole number that is not below ``part`` + √``square``."""
    whole = ceil(part) + isqrt(int(square))
    while (whole - part) ** 2 < square:
        whole += 1
    return whole
