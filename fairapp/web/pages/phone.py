"""What the pages of till and gate fetch: their parts, their words, the list of what to keep, the service worker."""

import re

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from fairapp.domain.denominations import denominations_of
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.i18n.figures import NO_BREAK
from fairapp.i18n.locales import Locale, locale_for
from fairapp.i18n.phone import phone_messages
from fairapp.services.organisations import DEFAULT_METHODS, PAYMENT_METHODS
from fairapp.web.access import public
from fairapp.web.compressed import compressed
from fairapp.web.locale import current_locale, pgettext
from fairapp.web.phone_parts import ICON, STATIC, WORKER, bundle, module_names, part_names, phone_part, phone_version

blueprint = Blueprint("phone", __name__)
YEAR_SECONDS = 366 * 24 * 3600
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
PAPER = "#fbf8f1"
METHODS = sorted({method for methods in (*PAYMENT_METHODS.values(), DEFAULT_METHODS) for method in methods})


@blueprint.get("/phone/<version>/<path:name>")
@public
def part(version: str, name: str) -> ResponseReturnValue:
    """A file of the present version, to be kept for ever; another version is gone."""
    if version != phone_version() or name not in {*part_names(), *module_names()}:
        abort(404)
    content = bundle(name).encode() if name.startswith("bundles/") else (STATIC / name).read_bytes()
    response = _text(name, content)
    response.cache_control.max_age = YEAR_SECONDS
    response.cache_control.immutable = True
    return response


@blueprint.get("/phone/shell.json")
@public
def shell() -> ResponseReturnValue:
    """The present version, and all that the service worker keeps of it."""
    response = jsonify(version=phone_version(), files=[phone_part(name) for name in part_names()])
    response.cache_control.no_store = True
    return response


@blueprint.get("/phone/<any(till, gate):kind>.webmanifest")
@public
def manifest(kind: str) -> ResponseReturnValue:
    """What a phone needs to put the till or the gate on its first screen, under a name in its reader's language."""
    locale = current_locale()
    name = pgettext("phone", "Till") if kind == "till" else pgettext("phone", "Gate counter")
    response = jsonify(
        id=f"/{kind}",
        start_url=f"/{kind}",
        scope=f"/{kind}",
        display="standalone",
        name=name,
        short_name=name,
        lang=locale.tag,
        dir=locale.direction,
        background_color=PAPER,
        theme_color=PAPER,
        icons=[{"src": phone_part(ICON), "sizes": "any", "type": KINDS["svg"], "purpose": "any"}],
    )
    response.mimetype = "application/manifest+json"
    response.cache_control.no_cache = True
    return compressed(response)


@blueprint.get("/phone-worker.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker, from the root because a script may only serve pages below its own address."""
    response = _text(WORKER, (STATIC / WORKER).read_bytes())
    response.cache_control.no_cache = True
    return response


@blueprint.get("/phone/words/<language>.json")
@public
def words(language: str) -> ResponseReturnValue:
    """Everything the pages say, in one language, with the figures of a country and the sign of a currency."""
    if language not in LANGUAGES:
        abort(404)
    country = _code(request.args.get("country", ""), 2)
    locale, currency = locale_for(language, country), _code(request.args.get("currency", ""), 3)
    answer: Response = jsonify(
        **phone_messages(locale),
        methods={method: locale.word("method", method) for method in METHODS},
        **_sign(locale, currency),
        denominations=denominations_of(currency),
        country=country,
    )
    answer.cache_control.no_cache = True
    return compressed(answer)


def _text(name: str, content: bytes) -> Response:
    """A text file by its name's ending, compressed."""
    return compressed(Response(content, mimetype=KINDS[name.rpartition(".")[2]]))


def _sign(locale: Locale, currency: str) -> dict[str, object]:
    """The currency's sign and whether it stands before the figure, as this locale writes money."""
    zero = locale.number(0)
    written = locale.money(0, currency, 0)
    return {"sign": written.replace(zero, "").strip(NO_BREAK), "sign_first": not written.startswith(zero)}


def _code(text: str, length: int) -> str:
    return text if re.fullmatch(f"[A-Z]{{{length}}}", text) else ""
