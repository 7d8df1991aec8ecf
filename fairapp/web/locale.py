"""The locale of a request, and the words that pages say in it."""

from collections.abc import Callable
from typing import Any, cast

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from fairapp.i18n.catalogues import LANGUAGES
from fairapp.i18n.locales import DIGITS, NAMES, Locale, locale_for
from fairapp.queries.organisations import OrganisationRow, get_organisation, list_organisations

LANGUAGE_COOKIE = "fairapp_language"
DIGITS_COOKIE = "fairapp_digits"

# Kept with the request itself: ``g`` may outlive it where an application context is already open.
_LOCALE = "fairapp.locale"
_ORGANISATION = "fairapp.organisation"


def current_locale() -> Locale:
    """The reader's locale, decided once per request: her account, her cookie, her browser, the organisation, Arabic."""
    if not has_request_context():
        return locale_for("ar")
    organisation = current_organisation()
    decided: tuple[OrganisationRow | None, Locale] | None = request.environ.get(_LOCALE)
    # A public page learns its organisation from the address after the locale may have been asked for.
    if decided is None or decided[0] is not organisation:
        decided = request.environ[_LOCALE] = (organisation, _decide(organisation))
    return decided[1]


def prefer_language(language: str) -> None:
    """Show this page in the language its reader is known to read, unless she has an account or chose another here."""
    organisation = current_organisation()
    chosen = _known(request.cookies.get(LANGUAGE_COOKIE), LANGUAGES)
    if language not in LANGUAGES or chosen or organisation is None or current_user.is_authenticated:
        return
    digits = _known(request.cookies.get(DIGITS_COOKIE), DIGITS)
    spoken = locale_for(language, organisation.country, digits, organisation.term_set)
    request.environ[_LOCALE] = (organisation, spoken)


def current_organisation() -> OrganisationRow | None:
    """The organisation of this page: what the view put into ``g.organisation``, the account's, or the only one."""
    named: OrganisationRow | None = g.get("organisation")
    if named is not None:
        return named
    if _ORGANISATION not in request.environ:
        request.environ[_ORGANISATION] = _find_organisation()
    return cast("OrganisationRow | None", request.environ[_ORGANISATION])


def _find_organisation() -> OrganisationRow | None:
    try:
        if current_user.is_authenticated:
            return get_organisation(current_user.account.organisation_id)
        organisations = list_organisations()
    except Exception:
        # The page that says that the database is missing has to be said in some language too.
        current_app.logger.warning("no organisation to take a locale from", exc_info=True)
        return None
    return organisations[0] if len(organisations) == 1 else None


def _decide(organisation: OrganisationRow | None) -> Locale:
    # Without an organisation nobody is signed in, or the database cannot be asked.
    account = current_user if organisation is not None and current_user.is_authenticated else None
    cookies = request.cookies
    language = (
        _known(getattr(account, "language", None), LANGUAGES)
        or _known(cookies.get(LANGUAGE_COOKIE), LANGUAGES)
        or request.accept_languages.best_match(LANGUAGES)
        or _known(getattr(organisation, "default_language", None), LANGUAGES)
        or "ar"
    )
    digits = _known(getattr(account, "digits", None), DIGITS) or _known(cookies.get(DIGITS_COOKIE), DIGITS)
    if organisation is None:
        return locale_for(language, digits=digits)
    return locale_for(language, organisation.country, digits, organisation.term_set)


def _known(choice: str | None, choices: tuple[str, ...]) -> str | None:
    return choice if choice in choices else None


def gettext(msgid: str, /, **params: object) -> str:
    """The sentence for an English msgid, in the reader's language."""
    return current_locale().gettext(msgid, **params)


def ngettext(one: str, many: str, number: int, /, **params: object) -> str:
    """The counted sentence, in the reader's language; ``%(num)s`` is the number."""
    return current_locale().ngettext(one, many, number, **params)


def pgettext(context: str, msgid: str, /, **params: object) -> str:
    """The sentence within a context, in the reader's language."""
    return current_locale().pgettext(context, msgid, **params)


class LazyText:
    """A sentence that is looked up each time it is shown: for labels that are written when a module is imported."""

    def __init__(self, msgid: str, params: dict[str, object]) -> None:
        self.msgid = msgid
        self.params = params

    def __str__(self) -> str:
        return gettext(self.msgid, **self.params)

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __repr__(self) -> str:
        return f"LazyText({self.msgid!r})"

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | LazyText) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.msgid)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __len__(self) -> int:
        return len(str(self))


def lazy_gettext(msgid: str, /, **params: object) -> LazyText:
    """A sentence looked up when it is shown."""
    return LazyText(msgid, params)


def init_locale(app: Flask) -> None:
    """Give the templates their words, and ``locale`` (``locale.tag``, ``locale.direction``)."""
    # Globals and not a context processor: imported macros see globals only.
    reader = cast(Locale, LocalProxy(current_locale))
    app.jinja_env.globals.update(
        locale=reader,
        languages=NAMES,
        current_organisation=current_organisation,
        _=_in_template(gettext),
        gettext=_in_template(gettext),
        ngettext=_in_template(ngettext),
        pgettext=_in_template(pgettext),
    )
    app.after_request(_vary)


def _in_template(speak: Callable[..., str]) -> Callable[..., str]:
    """``speak`` with its values escaped; the sentences themselves hold no markup, which a guard keeps so."""

    @pass_eval_context
    def say(context: EvalContext, /, *words: Any, **params: object) -> str:
        if not context.autoescape:
            return speak(*words, **params)
        safe = {name: _escaped(value) for name, value in params.items()}
        return Markup(speak(*words, **safe))  # noqa: S704  # catalogue text with escaped values

    return say


def _escaped(value: object) -> str:
    return str(value if isinstance(value, Markup) else escape(current_locale().say(value)))


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
    return response
