"""The entry point for WSGI servers: ``granian --interface wsgi wsgi:app``."""

from fairapp.application import create_app

app = create_app()
