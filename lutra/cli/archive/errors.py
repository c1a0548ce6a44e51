"""Why an archive could not be written, read or restored."""

from __future__ import annotations

from collections.abc import Sequence


class ArchiveError(Exception):
    """Nothing was changed; the message says what is in the way and what to do."""


class Damaged(ArchiveError):
    """The archive is not what was once written; ``faults`` names each damaged part."""

    def __init__(self, message: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(message)


class NotRestorable(ArchiveError):
    """The archive is whole, but it cannot be restored here as things stand."""


class WrongPassphrase(ArchiveError):
    """The passphrase does not open the keys in the archive."""
