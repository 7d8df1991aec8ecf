"""A fair with stalls and gates on a live server, for the tests of this folder."""

from tests.browser.stalls import fair, fair_server

__all__ = ["fair", "fair_server"]
