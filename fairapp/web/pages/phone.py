"""What the pages of till and gate fetch: their parts, their words, the list of what to keep, the service worker."""

import gzip
import re
from functools import lru_cache

from flask import Blueprint, Response, abort, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue

from fairapp.domain.denominations import denominations_of
from fairapp.i18n.catalogues import LANGUAGES
from fairapp.i18n.figures import NO_BREAK
from fairapp.i18n.locales import Locale, locale_for
from fairapp.i18n.phone import phone_messages
from fairapp.services.organisations import DEFAULT_METHODS, PAYMENT_METHODS
from fairapp.web.access import public
from fairapp.web.phone_parts import STATIC, WORKER, bundle, module_names, part_names, phone_part, phone_version

blueprint = Blueprint("phone", __name__)
YEAR_SECONDS = 366 * 24 * 3600
METHODS = sorted({method for methods in (*PAYMENT_METHODS.values(), DEFAULT_METHODS) for method in methods})


@blueprint.get("/phone/<version>/<path:name>")
@public
def part(version: str, name: str) -> ResponseReturnValue:
    """A file of the present version, to be kept for ever; another version is gone."""
    if version != phone_version() or name not in {*part_names(), *module_names()}:
        abort(404)
    if name.startswith("bundles/"):
        response = _small(Response(bundle(name), mimetype="text/css" if name.endswith(".css") else "text/javascript"))
        response.cache_control.max_age = YEAR_SECONDS
    else:
        response = send_from_directory(STATIC, name, max_age=YEAR_SECONDS)
    response.cache_control.immutable = True
    return response


@blueprint.get("/phone/shell.json")
@public
def shell() -> ResponseReturnValue:
    """The present version, and all that the service worker keeps of it."""
    response = jsonify(version=phone_version(), files=[phone_part(name) for name in part_names()])
    response.cache_control.no_store = True
    return response


@blueprint.get("/phone-worker.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker, from the root because a script may only serve pages below its own address."""
    return send_from_directory(STATIC, WORKER, max_age=0)


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
    return _small(answer)


def _small(response: Response) -> Response:
    """The same, compressed for whoever takes it: a slow network should not depend on what stands before the server."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.set_data(_compressed(response.get_data()))
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=64)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _sign(locale: Locale, currency: str) -> dict[str, object]:
    """The currency's sign and whether it stands before the figure, as this locale writes money."""
    zero = locale.number(0)
    written = locale.money(0, currency, 0)
    return {"sign": written.replace(zero, "").strip(NO_BREAK), "sign_first": not written.startswith(zero)}


def _code(text: str, length: int) -> str:
    return text if re.fullmatch(f"[A-Z]{{{length}}}", text) else ""
