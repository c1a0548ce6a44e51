"""Why a letter could not be made."""

from __future__ import annotations


class LetterError(Exception):
    """A letter was not made; the message says what to do."""


class WrongTemplate(LetterError):
    """A template names a variable it is not given, a clause the book lacks, or has no heading."""


class SigningFailed(LetterError):
    """The certificate cannot be read or used."""
