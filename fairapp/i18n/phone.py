"""What the till and the gate say: the same catalogues and figures, handed to JavaScript as one JSON object."""

from typing import Any

from fairapp.i18n.catalogues import catalogue
from fairapp.i18n.locales import Locale
from fairapp.i18n.plurals import FORMS

CONTEXT = "phone"


def phone_messages(locale: Locale) -> dict[str, Any]:
    """``{tag, language, direction, digits, decimal, group, minus, messages}``.

    ``messages`` maps a msgid of the context ``phone`` to its sentence, or to its forms by the names that
    ``Intl.PluralRules`` gives: ``{"one": …, "few": …, "other": …}``. Places are ``%(name)s``.
    """
    names = FORMS[locale.language]
    # What a language does not hold is said in English.
    held = {**catalogue("en").under(CONTEXT), **catalogue(locale.language, locale.terms).under(CONTEXT)}
    messages: dict[str, str | dict[str, str]] = {}
    for msgid, forms in sorted(held.items()):
        messages[msgid] = forms[0] if len(forms) == 1 else dict(zip(names, forms, strict=False))
    figures = locale.figures
    return {
        "tag": locale.tag,
        "language": locale.language,
        "direction": locale.direction,
        "digits": locale.digits,
        "decimal": figures.decimal,
        "group": figures.group,
        "minus": figures.minus,
        "messages": messages,
    }
