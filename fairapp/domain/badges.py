"""The card on the stall: what its QR says.

Capitals, digits and a few signs fit QR's alphanumeric mode (ISO/IEC 18004), 5.5 bits a character instead of 8: an
address of at most 67 characters at level Q stays within 33 × 33 modules, version 4, and scans from a moving phone.
"""

from fairapp.domain.codes import normalise_code
from fairapp.domain.errors import Refused

QR_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
LONGEST_ALPHANUMERIC = 67
"""Characters in version 4 at level Q."""

_HOST_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.")


def badge_url(host: str, code: str) -> str:
    """``HTTPS://<HOST>/B/<26 characters>``. ``host`` may end in ``:port``.

    Raises ``badge-host-unsuitable``: other signs than a host name has, or too long for the symbol; ``code-unreadable``.
    """
    url = f"HTTPS://{_upper_host(host)}/B/{normalise_code(code)}"
    if len(url) > LONGEST_ALPHANUMERIC:
        raise Refused("badge-host-unsuitable", host=host)
    return url


def fits_alphanumeric(text: str) -> bool:
    """Whether a QR can hold the text in its alphanumeric mode."""
    return set(text) <= QR_ALPHANUMERIC


def _upper_host(host: str) -> str:
    name, colon, port = host.upper().partition(":")
    named = bool(name) and set(name) <= _HOST_SIGNS and name[0] not in "-." and ".." not in name
    ported = not colon or (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)
    if not (host.isascii() and named and ported):
        raise Refused("badge-host-unsuitable", host=host)
    return name + colon + port
