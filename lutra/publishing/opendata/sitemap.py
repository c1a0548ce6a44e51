"""Site maps: every public page of a site, in parts of at most 50,000 addresses, and their index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.db.models import Max, QuerySet
from django.urls import reverse

from lutra.directory.models import PublicBody
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.opendata.addresses import Site
from lutra.publishing.readingroom.models import PublicAnswer

MOST = 50_000
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CHUNK = 2000
# Pages by the name of their address, so that one that moves is followed. A body's own site has the first ones only.
_OF_A_BODY = (
    "home",
    "items",
    "answers",
    "register",
    "completeness",
    "packages",
    "officials",
    "immediates",
    "data",
)
_PAGES = (
    *_OF_A_BODY,
    "bodies",
    "figures",
    "exempt",
    "list_versions",
    "charter",
    "sops",
    "satisfaction",
    "privacy",
    "about",
    "help",
)
KINDS = ("pages", "bodies", "items", "answers")


def parts(site: Site) -> list[tuple[str, int]]:
    """The parts there are: kind and number. Numbers of rows decide, so that an address never changes its part."""
    found = [("pages", 1)] if site.office else [("pages", 1), ("bodies", 1)]
    for kind in ("items", "answers"):
        last = _rows(site, kind).aggregate(last=Max("number"))["last"] or 0
        found += [(kind, part) for part in range(1, -(-last // MOST) + 1)]
    return found


def index(site: Site) -> bytes:
    """The index of all parts."""
    lines = [
        f"<sitemap><loc>{escape(f'{site.base}/sitemap-{kind}-{part}.xml')}</loc></sitemap>"
        for kind, part in parts(site)
    ]
    return f'{_HEAD}<sitemapindex xmlns="{_SCHEMA}">{"".join(lines)}</sitemapindex>\n'.encode()


def part_of(site: Site, kind: str, part: int) -> Iterator[bytes]:
    """One part, piece by piece."""
    yield f'{_HEAD}<urlset xmlns="{_SCHEMA}">\n'.encode()
    for address, changed in _addresses(site, kind, part):
        when = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(address)}</loc>{when}</url>\n".encode()
    yield b"</urlset>\n"


def _addresses(site: Site, kind: str, part: int) -> Iterable[tuple[str, datetime | None]]:
    if kind == "pages":
        names = _OF_A_BODY if site.office else _PAGES
        return [(f"{site.base}{reverse(f'portal:{name}')}", None) for name in names]
    if kind == "bodies":
        bodies = PublicBody.objects.filter(government=site.government, is_active=True).order_by("slug")
        return [(site.body(slug), None) for slug in bodies.values_list("slug", flat=True)[:MOST]]
    page = site.item_page if kind == "items" else site.answer_page
    rows = _rows(site, kind).filter(number__gt=(part - 1) * MOST, number__lte=part * MOST)
    found = rows.order_by("number").values_list("number", "changed_at")
    return ((page(number), at) for number, at in found.iterator(chunk_size=_CHUNK))


def _rows(site: Site, kind: str) -> QuerySet[PublicItem] | QuerySet[PublicAnswer]:
    return site.items() if kind == "items" else site.answers()
