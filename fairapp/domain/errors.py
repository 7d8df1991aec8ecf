"""What goes wrong at a fair, as one small tree.

Every error carries a stable ``code`` (kebab-case, kept for ever) and the values that its sentence needs. The sentence
itself is written in the catalogues, once per language, under the context ``error``.
"""


class FairError(Exception):
    """A request that cannot be carried out. ``code`` is stable; ``values`` fill the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code} ({details})" if details else self.code


class Refused(FairError):
    """What was asked for is understood and not acceptable as it stands (400)."""


class NotAllowed(FairError):
    """This person or device may not do this (403)."""


class NotFound(FairError):
    """There is no such thing on this side of the organisation's wall (404)."""


class Conflict(FairError):
    """It was acceptable, but something else happened first (409)."""


class Gone(FairError):
    """It existed, and can no longer be used (410)."""


class TooMuch(FairError):
    """Larger or more often than is accepted (413, 429)."""


class Unready(FairError):
    """The installation itself is not in order: database missing, behind, or locked (503)."""
