"""What a new edition begins with in each country, to be changed by the organiser: currency and time zone."""

from zoneinfo import available_timezones

from babel.core import get_global
from babel.numbers import get_territory_currencies

_CAPITALS = {
    "SA": "Asia/Riyadh",
    "EG": "Africa/Cairo",
    "SY": "Asia/Damascus",
    "DZ": "Africa/Algiers",
    "MA": "Africa/Casablanca",
    "TN": "Africa/Tunis",
    "KW": "Asia/Kuwait",
}


def usual_currency(territory: str) -> str:
    """The ISO 4217 code in use in a country (ISO 3166); ``USD`` where none is known."""
    return next(iter(get_territory_currencies(territory)), "USD")


def usual_time_zone(territory: str) -> str:
    """An IANA zone of a country; ``UTC`` where none is known."""
    zones: list[str] = [*get_global("territory_zones").get(territory, ())]
    return _CAPITALS.get(territory) or next(iter(zones), "UTC")


def list_time_zones() -> list[str]:
    """Every zone with a place, by name."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
