"""The table of what programs may call. None of it knows a cookie."""

from flask import Blueprint, Flask

from fairapp.api import devices, heartbeat, ledger, openapi

CALLS: tuple[tuple[str, Blueprint], ...] = (
    ("/api/v1", devices.blueprint),
    ("/api/v1", ledger.blueprint),
    ("/api/v1", heartbeat.blueprint),
    ("/api", openapi.blueprint),
)


def register_api(app: Flask) -> None:
    """Put every call in its place."""
    for prefix, blueprint in CALLS:
        app.register_blueprint(blueprint, url_prefix=prefix)
