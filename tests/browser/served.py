"""The application on the product's own server, in a process of its own, by a clock that a test may set.

The clock stands as many seconds beside the real one as the file ``FAIRAPP_INSTANCE/clock`` says; without it, right.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from fairapp.application import create_app
from fairapp.config import read_settings
from fairapp.services.clock import replaying

SETTINGS = read_settings()
CLOCK = SETTINGS.instance / "clock"


def by_the_clock(app: Callable[..., Iterable[bytes]], clock: Path) -> Callable[..., Iterable[bytes]]:
    """The same application, asked at the hour that ``clock`` says."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not clock.exists():
            return app(environ, start_response)
        with replaying(datetime.now(UTC) + timedelta(seconds=float(clock.read_text()))):
            return app(environ, start_response)

    return answer


app = by_the_clock(create_app(SETTINGS), CLOCK)

if __name__ == "__main__":
    Granian(
        "tests.browser.served:app",
        address=SETTINGS.host,
        port=SETTINGS.port,
        interface=Interfaces.WSGI,
        blocking_threads=1,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
