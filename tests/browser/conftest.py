"""A fair with stalls and gates on a live server, and phones, for the tests of this folder."""

from tests.browser.handset import a_handset
from tests.browser.stalls import fair, fair_server

__all__ = ["a_handset", "fair", "fair_server"]
