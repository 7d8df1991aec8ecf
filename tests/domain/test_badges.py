"""The address on a badge, in the letters that keep its symbol small."""

import pytest

from fairapp.domain.badges import LONGEST_ALPHANUMERIC, badge_url, fits_alphanumeric
from fairapp.domain.errors import Refused

CODE = "3E6G5SSZXKFAC9S9A4WTXQG2HC"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("fair.example.org", f"HTTPS://FAIR.EXAMPLE.ORG/B/{CODE}"),
        ("127.0.0.1:8000", f"HTTPS://127.0.0.1:8000/B/{CODE}"),
        ("a" * 30, f"HTTPS://{'A' * 30}/B/{CODE}"),
    ],
)
def test_the_address_is_in_capitals_and_fits(host: str, url: str) -> None:
    assert badge_url(host, CODE.lower()) == url
    assert fits_alphanumeric(url)
    assert len(url) <= LONGEST_ALPHANUMERIC


@pytest.mark.parametrize(
    "host", ["", "a" * 31, "معرض.example", "a_b.org", "a b", "user@host", "host/path", "a:", "a:x", "a:0", "a:65536",
             "a:٨٠", "a:1:2", "-a.org", "a..b", "[::1]", "straße.de", "a?b"],
)  # fmt: skip
def test_an_unsuitable_host_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="badge-host-unsuitable"):
        badge_url(host, CODE)


def test_only_a_code_goes_on_a_badge() -> None:
    with pytest.raises(Refused, match="code-unreadable"):
        badge_url("fair.example.org", "../admin")


def test_small_letters_do_not_fit_the_mode() -> None:
    assert not fits_alphanumeric("https://fair")
    assert fits_alphanumeric("A1 $%*+-./:")
