"""Why a register cannot be written. Each message says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lutra.statistics.annual.consistency import Failure


class RegisterError(Exception):
    """A register was asked for that cannot be given."""


class UnknownBook(RegisterError):
    """There is no register of this name."""


class IdentityClosed(RegisterError):
    """A sealed identity could not be opened, so the legal register would have a gap."""


class ReportError(Exception):
    """A deed on the yearly report was refused; the message says what would be right."""


class ReportIncomplete(ReportError):
    """Fields are missing or wrong; ``problems`` holds a message for each."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class Inconsistent(ReportError):
    """A rule of consistency fails and nobody has signed for it; ``failures`` are these rules."""

    def __init__(self, message: str, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__(message)


class NotFailing(ReportError):
    """A rule holds, so there is nothing to sign for."""


class YearNotOver(ReportError):
    """The year is not over yet, so nothing final can be said of it."""


class IssuedAlready(ReportError):
    """There is a version already; a change is a correction, with its reason."""


class NothingIssued(ReportError):
    """There is no version yet that could be corrected or sent."""
