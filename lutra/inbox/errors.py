"""Why a message could not be sent."""

from __future__ import annotations


class InboxError(Exception):
    """A message was not sent; the message says what to do."""


class NoAddress(InboxError):
    """The applicant gave no e-mail address."""
