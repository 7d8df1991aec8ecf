"""The notes and coins of a currency, as a family counts them at the end of a session, largest first, in minor units.

A value that exists as a note and as a coin is counted once. Values are those that pass from hand to hand; legal tender
that is hardly seen any more is left out, and what is not in the list is counted into the sum all the same.
Sources, compared in November 2026: Bank Al-Maghrib's release of 24 November 2023 and Banque centrale de Tunisie's
statement for 2018 and its notes of 2022; for SAR, EGP, DZD and KWD published lists of what circulates, which agree.
"""

_DENOMINATIONS: dict[str, tuple[int, ...]] = {
    # SAMA: notes 500 to 5 riyals (and 1, being replaced by the coin), coins 2 and 1 riyal, 50, 25, 10, 5 halalas.
    "SAR": (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5),
    # Central Bank of Egypt: notes 200 to 1 pound, 50 and 25 piastres; coins 1 pound, 50 and 25 piastres.
    "EGP": (20_000, 10_000, 5_000, 2_000, 1_000, 500, 100, 50, 25),
    # Central Bank of Syria: notes of 1 January 2026 (two zeros fewer), 500 to 10 pounds.
    # While old notes pass: 5000 = 50, 2000 = 20, 1000 = 10, 500 = 5, 200 = 2, 100 = 1.
    "SYP": (500, 200, 100, 50, 25, 20, 10, 5, 2, 1),
    # Bank of Algeria: notes 2000, 1000, 500 and 200 dinars; coins 200 to 1 dinar.
    "DZD": (200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100),
    # Bank Al-Maghrib: notes 200 to 20 dirhams; coins 10, 5, 2, 1 dirham, 50, 20 and 10 centimes.
    "MAD": (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10),
    # Central Bank of Tunisia: notes 50 to 5 dinars; coins 5, 2, 1 dinar, 500 to 5 millimes.
    "TND": (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5),
    # Central Bank of Kuwait: notes 20, 10, 5, 1, 1/2 and 1/4 dinar; coins 100 to 5 fils.
    "KWD": (20_000, 10_000, 5_000, 1_000, 500, 250, 100, 50, 20, 10, 5),
}


def denominations_of(currency: str) -> tuple[int, ...]:
    """Minor units, largest first; empty for a currency whose notes are not known here: the sum alone is counted."""
    return _DENOMINATIONS.get(currency, ())
