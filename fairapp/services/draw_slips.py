"""What the draw gave each family, in words and on slips."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from fairapp.i18n.locales import Locale
from fairapp.printing.arabic import apart
from fairapp.printing.slip import BoothGiven, Slip, slips_pdf
from fairapp.queries.crafts import list_crafts
from fairapp.queries.draws import DrawTexts, Outcome, Wish
from fairapp.queries.editions import EditionRow
from fairapp.queries.floor_plan import list_classes, list_halls
from fairapp.queries.former_numbers import list_numbered_at
from fairapp.queries.organisations import OrganisationRow
from fairapp.services.family_slips import Given

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One family's outcome in the reader's words. ``passed`` pairs each better wish with why it could not be had.

    ``today`` are the numbers that the booths given have now, empty while they are those that were drawn.
    """

    outcome: Outcome
    craft: str
    wishes: tuple[str, ...]
    passed: tuple[tuple[str, str], ...]
    hall: str
    today: tuple[str, ...] = ()


class Teller:
    """Says outcomes of one edition's draw in one reader's words; the plan is read once for all of them."""

    def __init__(self, edition: EditionRow, texts: DrawTexts, locale: Locale) -> None:
        wall = edition.organisation_id, edition.id
        self._texts, self._locale = texts, locale
        self._classes = {kind.code: kind.name for kind in list_classes(*wall)}
        halls = {hall.code: hall.name for hall in list_halls(*wall)}
        self._booths = list_numbered_at(*wall, texts.committed_at)
        self._halls = {number: halls[booth.hall] for number, booth in self._booths.items()}
        self._crafts = {craft.code: craft.name(locale.language) for craft in list_crafts(edition.organisation_id)}

    def tell(self, code: str) -> Told:
        """Raises ``NotFound("code-not-in-draw")``."""
        outcome = self._texts.outcome(code)
        drawn = outcome.line.booths
        return Told(
            outcome=outcome,
            craft=self._crafts.get(outcome.craft, outcome.craft),
            wishes=tuple(self._words(wish) for wish in outcome.wishes),
            passed=tuple(
                (self._words(each.wish), self._locale.word("draw reason", each.reason)) for each in outcome.passed
            ),
            hall=self._halls.get(drawn[0], "") if drawn else "",
            today=self._today(drawn),
        )

    def _today(self, drawn: tuple[str, ...]) -> tuple[str, ...]:
        """The numbers that these booths have now; empty when none changed."""
        now = tuple(self._booths[number].number if number in self._booths else number for number in drawn)
        return () if now == drawn else now

    def _words(self, wish: Wish | None) -> str:
        if wish is None:
            return self._locale.gettext("Any place")
        kind, name = wish
        written = apart(self._locale.digits_text(name))
        if kind == "booth":
            return self._locale.gettext("Booth %(booth)s", booth=written)
        return f"{apart(self._classes.get(name, name))} ({written})"


def draw_slips_pdf(
    edition: EditionRow,
    organisation: OrganisationRow,
    texts: DrawTexts,
    codes: Iterable[str],
    locale: Locale,
    *,
    names: Mapping[str, str],
    address: str,
    fonts_folder: Path,
    secrets: Mapping[str, str] = NOTHING,
    given: Mapping[str, Given] | None = None,
) -> bytes:
    """One A5 slip for each code. A code without a name in ``names`` stands on its slip itself, as on public papers.

    ``address`` is the public page of the draw, to which each slip's QR adds its code; ``secrets`` are the addresses of
    families' own pages, which their own slips bear instead. ``given`` is what they hold today; without it the slip says
    what the draw gave.
    """
    teller = Teller(edition, texts, locale)
    zone = ZoneInfo(edition.time_zone)
    slips = []
    for code in codes:
        told = teller.tell(code)
        line = told.outcome.line
        today = None if given is None else given.get(code)
        gives = _drawn(told, locale) if given is None else _held(today)
        slips.append(
            Slip(
                organisation=organisation.name,
                edition=edition.name,
                exhibitor=names.get(code, code),
                craft=told.craft,
                code=code,
                zone=zone,
                wishes=told.wishes,
                rank=line.rank or None,
                among=told.outcome.among,
                given=gives,
                waiting_place=None if gives else line.waiting_place,
                answer_until=today.answer_by if today else None,
                reasons=tuple(
                    locale.gettext("%(wish)s: %(reason)s", wish=wish, reason=reason) for wish, reason in told.passed
                ),
                url=secrets.get(code) or f"{address}?code={code}",
                hers=code in secrets,
            )
        )
    return slips_pdf(slips, locale, fonts_folder)


def _drawn(told: Told, locale: Locale) -> BoothGiven | None:
    """What the draw gave, in its own number; today's stands beside the hall."""
    line = told.outcome.line
    if not line.booths or line.choice is None:
        return None
    hall = told.hall
    if told.today:
        hall += " · " + locale.gettext("today %(numbers)s", numbers=apart(locale.digits_text(" ".join(told.today))))
    return BoothGiven(hall=hall, booth=" ".join(line.booths), choice=line.choice)


def _held(today: Given | None) -> BoothGiven | None:
    """What is held today."""
    if today is None:
        return None
    choice = int(today.choice) if today.choice.isdigit() else today.choice
    return BoothGiven(hall=today.hall, booth=" ".join(today.booths), choice=choice)
