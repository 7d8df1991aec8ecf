"""A live server and a real Chromium for the tests of this folder."""

from tests.browser.live import chromium, live_server

__all__ = ["chromium", "live_server"]
