"""QR symbols as one vector path.

A symbol is a tuple of rows, each a string of ``0`` and ``1``. It is drawn as one path of merged rectangles: a picture
would blur when enlarged, and one square per module is five times slower. A fixed mask is legal (ISO/IEC 18004 §7.8 asks
the best one of a printer, but a reader accepts any) and spares the search for it, most of the cost of a symbol.
"""

import re
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

Symbol = tuple[str, ...]

QUIET = 4  # modules that must stay white on every side
MASK = 2
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
DARK = re.compile("1+")


@lru_cache(maxsize=256)
def symbol_of(text: str) -> Symbol:
    """The symbol of ``text`` at level Q, as small as can be. Upper-case addresses take the denser alphanumeric mode."""
    mode = MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(text) else MODE_8BIT_BYTE
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=MASK, border=0)
    code.add_data(QRData(text.encode(), mode=mode), optimize=0)
    code.make(fit=True)
    return tuple("".join("1" if module else "0" for module in row) for row in code.modules)


def path_of(symbol: Symbol) -> str:
    """PDF operators of the symbol's dark modules as merged rectangles, one unit a module, origin at the lower left."""
    return f"{' '.join(_rectangles(symbol))} f"


def _rectangles(symbol: Symbol) -> list[str]:
    """Runs of dark modules, each grown downwards while the row below has exactly the same run."""
    found: list[str] = []
    above: dict[tuple[int, int], int] = {}
    size = len(symbol)
    for number, row in enumerate([*symbol, "0"]):
        here = {run.span(): number for run in DARK.finditer(row)}
        for span, start in above.items():
            if span in here:
                here[span] = start
            else:
                found.append(f"{span[0]} {size - number} {span[1] - span[0]} {number - start} re")
        above = here
    return found


def place(path: str, x: float, y: float, module: float) -> str:
    """Operators that draw ``path`` with its lower left corner at ``x, y`` and modules ``module`` points wide."""
    return f"q {module:.4f} 0 0 {module:.4f} {x:.2f} {y:.2f} cm {path} Q"
