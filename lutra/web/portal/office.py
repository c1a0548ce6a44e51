"""One body's own pages, at its own host or below ``/badan/``: what they show, and what is narrowed to the body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest

from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import PublicBody
from lutra.directory.sites import host_of
from lutra.law import clocks
from lutra.obligations.matrix import NOT_OWING, matrix
from lutra.publishing.opendata.addresses import Site, site_of
from lutra.publishing.queries import public_register
from lutra.web.portal.catalogue.listing import listing
from lutra.web.tenancy import SiteRequest

# Answered requests on the front page.
NEWEST = 5
# Seconds for which it shows the same completeness.
KEPT = 600


def site_here(request: HttpRequest) -> Site:
    """The site that was asked, for feeds, catalogues, site maps and whole tables."""
    asked = cast(SiteRequest, request)
    return site_of(asked.government, asked.build_absolute_uri("/"), office=asked.office)


def narrowed(request: SiteRequest) -> Mapping[str, str]:
    """What a list of hits is narrowed to on a body's own site."""
    return {"body": request.office.slug} if request.office else {}


def is_others(request: SiteRequest, slug: str) -> bool:
    """Whether something of the body ``slug`` is not on this site, but at the government's own."""
    return request.office is not None and request.office.slug != slug


def front_page(request: SiteRequest, body: PublicBody) -> dict[str, Any]:
    """What a body's front page shows: its list, and as long as nothing is searched also all about the body."""
    found = listing(request.government, request.GET, tabs="kind", fixed={"body": body.slug})
    shows: dict[str, Any] = {"body": body, "found": found, "canonical": _address(request, body)}
    if request.GET:
        return shows
    on = today(request.government)
    owes = body.is_active and body.kind not in NOT_OWING
    return {
        **shows,
        "due": clocks.due("request.reply", on, calendar=calendar_of(request.government)),
        "score": _score(body, on) if owes else None,
        "answered": public_register(request.government, body=body.slug, outcome="granted", limit=NEWEST).rows,
    }


def _score(body: PublicBody, on: date) -> tuple[int, int]:
    """Met and owed: counted once in ``KEPT`` seconds, for it reads the whole list; its own page is always exact."""
    key = f"office-score:{body.pk}:{on}"
    made: tuple[int, int] | None = cache.get(key)
    if made is None:
        made = matrix(body.government, on=on, bodies=[body]).score(body.pk)
        cache.set(key, made, KEPT)
    return made


def _address(request: SiteRequest, body: PublicBody) -> str:
    """The one address of the page: the body's own site where it has one; "" where it is this very page."""
    if request.office is not None:
        return request.build_absolute_uri("/")
    host = host_of(body)
    return f"{request.scheme}://{host}{_port(request)}/" if host else ""


def _port(request: SiteRequest) -> str:
    _name, colon, port = request.get_host().rpartition(":")
    return f":{port}" if colon and port.isdecimal() else ""
