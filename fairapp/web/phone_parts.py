"""The parts of the phone pages under one version: addresses that can be kept for ever, as a change changes them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from fairapp.i18n.catalogues import FOLDER, LANGUAGES

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "static"
SHEETS = ("css/tokens.css", "css/base.css", "css/till.css")
ICON = "icon.svg"
TEMPLATES = ("layouts/phone.html", "components/phone.html", "till/show.html", "gate/show.html")
WORKER = "till/service-worker.js"


@cache
def part_names() -> tuple[str, ...]:
    """Every file that the pages of till and gate load, below the static folder."""
    modules = sorted(path.relative_to(STATIC).as_posix() for path in (STATIC / "till").glob("*.js"))
    return (*(name for name in modules if name != WORKER), *SHEETS, ICON)


@cache
def phone_version() -> str:
    """Changes whenever anything does that a phone keeps."""
    files = [STATIC / name for name in (*part_names(), WORKER)]
    files += [HERE / "templates" / name for name in TEMPLATES]
    files += [FOLDER / language / "phone.po" for language in LANGUAGES]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def phone_part(name: str) -> str:
    """The address of one part in its present version."""
    return url_for("phone.part", version=phone_version(), name=name)


def init_phone_parts(app: Flask) -> None:
    """Let templates address the parts."""
    app.jinja_env.globals.update(
        phone_part=phone_part, phone_sheets=SHEETS, phone_icon=ICON, phone_version=phone_version()
    )
