"""Which government a page belongs to, who reads it, and what every template may ask about both."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from lutra.directory import actors
from lutra.directory.actors import Actor, actor_of
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Host
from lutra.directory.permissions import PERMISSIONS, may
from lutra.documents.errors import FilePurged
from lutra.web.menu import Entry, desk_menu

# Seconds for which a process trusts what it read of the hosts; tests change hosts faster than that.
HOSTS_LIVE = 0 if settings.TESTING else 60
# Pages of the machine, not of a government.
NOBODYS = ("/healthz", settings.STATIC_URL)

Respond = Callable[[HttpRequest], HttpResponse]


class SiteRequest(HttpRequest):
    """A request after the middleware: the government it is about and who asks."""

    government: Government
    actor: Actor


class _Hosts:
    """All host names of the installation, read in one query and kept for ``HOSTS_LIVE`` seconds."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._by_host: dict[str, Government] = {}
        self._default: Government | None = None

    def find(self, host: str) -> Government | None:
        """The government of ``host``, else the default one, else None."""
        if time.monotonic() - self._read_at >= HOSTS_LIVE:
            self._by_host = {
                row.host.lower(): row.government for row in Host.objects.select_related("government")
            }
            code = settings.LUTRA_DEFAULT_GOVERNMENT
            self._default = Government.objects.filter(code=code).first() if code else None
            self._read_at = time.monotonic()
        return self._by_host.get(host) or self._default


hosts = _Hosts()


class GovernmentMiddleware:
    """Set ``request.government`` from the host name and ``request.actor`` (read only when somebody asks for it).

    An unknown host gets a page that says so; a deed without the right for it gets the page of 403.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(NOBODYS):
            return self.get_response(request)
        government = hosts.find(split_domain_port(request.get_host().lower())[0])
        if government is None:
            return render(request, "unknown_host.html", status=404)
        site_request = cast(SiteRequest, request)
        site_request.government = government
        site_request.actor = cast(Actor, SimpleLazyObject(lambda: _actor(site_request)))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refused permission with 403, wherever it was found."""
        if isinstance(exception, NotPermitted):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        if isinstance(exception, FilePurged):
            return render(request, "410.html", {"reason": str(exception)}, status=410)
        return None


def _actor(request: SiteRequest) -> Actor:
    """Who signed in, with the posts he holds in this government; an officer of another one has none here."""
    if request.user.is_authenticated:
        return actor_of(request.user, request.government, on=today(request.government))
    return actors.applicant(request.government)


def site(request: HttpRequest) -> Mapping[str, Any]:
    """What templates know: ``government``, ``actor``, ``language``, ``menu``, ``rights`` and, on a demo, its log-ins.

    All but the government are read only by the templates that use them.
    """
    government = getattr(request, "government", None)
    if government is None:
        return {"language": get_language()}
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def menu() -> list[Entry]:
        return desk_menu(actor, request.path)

    def rights() -> frozenset[str]:
        return frozenset(name for name in PERMISSIONS if may(actor, name))

    return {
        "government": government,
        "actor": actor,
        "language": get_language(),
        "menu": menu,
        "rights": rights,
        "outside_sign_in": bool(settings.LUTRA_OIDC_ISSUER),
        "demo_logins": _demo_logins,
        "demo_password": _demo_password,
    }


def _demo_logins() -> list[tuple[str, str]]:
    # The demo is no part of an installation in use, so it is read only where it was asked for.
    return list(import_module("lutra.demo").LOGINS) if settings.DEMO else []


def _demo_password() -> str:
    return str(import_module("lutra.demo").PASSWORD) if settings.DEMO else ""
