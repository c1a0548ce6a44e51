"""Why a register cannot be written. Each message says what to do."""

from __future__ import annotations


class RegisterError(Exception):
    """A register was asked for that cannot be given."""


class UnknownBook(RegisterError):
    """There is no register of this name."""


class IdentityClosed(RegisterError):
    """A sealed identity could not be opened, so the legal register would have a gap."""
