"""Proof that whoever has a tracking code is the applicant: a short code sent to the address on record.

The tracking code alone may be on a slip that somebody found, and a few digits of an identity number can be guessed; so
data are shown, copied and changed only in the browser that typed the code from the applicant's own mailbox. Whoever
left no address comes to the counter with his papers.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import smtplib
import time
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from lutra.requests.models import Request
from lutra.web.tenancy import SiteRequest

CODE_SECONDS = 15 * 60
PROOF_SECONDS = 30 * 60
TRIES = 5  # for one code that was sent
MAILS = 3  # for one case within an hour, whoever asks
_SENT, _PROVED = "own_data_code", "own_data_proved"


def send_code(request: SiteRequest, case: Request) -> bool:
    """Send a fresh code to the address on record; False when the mail server is away. Without an address: nothing."""
    code = f"{secrets.randbelow(10**8):08d}"
    address = case.applicant.identity.open().get("email", "")
    key = f"own-data-mails:{case.pk}"
    cache.add(key, 0, 3600)
    if address and cache.incr(key) <= MAILS:
        try:
            _mail(case, address, code).send()
        except (smtplib.SMTPException, OSError):
            return False
    # Kept also where nothing was sent, so that the page tells nobody whether there is an address.
    request.session[_SENT] = {"case": case.pk, "digest": _digest(case, code), "at": time.time(), "tries": 0}
    return True


def _mail(case: Request, address: str, code: str) -> EmailMessage:
    government = case.government
    return EmailMessage(
        subject=_("Kode untuk membuka data Anda, permohonan %(reference)s") % {"reference": case.reference},
        body=_(
            "Ketik kode ini di halaman data Anda: %(code)s\n\nKode berlaku 15 menit. Bila bukan Anda yang memintanya,"
            " abaikan surel ini; tanpa kode ini data Anda tidak terbuka.\n\nPPID %(government)s"
        )
        % {"code": f"{code[:4]} {code[4:]}", "government": government.name},
        from_email=formataddr((f"PPID {government.short_name}", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def is_waiting(request: SiteRequest, case: Request) -> bool:
    """Whether a code was sent from this browser and may still be typed."""
    sent = request.session.get(_SENT)
    return bool(
        sent and sent["case"] == case.pk and time.time() - sent["at"] < CODE_SECONDS and sent["tries"] < TRIES
    )


def prove(request: SiteRequest, case: Request, typed: str) -> bool:
    """Whether ``typed`` is the code; if so, the browser has proved itself for half an hour."""
    if not is_waiting(request, case):
        return False
    sent: dict[str, Any] = {**request.session[_SENT]}
    sent["tries"] += 1
    request.session[_SENT] = sent
    digits = "".join(char for char in typed if char.isdigit())
    if not hmac.compare_digest(_digest(case, digits), sent["digest"]):
        return False
    del request.session[_SENT]
    request.session[_PROVED] = {"case": case.pk, "at": time.time()}
    return True


def has_proved(request: SiteRequest, case: Request) -> bool:
    """Whether this browser has proved, within the last half hour, that it is the applicant's."""
    proved = request.session.get(_PROVED)
    return bool(proved and proved["case"] == case.pk and time.time() - proved["at"] < PROOF_SECONDS)


def _digest(case: Request, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{case.pk}:{code}".encode(), hashlib.sha256).hexdigest()
