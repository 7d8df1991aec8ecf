"""The parts of the phone pages under one version: addresses that can be kept for ever, as a change changes them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from fairapp.i18n.catalogues import FOLDER, LANGUAGES
from fairapp.web.phone_bundle import bundle_modules

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "static"
SHEETS = ("css/tokens.css", "css/base.css", "css/till.css")
ICON = "icon.svg"
TEMPLATES = ("layouts/phone.html", "components/phone.html", "till/*.html", "gate/*.html")
WORKER = "till/service-worker.js"
SCRIPTS = {"bundles/till.js": "till", "bundles/gate.js": "gate"}
STYLE = "bundles/phone.css"


@cache
def module_names() -> tuple[str, ...]:
    """The sources of the phone pages, below the static folder; each can be had by itself."""
    modules = sorted(path.relative_to(STATIC).as_posix() for path in (STATIC / "till").glob("*.js"))
    return tuple(name for name in modules if name != WORKER)


def part_names() -> tuple[str, ...]:
    """Everything that the pages of till and gate load."""
    return (*SCRIPTS, STYLE, ICON)


@cache
def bundle(name: str) -> str:
    """The text of a part that is put together here: the modules of a page, or the sheets of both."""
    if name in SCRIPTS:
        return bundle_modules(STATIC / "till", SCRIPTS[name])
    return "".join((STATIC / sheet).read_text("utf-8") for sheet in SHEETS)


@cache
def phone_version() -> str:
    """Changes whenever anything does that a phone keeps."""
    files = [STATIC / name for name in (*module_names(), *SHEETS, ICON, WORKER)]
    files += [path for pattern in TEMPLATES for path in sorted((HERE / "templates").glob(pattern))]
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
        phone_part=phone_part, phone_sheets=(STYLE,), phone_icon=ICON, phone_version=phone_version()
    )
