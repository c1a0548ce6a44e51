"""Sending what waits. A tick of the worker; safe to run in several workers, and to be killed at any moment.

A message is claimed by one UPDATE that pushes its next try ahead, then sent without holding a transaction, then
settled. Killed between sending and settling it goes out once more, under the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lutra.directory import actors
from lutra.documents.errors import DocumentError
from lutra.inbox.actions import prove
from lutra.inbox.errors import InboxError
from lutra.inbox.mails import compose
from lutra.inbox.models import OutgoingMessage
from lutra.inbox.reminders import mails as digests
from lutra.ledger import actions as ledger
from lutra.letters.models import CASES

log = logging.getLogger(__name__)

# Between one try and the next, 1 minute to 12 hours: a mail server that is down for a night loses nothing. After the
# last try the book is told, so that an officer chooses another way.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MAX_TRIES = len(PAUSES) + 1
# How long a claimed message belongs to the one who claimed it.
LEASE = timedelta(minutes=10)

State = OutgoingMessage.State


class ServerAway(Exception):
    """The mail server cannot be reached now; the other messages need not be tried."""


def send_waiting(now: datetime | None = None, *, limit: int = 50) -> int:
    """Send at most ``limit`` messages whose time has come; return how many went out."""
    moment = now or timezone.now()
    # A pause longer than the longest was noted by a clock that has been set back since.
    due = Q(next_try_at__lte=moment) | Q(next_try_at__gt=moment + PAUSES[-1] + LEASE)
    waiting = OutgoingMessage.objects.filter(due, state=State.WAITING)
    sent = 0
    for pk, next_try_at in list(
        waiting.order_by("next_try_at", "pk").values_list("pk", "next_try_at")[:limit]
    ):
        if not _claim(pk, next_try_at, now=moment):
            continue
        try:
            sent += _send(pk, now=moment)
        except ServerAway:
            break
    return sent


def _claim(pk: int, seen: datetime | None, *, now: datetime) -> bool:
    return bool(
        OutgoingMessage.objects.filter(pk=pk, state=State.WAITING, next_try_at=seen).update(
            next_try_at=now + LEASE, tries=F("tries") + 1
        )
    )


def _send(pk: int, *, now: datetime) -> bool:
    message = OutgoingMessage.objects.select_related(
        "government",
        "digest__government",
        "digest__user",
        "letter__government",
        "letter__document",
        *(f"letter__{name}" for name in CASES),
    ).get(pk=pk)
    if message.tries > MAX_TRIES:  # claimed so often and never settled: it kills its worker
        _give_up(message, error="NeverSettled", now=now)
        return False
    try:
        mail = _composed(message)
        mail.send()
    except InboxError as error:
        _give_up(message, error=type(error).__name__, now=now)
        return False
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _text in error.recipients.values()}
        _retry(message, error=error, now=now, for_good=bool(codes) and all(code >= 500 for code in codes))
        return False
    except smtplib.SMTPDataError as error:
        _retry(message, error=error, now=now, for_good=error.smtp_code >= 500)
        return False
    except (smtplib.SMTPException, OSError) as error:
        _retry(message, error=error, now=now, for_good=False)
        raise ServerAway from None
    except DocumentError as error:
        _retry(message, error=error, now=now, for_good=False)
        return False
    _settle(message, identifier=mail.extra_headers["Message-ID"], now=now)
    return True


def _composed(message: OutgoingMessage) -> EmailMessage:
    """The mail of a letter, or of a digest. Raises InboxError, FileDamaged."""
    return digests.compose(message.digest) if message.digest else compose(message)


@transaction.atomic
def _settle(message: OutgoingMessage, *, identifier: str, now: datetime) -> None:
    """The message went out: note it, and enter the proof when a mail server took a letter's."""
    is_kept = settings.EMAIL_BACKEND.endswith(("filebased.EmailBackend", "console.EmailBackend"))
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=State.KEPT if is_kept else State.SENT,
        next_try_at=None,
        last_error="",
        message_id=identifier,
        sent_at=now,
    )
    if not is_kept and message.letter is not None:
        prove(
            message.letter,
            channel="email",
            evidence=f"Message-ID {identifier}",
            at=now,
            by=actors.system(message.government_id),
        )


def _retry(message: OutgoingMessage, *, error: Exception, now: datetime, for_good: bool) -> None:
    # The text of the error may hold the address, so the class alone is kept and logged.
    name = type(error).__name__
    if for_good or message.tries >= MAX_TRIES:
        _give_up(message, error=name, now=now)
        return
    log.warning("message %s was not sent: %s; try %s", message.pk, name, message.tries)
    OutgoingMessage.objects.filter(pk=message.pk).update(
        next_try_at=now + PAUSES[message.tries - 1], last_error=name[:80]
    )


@transaction.atomic
def _give_up(message: OutgoingMessage, *, error: str, now: datetime) -> None:
    """End the message. Of a letter's the book is told, so that an officer chooses another way."""
    log.warning("message %s was given up: %s", message.pk, error)
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=State.FAILED, next_try_at=None, last_error=error[:80]
    )
    if message.letter is None:
        return
    ledger.record(
        government_id=message.government_id,
        kind="message.failed",
        subject=message.letter.case.ledger_subject,
        by=actors.system(message.government_id),
        at=now,
        data={"letter": message.letter_id, "kind": message.kind, "channel": message.channel, "error": error},
    )
