"""A live server and a real Chromium for the tests of this folder."""

from tests.browser.live import chromium, live_server
from tests.browser.stalls import fair, fair_server

__all__ = ["chromium", "fair", "fair_server", "live_server"]
