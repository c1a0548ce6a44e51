"""Passkeys of applicants. The ceremony is allauth's; an applicant's key opens his own page and nothing else.

Adding and removing one asks for a sign-in a short while ago, so that a browser that was left open gives nobody a key.
"""

from __future__ import annotations

import time
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lutra.web.applicants import AccountRequest, applicants
from lutra.web.second_factor import Unharmed

FRESH_SECONDS = 15 * 60
MOST = 5


class KeyForm(Unharmed, SignupWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """The name of a key and what the browser answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nama kunci")
        self.fields["name"].max_length = 100
        self.fields["name"].help_text = _("Agar Anda mengenalinya, misalnya “Ponsel saya”.")


@require_http_methods(["GET", "HEAD", "POST"])
@applicants
def add(request: AccountRequest) -> HttpResponse:
    """Add a passkey by which one signs in without a mail."""
    if refused := _refused(request):
        return refused
    if _own(request).count() >= MOST:
        messages.error(request, _("Paling banyak lima kunci; lepas dulu satu yang tidak dipakai."))
        return redirect("portal:account")
    form = KeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        # As at a sign-up with a passkey: no recovery codes, since the mailbox is always another way in.
        flows.signup_authenticator(
            request, user=request.user, name=given["name"][:100], credential=given["credential"]
        )
        return redirect("portal:account")
    shown = {
        "section": "account",
        "form": form,
        "js_data": {"creation_options": auth.begin_registration(request.user, True)},
    }
    return render(request, "portal/account_key.html", shown, status=422 if form.errors else 200)


@require_POST
@applicants
def remove(request: AccountRequest, pk: int) -> HttpResponse:
    """Remove a passkey of one's own."""
    if refused := _refused(request):
        return refused
    get_object_or_404(_own(request), pk=pk).delete()
    messages.success(request, _("Kunci dilepas."))
    return redirect("portal:account")


def _own(request: AccountRequest) -> Any:
    return Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)


def _refused(request: AccountRequest) -> HttpResponse | None:
    """What to answer when the sign-in lies too long ago."""
    records = get_authentication_records(request, request.user)
    if records and time.time() - records[-1]["at"] < FRESH_SECONDS:
        return None
    messages.error(
        request, _("Untuk mengatur kunci, keluar lalu masuk lagi; izin ini berlaku 15 menit sejak masuk.")
    )
    return cast(HttpResponse, redirect("portal:account"))
