"""Why a deed on an applicant's account was refused. Each message says what would be right."""

from __future__ import annotations


class AccountError(Exception):
    """A deed was refused."""


class NotAnAddress(AccountError):
    """What was typed is no e-mail address."""


class LinkSpent(AccountError):
    """The link was used, is too old, or was never given."""


class UnknownCode(AccountError):
    """The code opens no request and no objection here."""
