"""create_app: the one file that knows every part."""

import logging
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from fairapp import models
from fairapp.api.registry import CALLS, register_api
from fairapp.config import Settings, read_settings
from fairapp.db import db, engine_options
from fairapp.web.access import init_access
from fairapp.web.errors import init_errors
from fairapp.web.formatting import init_formatting
from fairapp.web.locale import init_locale
from fairapp.web.navigation import init_navigation
from fairapp.web.phone_parts import init_phone_parts
from fairapp.web.registry import register_pages
from fairapp.web.security import csrf, init_security

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def create_app(settings: Settings | None = None) -> Flask:
    """The application of one installation. ``settings`` default to the environment's."""
    settings = settings or read_settings()
    app = Flask(__name__, instance_path=str(settings.instance))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
    )
    app.extensions["fairapp"] = settings
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.logger.setLevel(logging.INFO)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
    init_security(app, settings)
    init_locale(app)
    init_formatting(app)
    init_access(app)
    init_navigation(app)
    init_errors(app)
    init_phone_parts(app)
    register_pages(app)
    register_api(app)
    for _, calls in CALLS:
        csrf.exempt(calls)  # they know no cookie
    return app


__all__ = ["create_app", "models"]
