"""Signing in through an outside identity provider (OpenID Connect), off until ``LUTRA_OIDC_ISSUER`` is set.

The provider says who somebody is and nothing else: one claim of its signed token (``LUTRA_OIDC_CLAIM``) must name
exactly one officer of this government by NIP or user name. Nobody is made, changed or given a right here, nothing of
the token is kept, and a second factor that a role demands is still asked for.

The code flow with PKCE, state and nonce; the token's signature, issuer, audience and time are always checked.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any, cast
from urllib.parse import urlencode

import jwt
import requests
from allauth.account.utils import perform_login
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lutra.directory.models import Government, User
from lutra.web.portal.limits import is_too_often
from lutra.web.tenancy import SiteRequest

# Only signatures with a public key: with a shared secret, whoever can check a token can also make one.
ALGORITHMS = ("RS256", "PS256", "ES256")
TIMEOUT = 5  # seconds for each question to the provider
KNOWN_FOR = 600  # seconds for which the provider's own description is trusted
TRIES = 30  # from one address in ten minutes
_WAITING = "outside_sign_in"


class NotSignedIn(Exception):
    """The provider's answer does not lead to an officer; the message says what to do."""


@require_POST
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    _must_be_on()
    if is_too_often(request, "outside", limit=TRIES):
        return render(request, "429.html", status=429)
    waiting = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        where = _described()["authorization_endpoint"]
    except (requests.RequestException, ValueError, KeyError):
        return _refused(request, _away(), status=502)
    request.session[_WAITING] = waiting
    question = {
        "response_type": "code",
        "client_id": settings.LUTRA_OIDC_CLIENT_ID,
        "redirect_uri": _back(request),
        "scope": "openid profile",
        "state": waiting["state"],
        "nonce": waiting["nonce"],
        "code_challenge": _challenge(waiting["verifier"]),
        "code_challenge_method": "S256",
    }
    return redirect(f"{where}{'&' if '?' in where else '?'}{urlencode(question)}")


@require_safe
@never_cache
def finish(request: HttpRequest) -> HttpResponse:
    """Take the browser back from the provider and sign the officer in, as far as a password would."""
    _must_be_on()
    waiting = request.session.pop(_WAITING, None)  # an answer is good for one try
    code, state = request.GET.get("code", ""), request.GET.get("state", "")
    if not waiting or not code or not constant_time_compare(state, waiting["state"]):
        return _refused(
            request, _("Jawaban ini bukan lanjutan dari halaman masuk tadi. Mulailah lagi."), status=400
        )
    try:
        claims = _claims(code, waiting, back=_back(request))
        officer = officer_of(cast(SiteRequest, request).government, claims)
    except NotSignedIn as reason:
        return _refused(request, str(reason), status=403)
    except (requests.RequestException, ValueError, KeyError):
        return _refused(request, _away(), status=502)
    answer: HttpResponse = perform_login(request, officer, email_verification="none")
    return answer


def officer_of(government: Government, claims: dict[str, Any]) -> User:
    """The one active officer of ``government`` whom the claim names. Raises NotSignedIn."""
    value = "".join(str(claims.get(settings.LUTRA_OIDC_CLAIM) or "").split())
    found = User.objects.filter(
        government=government, is_active=True, is_applicant=False, **{settings.LUTRA_OIDC_FIELD: value}
    ).order_by("pk")[:2]
    if not value or len(found) != 1:
        raise NotSignedIn(
            _(
                "Anda dikenal penyedia akun, tetapi bukan sebagai pejabat di sini."
                " Minta administrator memeriksa NIP atau nama pengguna Anda dalam direktori."
            )
        )
    return found[0]


def _claims(code: str, waiting: dict[str, str], *, back: str) -> dict[str, Any]:
    """What the provider vouches for, after its code was exchanged and its token checked."""
    described = _described()
    answer = requests.post(
        described["token_endpoint"],
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": settings.LUTRA_OIDC_CLIENT_ID,
            "client_secret": settings.LUTRA_OIDC_CLIENT_SECRET,
            "code_verifier": waiting["verifier"],
        },
        timeout=TIMEOUT,
        allow_redirects=False,
    )
    answer.raise_for_status()
    try:
        claims = _checked(str(answer.json()["id_token"]), keys_at=described["jwks_uri"])
    except jwt.PyJWTError as error:
        raise NotSignedIn(_untrusted()) from error
    if not constant_time_compare(str(claims.get("nonce", "")), waiting["nonce"]):
        raise NotSignedIn(_untrusted())
    return claims


def _checked(token: str, *, keys_at: str) -> dict[str, Any]:
    """The claims of a token that this provider signed for us and whose time runs. Raises PyJWTError."""
    wanted = jwt.get_unverified_header(token).get("kid")
    answer = requests.get(keys_at, timeout=TIMEOUT, allow_redirects=False)
    answer.raise_for_status()
    keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.key_id == wanted]
    if not keys:
        raise jwt.InvalidTokenError("unknown key")
    claims: dict[str, Any] = jwt.decode(
        token,
        keys[0].key,
        algorithms=ALGORITHMS,
        audience=settings.LUTRA_OIDC_CLIENT_ID,
        issuer=settings.LUTRA_OIDC_ISSUER,
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        leeway=30,
    )
    return claims


def _described() -> dict[str, str]:
    """The provider's own description of its addresses, kept for some minutes."""
    issuer = settings.LUTRA_OIDC_ISSUER
    key = f"oidc:{hashlib.sha256(issuer.encode()).hexdigest()}"
    if described := cache.get(key):
        return cast(dict[str, str], described)
    answer = requests.get(
        f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=TIMEOUT, allow_redirects=False
    )
    answer.raise_for_status()
    described = answer.json()
    if described["issuer"] != issuer:  # it would vouch for somebody else's tokens
        raise ValueError("the description names another issuer")
    cache.set(key, described, KNOWN_FOR)
    return cast(dict[str, str], described)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("outside_finish"))


def _must_be_on() -> None:
    if not settings.LUTRA_OIDC_ISSUER:
        raise Http404


def _away() -> str:
    return _("Penyedia akun tidak dapat dihubungi. Coba lagi, atau masuk dengan kata sandi.")


def _untrusted() -> str:
    return _(
        "Jawaban penyedia akun tidak dapat dipercaya. Mulailah lagi; bila berulang, hubungi administrator."
    )


def _refused(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render(request, "account/outside.html", {"reason": reason}, status=status)
