"""Why a delegated reply was refused. Each message says what would be right."""

from __future__ import annotations


class DelegationError(Exception):
    """A deed on a delegation was refused."""


class DelegationIncomplete(DelegationError):
    """Fields are missing or wrong: ``problems`` maps each field to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class LinkEnded(DelegationError):
    """The link is revoked, used up, too old, or the request has moved on."""
