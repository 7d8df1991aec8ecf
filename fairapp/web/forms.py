"""What forms share: safe return addresses, typed text, settings of this installation."""

from urllib.parse import urlsplit

from flask import current_app, url_for

from fairapp.config import Settings


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.extensions["fairapp"]
    return found


def same_site(address: str | None) -> str:
    """``address`` if it is a path on this site, else the home page: nobody is sent elsewhere by a link of ours."""
    if address and address.startswith("/") and not address.startswith(("//", "/\\")):
        parts = urlsplit(address)
        if not parts.netloc and not parts.scheme and "\\" not in address and address.isprintable():
            return address
    return url_for("home.index")
