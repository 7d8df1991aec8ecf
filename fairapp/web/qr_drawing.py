"""A QR symbol on a screen: one SVG path, without a style and without a picture."""

from dataclasses import dataclass

from fairapp.printing.qr import DARK, QUIET, symbol_of


@dataclass(frozen=True, kw_only=True)
class QrDrawing:
    """``path`` inside a square of ``size`` modules, the white border included."""

    path: str
    size: int


def draw_qr(text: str) -> QrDrawing:
    """The symbol of ``text``; each run of dark modules is one rectangle."""
    symbol = symbol_of(text)
    path = "".join(
        f"M{run.start() + QUIET} {row + QUIET}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for row, modules in enumerate(symbol)
        for run in DARK.finditer(modules)
    )
    return QrDrawing(path=path, size=len(symbol) + 2 * QUIET)
