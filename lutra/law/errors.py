"""What can go wrong with the statute book. Each message says what is wrong and what would be right."""

from __future__ import annotations


class LawError(Exception):
    """Any refusal of the statute book."""


class BookError(LawError):
    """A file of the statute book cannot be read or contradicts itself."""


class UnknownEntry(LawError, KeyError):
    """A clause, list or code was asked for that the statute book does not hold."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class NotPrintable(LawError):
    """A clause known from memory only was about to be printed on a letter."""


class NotInForce(LawError):
    """A list was asked for on a day on which no edition of it was in force."""


class NotAllowed(LawError):
    """The workflow table does not let a deed happen at a stage."""
