"""The page that gathers one's cases, and closing the account."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.accounts import actions, queries
from lutra.accounts.errors import UnknownCode
from lutra.directory.calendars import today
from lutra.law.records import Text
from lutra.web import sessions
from lutra.web.applicants import AccountRequest, applicants
from lutra.web.components.pieces import NextAct
from lutra.web.portal import objection_story, story
from lutra.web.portal.limits import is_too_often
from lutra.web.portal.views.tracking import WRONG_CODES


@dataclass(frozen=True, slots=True)
class Line:
    """One case as its owner reads it; ``added`` is what he drops it by, None for one that came by his address."""

    reference: str
    subject: str
    url: str
    stage: Text
    act: NextAct
    data_url: str = ""
    added: int | None = None


@require_safe
@applicants
def show(request: AccountRequest) -> HttpResponse:
    """One's cases with the next date and what one can do; keys, sessions, the way out."""
    return _page(request)


def _page(request: AccountRequest, *, code: str = "", error: str = "", status: int = 200) -> HttpResponse:
    on = today(request.government)
    shown = {
        "section": "account",
        "address": request.account.address(),
        "requests": [
            Line(
                reference=one.case.reference,
                subject=one.case.subject,
                url=reverse("portal:case", args=[one.case.code]),
                data_url=reverse("portal:own_data", args=[one.case.code]),
                stage=one.case.table.stage(one.case.stage).label,
                act=story.next_act(one.case, on=on),
                added=one.added,
            )
            for one in queries.requests_of(request.account)
        ],
        "objections": [
            Line(
                reference=one.case.reference,
                subject=one.case.information,
                url=reverse("portal:objection", args=[one.case.code]),
                stage=one.case.table.stage(one.case.stage).label,
                act=objection_story.next_act(one.case, on=on),
                added=one.added,
            )
            for one in queries.objections_of(request.account)
        ],
        "most": queries.SHOWN,
        "keys": Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN),
        "sessions": sessions.of(request),
        "code": code,
        "error": error,
    }
    return render(request, "portal/account.html", shown, status=status)


@require_POST
@applicants
def add(request: AccountRequest) -> HttpResponse:
    """Add a case by its tracking code."""
    typed = request.POST.get("code", "")[:40]
    try:
        actions.add_case(request.account, code=typed)
    except UnknownCode as refusal:
        if is_too_often(request, "code", limit=WRONG_CODES):
            return render(request, "429.html", status=429)
        return _page(request, code=typed, error=str(refusal), status=422)
    return redirect("portal:account")


@require_POST
@applicants
def drop(request: AccountRequest, pk: int) -> HttpResponse:
    """Take a case off the page again."""
    actions.drop_case(request.account, added=pk)
    return redirect("portal:account")


@require_http_methods(["GET", "HEAD", "POST"])
@applicants
def close(request: AccountRequest) -> HttpResponse:
    """Close the account, after a second look."""
    if request.method == "POST":
        actions.close(request.account)
        logout(request)
        messages.success(
            request, _("Akun ditutup. Permohonan Anda tetap berjalan dan dapat diikuti dengan kode lacaknya.")
        )
        return redirect("portal:account_sign_in")
    return render(request, "portal/account_close.html", {"section": "account"})
