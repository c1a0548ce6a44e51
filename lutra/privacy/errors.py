"""Why a deed on personal data was refused. Each message says what would be right."""

from __future__ import annotations


class PrivacyError(Exception):
    """A deed was refused."""


class PrivacyIncomplete(PrivacyError):
    """Fields are missing or wrong: ``problems`` maps each field to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class AlreadyAnswered(PrivacyError):
    """Somebody else has answered, told or decided this meanwhile."""


class NotYetTold(PrivacyError):
    """A breach is closed only when everybody who must know has been told (UU 27/2022 Pasal 46)."""


class NoSchedule(PrivacyError):
    """Nothing is destroyed without a class of the retention schedule (UU 43/2009 Pasal 48, 51)."""


class NotApproved(PrivacyError):
    """Nothing is destroyed without an approved list and its minutes (UU 43/2009 Pasal 86)."""
