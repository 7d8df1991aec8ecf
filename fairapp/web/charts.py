"""Charts as geometry: whole numbers that a template draws as SVG, in the reader's direction and digits.

Time runs the way the reader reads: from right to left in Arabic. Nothing is drawn by colour alone: takings are bars,
entries a line with dots, and each chart stands beside a table of the same figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fairapp.i18n.locales import Locale
from fairapp.queries.result_tables import HourTotals

WIDTH, HEIGHT = 480, 250
TOP, BOTTOM, SIDE = 16, 30, 46
_FLOOR = HEIGHT - BOTTOM
_TENTHS = (10, 15, 20, 25, 30, 40, 50, 60, 80)
_TICKS = 4
_SIZES = (1_000_000, 1_000, 1)
_MOST_LABELS = 6
_THICKEST = 34


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The takings of one hour. ``title`` says both figures in words."""

    x: int
    y: int
    width: int
    height: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """A place with words: a dot of the line, a label of the axis."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, kw_only=True)
class HourChart:
    """Bars for takings (scale at the start side), a line for entries (scale at the end side).

    ``start_anchor`` and ``end_anchor`` say how the figures of the scales are set; those of takings count ``money_size``
    whole units of the currency each: 1, 1,000 or 1,000,000.
    """

    bars: tuple[Bar, ...]
    dots: tuple[Point, ...]
    line: str
    hours: tuple[Point, ...]
    takings_scale: tuple[Point, ...]
    entries_scale: tuple[Point, ...]
    start_anchor: str
    end_anchor: str
    money_size: int
    peak: HourTotals
    width: int = WIDTH
    height: int = HEIGHT
    left: int = SIDE
    right: int = WIDTH - SIDE
    floor: int = _FLOOR


def hour_chart(hours: Sequence[HourTotals], locale: Locale, *, currency: str, exponent: int) -> HourChart | None:
    """The chart; None when there is nothing to draw."""
    if not hours:
        return None
    unit: int = 10**exponent
    most_takings = max(max(hour.takings_minor for hour in hours), 0)
    money_top = _rounded_up(-(-most_takings // unit)) * unit
    size = next(size for size in _SIZES if money_top >= 10 * size * unit or size == 1)
    people_top = _rounded_up(max(hour.entries or 0 for hour in hours))
    counted = any(hour.entries for hour in hours)
    words = [_said(hour, locale, currency, exponent) for hour in hours]
    across = _Across(count=len(hours), rtl=locale.direction == "rtl")
    dots = tuple(
        Point(x=across.middle(at), y=_y(hour.entries or 0, people_top), text=words[at])
        for at, hour in enumerate(hours)
        if counted
    )
    every = -(-len(hours) // _MOST_LABELS)
    return HourChart(
        bars=tuple(_bar(across, at, hour, money_top, words[at]) for at, hour in enumerate(hours)),
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        hours=tuple(
            Point(x=across.middle(at), y=HEIGHT - 8, text=locale.time(hour.starts_at))
            for at, hour in enumerate(hours)
            if at % every == 0
        ),
        takings_scale=_scale(money_top, across.start, lambda value: _counted_by(size * unit, value, locale))
        if most_takings
        else (),
        entries_scale=_scale(people_top, across.end, locale.number) if counted else (),
        start_anchor="start" if across.rtl else "end",
        end_anchor="end" if across.rtl else "start",
        money_size=size,
        peak=max(hours, key=lambda hour: (hour.takings_minor, hour.entries or 0)),
    )


@dataclass(frozen=True, kw_only=True)
class _Across:
    """Where each hour lies; the first at the reader's start side."""

    count: int
    rtl: bool

    @property
    def slot(self) -> int:
        return (WIDTH - 2 * SIDE) // self.count

    @property
    def start(self) -> int:
        return WIDTH - SIDE + 8 if self.rtl else SIDE - 8

    @property
    def end(self) -> int:
        return SIDE - 8 if self.rtl else WIDTH - SIDE + 8

    def middle(self, at: int) -> int:
        from_start = SIDE + self.slot * at + self.slot // 2
        return WIDTH - from_start if self.rtl else from_start


def _bar(across: _Across, at: int, hour: HourTotals, top: int, title: str) -> Bar:
    width = max(2, min(_THICKEST, across.slot * 3 // 5))
    y = _y(max(hour.takings_minor, 0), top)
    return Bar(x=across.middle(at) - width // 2, y=y, width=width, height=_FLOOR - y, title=title)


def _y(value: int, top: int) -> int:
    return _FLOOR - (_FLOOR - TOP) * value // top if top else _FLOOR


def _rounded_up(most: int) -> int:
    """The top of a scale whose quarters are round: 1,010,000 → 1,200,000. Nothing gives 0."""
    if most <= 0:
        return 0
    part, power = -(-most // _TICKS), 1
    while True:
        for tenths in _TENTHS:
            step, rest = divmod(tenths * power, 10)
            if not rest and step >= part:
                return step * _TICKS
        power *= 10


def _scale(top: int, x: int, write: Callable[[int], str]) -> tuple[Point, ...]:
    values = [top * quarter // _TICKS for quarter in range(_TICKS + 1)]
    return tuple(Point(x=x, y=_y(value, top), text=write(value)) for value in values)


def _said(hour: HourTotals, locale: Locale, currency: str, exponent: int) -> str:
    money = locale.money(hour.takings_minor, currency, exponent)
    entries = f"{locale.gettext('Entries')} {locale.number(hour.entries)}"
    return f"{locale.time(hour.starts_at)} · {money} · {entries}"


def _counted_by(size: int, minor: int, locale: Locale) -> str:
    whole, rest = divmod(minor, size)
    return locale.number(Decimal(minor) / size if rest else whole)
