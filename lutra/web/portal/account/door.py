"""Signing in by a link to one's mailbox.

Every address gets a link, so nobody learns who has an account. Looking at the link uses nothing up (mail scanners
look); the press on its page does. It is good once and for a quarter of an hour.
"""

from __future__ import annotations

import smtplib
from email.utils import formataddr, parseaddr

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lutra.accounts import actions
from lutra.accounts.errors import LinkSpent, NotAnAddress
from lutra.accounts.queries import account_of
from lutra.directory.models import Government
from lutra.letters.addresses import base_url
from lutra.web.portal.limits import is_too_often
from lutra.web.portal.views.tracking import private
from lutra.web.tenancy import SiteRequest

# From one address in ten minutes.
LIMIT = 20
WRONG_LINKS = 60
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: SiteRequest) -> HttpResponse:
    """Ask for a link. What follows is the same for every address."""
    if account_of(request.user, request.government):
        return redirect("portal:account")
    typed, error, status = request.POST.get("email", "")[:250], "", 200
    if request.method == "POST":
        if is_too_often(request, "account-link", limit=LIMIT):
            return render(request, "429.html", status=429)
        try:
            asked = actions.ask_link(request.government, address=typed, language=get_language() or "id")
            if asked is not None:
                _mail(request.government, typed.strip(), _address(request, asked.token)).send()
        except NotAnAddress as refusal:
            error, status = str(refusal), 422
        except (smtplib.SMTPException, OSError):
            error, status = _("Surel tidak dapat dikirim sekarang. Coba lagi nanti."), 503
        else:
            return redirect("portal:account_sent")
    shown = {
        "section": "account",
        "email": typed,
        "error": error,
        "is_officer": request.user.is_authenticated,
    }
    return private(render(request, "portal/account_sign_in.html", shown, status=status))


@require_safe
def sent(request: SiteRequest) -> HttpResponse:
    """What to do now; the same whether or not anybody has an account."""
    minutes = int(actions.LINK_LASTS.total_seconds() // 60)
    return render(request, "portal/account_sent.html", {"section": "account", "minutes": minutes})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter(request: SiteRequest, token: str) -> HttpResponse:
    """The page behind the link: it says for whom it is, and its button signs in."""
    try:
        if request.method == "POST":
            account = actions.use_link(request.government, token=token)
            login(request, account.user, backend=_BACKEND)
            # Whoever came from his mailbox a moment ago may add and remove keys.
            record_authentication(request, account.user, method="link", reauthenticated=True)
            return private(redirect("portal:account"))
        link = actions.open_link(request.government, token)
    except LinkSpent as refusal:
        if is_too_often(request, "account-wrong-link", limit=WRONG_LINKS):
            return render(request, "429.html", status=429)
        shown = {"section": "account", "reason": str(refusal)}
        return private(render(request, "portal/account_link_spent.html", shown, status=410))
    shown = {"section": "account", "whose": masked(link.address())}
    return private(render(request, "portal/account_enter.html", shown))


def masked(address: str) -> str:
    """Enough of an address to know one's own: "an•••@warga.example"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:2]}•••@{domain}"


def _address(request: SiteRequest, token: str) -> str:
    """The link, under the official address where there is one: a host name that somebody made up must not be mailed."""
    where = reverse("portal:account_link", args=[token])
    return (
        f"{base_url(request.government)}{where}"
        if settings.LUTRA_BASE_URL
        else request.build_absolute_uri(where)
    )


def _mail(government: Government, address: str, link: str) -> EmailMessage:
    return EmailMessage(
        subject=_("Tautan masuk ke akun pemohon, PPID %(government)s")
        % {"government": government.short_name},
        body=_(
            "Buka tautan ini lalu tekan “Masuk” untuk melihat semua perkara Anda:\n\n%(link)s\n\n"
            "Tautan berlaku 15 menit dan hanya sekali. Bila bukan Anda yang memintanya, abaikan surel ini; tidak ada"
            " yang berubah.\n\nAkun ini tidak wajib: setiap permohonan tetap dapat diikuti dengan kode lacaknya.\n\n"
            "PPID %(government)s"
        )
        % {"link": link, "government": government.name},
        from_email=formataddr((f"PPID {government.short_name}", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[address],
        reply_to=[government.email] if government.email else None,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
