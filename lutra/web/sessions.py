"""Where an officer is signed in: each session with its device and last use, to be ended one by one or all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

# Noted no more often than this, so that not every page writes.
NOTED_EVERY = timedelta(minutes=5)
_NOTED = "last_use_noted_at"
# What a browser calls itself -> its name; the first that fits, since each names those before it too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class LastUseMiddleware:
    """Note, every few minutes, that a session of an officer is in use. A session that is not listed yet is listed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session and request.user.is_authenticated:
            now = timezone.now()
            noted = parse_datetime(request.session.get(_NOTED, ""))
            if noted is None or now - noted >= NOTED_EVERY:
                UserSession.objects.create_from_request(request)
                request.session[_NOTED] = now.isoformat()
        return self.get_response(request)


@dataclass(frozen=True, slots=True)
class Session:
    """One session as its owner reads it."""

    pk: int
    device: str
    address: str
    since: datetime
    used_at: datetime
    is_current: bool


@require_safe
@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """The sessions of whoever asks; those that have ended are not listed."""
    return render(request, "usersessions/usersession_list.html", {"sessions": of(request)})


def of(request: HttpRequest) -> list[Session]:
    """The sessions of whoever asks, this one first; those that have ended are thrown away."""
    found = UserSession.objects.purge_and_list(request.user)
    listed = [_told(session, request) for session in found]
    return sorted(listed, key=lambda session: (not session.is_current, -session.used_at.timestamp()))


@require_POST
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """End one session of one's own (``session``), or all others when none is named. For officers and applicants."""
    door, home = (
        ("portal:account_sign_in", "portal:account")
        if getattr(request.user, "is_applicant", False)
        else ("account_login", "usersessions_list")
    )
    own = UserSession.objects.filter(user_id=request.user.pk)
    if named := request.POST.get("session", ""):
        chosen = own.filter(pk=int(named)) if named.isascii() and named.isdigit() else own.none()
    else:
        chosen = own.exclude(session_key=request.session.session_key)
    is_own = chosen.filter(session_key=request.session.session_key).exists()
    get_adapter().end_sessions(list(chosen))
    if is_own:
        request.session.flush()
        return redirect(door)
    messages.success(request, _("Sesi diakhiri; perangkat itu harus masuk lagi."))
    return redirect(home)


def _told(session: UserSession, request: HttpRequest) -> Session:
    return Session(
        pk=session.pk,
        device=device(session.user_agent),
        address=session.ip,
        since=session.created_at,
        used_at=session.last_seen_at,
        is_current=session.session_key == request.session.session_key,
    )


def device(user_agent: str) -> str:
    """Browser and device in two words ("Firefox, Windows"), from how the browser calls itself."""
    browser = next((name for word, name in _BROWSERS if re.search(rf"\b{word}", user_agent)), "")
    system = next((name for word, name in _DEVICES if word in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("Perangkat tidak dikenal")
