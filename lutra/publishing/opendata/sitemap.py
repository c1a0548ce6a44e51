"""Site maps: every public page of a government, in parts of at most 50,000 addresses, and their index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.db.models import Max

from lutra.directory.models import Government, PublicBody
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.opendata.addresses import Site
from lutra.publishing.readingroom.models import PublicAnswer

MOST = 50_000
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CHUNK = 2000
_PAGES = (
    "/",
    "/informasi/",
    "/jawaban/",
    "/register/",
    "/angka/",
    "/badan/",
    "/data/",
    "/tentang/",
    "/bantuan/",
)
KINDS = ("pages", "bodies", "items", "answers")


def parts(government: Government) -> list[tuple[str, int]]:
    """The parts there are: kind and number. Numbers of rows decide, so that an address never changes its part."""
    found = [("pages", 1), ("bodies", 1)]
    for kind, model in (("items", PublicItem), ("answers", PublicAnswer)):
        last = model.objects.filter(government=government).aggregate(last=Max("number"))["last"] or 0
        found += [(kind, part) for part in range(1, -(-last // MOST) + 1)]
    return found


def index(site: Site) -> bytes:
    """The index of all parts."""
    lines = [
        f"<sitemap><loc>{escape(f'{site.base}/sitemap-{kind}-{part}.xml')}</loc></sitemap>"
        for kind, part in parts(site.government)
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
        return [(f"{site.base}{path}", None) for path in _PAGES]
    if kind == "bodies":
        bodies = PublicBody.objects.filter(government=site.government, is_active=True).order_by("slug")
        return [(site.body(slug), None) for slug in bodies.values_list("slug", flat=True)[:MOST]]
    if kind == "items":
        return [(site.item_page(number), at) for number, at in _rows(PublicItem, site.government, part)]
    return [(site.answer_page(number), at) for number, at in _rows(PublicAnswer, site.government, part)]


def _rows(
    model: type[PublicItem] | type[PublicAnswer], government: Government, part: int
) -> Iterator[tuple[int, datetime]]:
    rows = model._default_manager.filter(
        government=government, number__gt=(part - 1) * MOST, number__lte=part * MOST
    )
    return rows.order_by("number").values_list("number", "changed_at").iterator(chunk_size=_CHUNK)
