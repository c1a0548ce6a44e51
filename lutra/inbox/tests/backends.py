"""Mail servers that refuse, for tests."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

AWAY: Exception = ConnectionRefusedError("connect to mail.example for ani.rahmatiah@warga.example")


class Away(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise AWAY


class UnknownAddress(BaseEmailBackend):
    """The address does not exist."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({email_messages[0].to[0]: (550, b"no such user")})


class Greylisted(BaseEmailBackend):
    """The server wants to see us again later."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({email_messages[0].to[0]: (451, b"try again later")})
