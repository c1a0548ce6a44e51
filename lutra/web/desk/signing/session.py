"""A signing session: ten minutes in which an official signs letter after letter with one entry of his passphrase.

Nobody keeps it. NIK and passphrase go back to the browser, sealed, in a cookie that scripts cannot read; the key that
opens the cookie lies in the server's session. Either alone says nothing, no file and no table holds both, and every
process can serve the next letter. It ends by itself, at log-out, and at the first refusal that is about the official.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpResponse

from lutra.web.tenancy import SiteRequest

SECONDS = 600
COOKIE = "lutra_signing"
PATH = "/desk/tanda-tangan/"
_KEY = "signing_key"


@dataclass(frozen=True, slots=True)
class Hand:
    """What the service asks for with each letter."""

    nik: str = field(repr=False)
    passphrase: str = field(repr=False)


def begin(request: SiteRequest, response: HttpResponse, hand: Hand) -> None:
    """Begin a session in the answer to this page's form."""
    key = Fernet.generate_key()
    request.session[_KEY] = key.decode()
    told = {"nik": hand.nik, "passphrase": hand.passphrase, "officer": request.actor.user_id}
    response.set_cookie(
        COOKIE,
        Fernet(key).encrypt(json.dumps(told).encode()).decode(),
        max_age=SECONDS,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def hand_of(request: SiteRequest) -> Hand | None:
    """The session's hand; None when there is no session, or it has ended."""
    key, cookie = request.session.get(_KEY), request.COOKIES.get(COOKIE)
    if not key or not cookie:
        return None
    try:
        told = json.loads(Fernet(key).decrypt(cookie.encode(), ttl=SECONDS))
    except (InvalidToken, ValueError):
        return None
    if told["officer"] != request.actor.user_id:
        return None
    return Hand(nik=told["nik"], passphrase=told["passphrase"])


def end(request: SiteRequest, response: HttpResponse) -> None:
    """End the session on both sides."""
    request.session.pop(_KEY, None)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
