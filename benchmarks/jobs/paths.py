"""Which pages to ask for in a seeded installation, and the cookie of an officer who has signed in."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from lutra.directory.models import Government, User
from lutra.publishing.models import PublicRequest
from lutra.publishing.queries import public_register
from lutra.requests.models import Request

_MANY = 400


def prepare(_arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Nothing to make ready."""
    return find


def find() -> dict[str, Any]:
    """Paths for each kind of page, drawn from a fixed seed over all the years, and the cookie."""
    dice = random.Random(7322)
    government = Government.objects.get(code="73.22")
    first, last = _ends(government)
    drawn = [dice.randint(first, last) for _each in range(_MANY)]
    codes = list(Request.objects.filter(pk__in=drawn).values_list("code", flat=True))
    waiting = list(
        Request.objects.filter(government=government, decided_on=None)
        .order_by("due_on")
        .values_list("pk", flat=True)[:200]
    )
    return {
        "home": [reverse("portal:home")],
        "form": [reverse("portal:file")],
        "register": _register(government, dice),
        "request": [reverse("portal:case", args=[code]) for code in codes],
        "queue": [
            f"{reverse('desk:queue')}{query}" for query in ("", "?group=late", "?group=soon", "?group=all")
        ],
        "case": [reverse("desk:case", args=[pk]) for pk in [*drawn[:200], *waiting]],
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(User.objects.get(username='ppid'))}",
    }


def _register(government: Government, dice: random.Random) -> list[str]:
    """The list as people read it: mostly the first page, the next ones, a year, an office, an outcome, a word."""
    base = reverse("portal:register")
    older = public_register(government).older or ""
    deep = PublicRequest.objects.order_by("position").values_list("position", flat=True)[50:51]
    queries = ["", "", "", "", f"?sebelum={older}", f"?sebelum={deep[0]}", "?year=2024", "?body=dinkes"]
    queries += ["?outcome=refused", f"?q={dice.choice(['kakao', 'jembatan', 'banjir'])}"]
    return [base + query for query in queries]


def _ends(government: Government) -> tuple[int, int]:
    requests = Request.objects.filter(government=government)
    return requests.earliest("pk").pk, requests.latest("pk").pk


def session_of(user: User) -> str:
    """The key of a new session in which ``user`` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return session.session_key
