"""Why a message could not be sent."""

from __future__ import annotations


class InboxError(Exception):
    """A message was not sent; the message says what to do."""


class NoAddress(InboxError):
    """Nobody left an e-mail address."""


class RemindersOutOfReason(InboxError):
    """Reminders cannot be set so; ``problems`` names each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))
