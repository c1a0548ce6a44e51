"""Which government a page belongs to, who reads it, and what every template may ask about both.

A host may also be one body's own site: then ``request.office`` is that body, lists are narrowed to it, and what is the
whole government's (the officers' desk, its figures, other bodies) is found at the government's own site.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from lutra.directory import actors
from lutra.directory.actors import Actor, actor_of
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Host, PublicBody
from lutra.directory.permissions import PERMISSIONS, may
from lutra.documents.errors import FilePurged
from lutra.letters.addresses import address_at
from lutra.web.menu import Group, desk_menu

# Seconds for which a process trusts what it read of the hosts; tests change hosts faster than that.
HOSTS_LIVE = 0 if settings.TESTING else 60
# Pages of the machine, not of a government.
NOBODYS = ("/healthz", settings.STATIC_URL)
# What a body's own site does not have: it is the whole government's, or somebody's who signs in there.
ELSEWHERE = (
    "/desk/",
    "/command/",
    "/pimpinan/",
    "/akun/",
    "/angka/",
    "/badan/",
    "/desa/",
    "/d/",
    "/dikecualikan/",
    "/informasi/versi/",
)

Respond = Callable[[HttpRequest], HttpResponse]


class SiteRequest(HttpRequest):
    """A request after the middleware: the government it is about, whose site it is, and who asks.

    ``main_site`` is the address of the government's own site, without a slash at its end, on a body's; else "".
    """

    government: Government
    office: PublicBody | None
    look: str
    main_site: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Place:
    """What a host name shows: a government, and on a body's own site the body, its look and the way to the whole."""

    government: Government
    office: PublicBody | None = None
    look: str = ""
    main_site: str = ""


class _Hosts:
    """All host names of the installation, read in one query and kept for ``HOSTS_LIVE`` seconds."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._by_host: dict[str, Place] = {}
        self._default: Place | None = None

    def find(self, host: str) -> Place | None:
        """What ``host`` shows, else the default government, else None."""
        if time.monotonic() - self._read_at >= HOSTS_LIVE:
            rows = list(Host.objects.select_related("government", "body__parent").order_by("pk"))
            self._by_host = {row.host.lower(): _place(row, rows) for row in rows}
            code = settings.LUTRA_DEFAULT_GOVERNMENT
            default = Government.objects.filter(code=code).first() if code else None
            self._default = Place(default) if default else None
            self._read_at = time.monotonic()
        return self._by_host.get(host) or self._default


def _place(row: Host, rows: Sequence[Host]) -> Place:
    if row.body is None:
        return Place(row.government)
    own = [one.host for one in rows if one.government_id == row.government_id and one.body_id is None]
    return Place(row.government, row.body, row.look, address_at(row.government, own))


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
        place = hosts.find(split_domain_port(request.get_host().lower())[0])
        if place is None or (place.office is not None and not place.office.is_active):
            return render(request, "unknown_host.html", status=404)
        site_request = cast(SiteRequest, request)
        site_request.government = place.government
        site_request.office, site_request.look = place.office, place.look
        site_request.main_site = place.main_site
        if place.office is not None and request.path.startswith(ELSEWHERE):
            return _not_here(site_request, place.office)
        site_request.actor = cast(Actor, SimpleLazyObject(lambda: _actor(site_request)))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refused permission with 403, wherever it was found."""
        if isinstance(exception, NotPermitted):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        if isinstance(exception, FilePurged):
            return render(request, "410.html", {"reason": str(exception)}, status=410)
        return None


def at_main_site(request: SiteRequest) -> HttpResponse:
    """Lead on to the same page at the government's own site; what was sent there by mistake is not sent on."""
    where = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return redirect(f"{request.main_site}{where}")


def _not_here(request: SiteRequest, office: PublicBody) -> HttpResponse:
    """Of a page that a body's own site does not have; its own page among all bodies is its front page here."""
    if request.path == reverse("portal:body", args=[office.slug]):
        _path, mark, query = request.get_full_path().partition("?")
        return redirect(f"/{mark}{query}")
    return at_main_site(request)


def lasting(request: SiteRequest, path: str) -> str:
    """The one address of a page that is found on several hosts: at the government's own site."""
    return f"{request.main_site}{path}" if request.main_site else request.build_absolute_uri(path)


def _actor(request: SiteRequest) -> Actor:
    """Who signed in, with the posts he holds in this government; an officer of another one has none here."""
    if request.user.is_authenticated:
        return actor_of(request.user, request.government, on=today(request.government))
    return actors.applicant(request.government)


def site(request: HttpRequest) -> Mapping[str, Any]:
    """What templates know: ``government``, ``actor``, ``language``, ``menu``, ``rights`` and, on a demo, its log-ins.

    On a body's own site also ``office``, its ``look``, ``main_site`` and the page's address there (``canonical``).

    All but the government are read only by the templates that use them.
    """
    government = getattr(request, "government", None)
    if government is None:
        return {"language": get_language()}
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def canonical() -> str:
        main: str = request.main_site  # type: ignore[attr-defined]
        return f"{main}{request.path}" if main else ""

    def menu() -> list[Group]:
        return desk_menu(actor, request.path)

    def rights() -> frozenset[str]:
        return frozenset(name for name in PERMISSIONS if may(actor, name))

    return {
        "government": government,
        "office": request.office,  # type: ignore[attr-defined]
        "look": request.look,  # type: ignore[attr-defined]
        "main_site": request.main_site,  # type: ignore[attr-defined]
        "canonical": canonical,
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
