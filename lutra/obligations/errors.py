"""Why a deed on what must be published was refused. Each message says what would be right."""

from __future__ import annotations


class ObligationError(Exception):
    """A deed was refused; the message says what to do."""


class Lacking(ObligationError):
    """Fields are missing or wrong: ``problems`` maps each field's code to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class NotAccessible(ObligationError):
    """A charter without audio, visual or Braille form may not be published (PERKI 1/2021 Pasal 48 ayat (5))."""


class MustBeRedacted(ObligationError):
    """A contract holds personal data and is published only without it; ``kinds`` says what was found."""

    def __init__(self, message: str, kinds: tuple[str, ...]) -> None:
        self.kinds = kinds
        super().__init__(message)


class NotWhole(ObligationError):
    """An immediate announcement lacks contents; it may be published all the same, if somebody says so."""

    def __init__(self, message: str, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(message)


class ObligationNotNow(ObligationError):
    """The deed does not fit: it was done already, or what it is about has ended."""


class UnreadableList(ObligationError):
    """A file of packages cannot be read; the message says why."""
