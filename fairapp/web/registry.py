"""The table of pages: which module answers under which prefix. One line a word."""

from flask import Blueprint, Flask

from fairapp.web.pages import accounts, audit, home, language, setup, sign_in

PAGES: tuple[tuple[str, Blueprint], ...] = (
    ("/", home.blueprint),
    ("/setup", setup.blueprint),
    ("/sign-in", sign_in.blueprint),
    ("/language", language.blueprint),
    ("/accounts", accounts.blueprint),
    ("/audit", audit.blueprint),
)


def register_pages(app: Flask) -> None:
    """Put every page in its place."""
    for prefix, blueprint in PAGES:
        app.register_blueprint(blueprint, url_prefix=None if prefix == "/" else prefix)
