"""The tables, one file per word. Importing this package makes every table known to the metadata."""

from fairapp.models import (
    accounts,
    attendance,
    audit,
    badges,
    confirmations,
    crafts,
    devices,
    draws,
    editions,
    exhibitors,
    floor_plan,
    footfall,
    ledger,
    organisations,
    requests,
    takings,
)

__all__ = [
    "accounts",
    "attendance",
    "audit",
    "badges",
    "confirmations",
    "crafts",
    "devices",
    "draws",
    "editions",
    "exhibitors",
    "floor_plan",
    "footfall",
    "ledger",
    "organisations",
    "requests",
    "takings",
]
