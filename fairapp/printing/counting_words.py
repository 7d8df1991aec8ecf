"""How sure a count of people is, in words: beside the number on pages, papers and the command line."""

from fairapp.domain.counting_error import CountingError
from fairapp.i18n.locales import Locale


def error_words(locale: Locale, error: CountingError | None) -> str:
    """«± 3 %, from 4 recounts»; what was counted and recounted while that gives no band; "never recounted" of None."""
    if error is None:
        return locale.gettext("never recounted")
    if error.percent is None:
        return locale.ngettext(
            "%(num)s recount: %(counted)s counted, %(recounted)s the second time",
            "%(num)s recounts: %(counted)s counted, %(recounted)s the second time",
            error.recounts,
            counted=error.counted,
            recounted=error.recounted,
        )
    return locale.ngettext(
        "± %(percent)s, from %(num)s recount",
        "± %(percent)s, from %(num)s recounts",
        error.recounts,
        percent=locale.percent(error.percent, 100, 0),
    )
