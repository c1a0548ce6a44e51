"""Short addresses that last, the catalogue of data, site maps, and everything at once. Public rows alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lutra.catalogue.models import Item
from lutra.law import statute
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.catalogue.projection import found_in
from lutra.publishing.opendata import bulk
from lutra.publishing.opendata import sitemap as maps
from lutra.publishing.opendata.addresses import Site
from lutra.publishing.readingroom.models import Offer, PublicAnswer
from lutra.web.portal.limits import is_too_often
from lutra.web.portal.office import site_here
from lutra.web.portal.opendata.programs import for_programs
from lutra.web.tenancy import SiteRequest

# Datasets on one page of the catalogue.
PAGE = 100
# Whole tables that one address takes in ten minutes.
LIMIT = 60
# The form's library is large, so it is loaded only when somebody wants the catalogue.
_CATALOGUE = "lutra.publishing.opendata.dcat"
_SUFFIXES = ("jsonld", "ttl", "rdf")
_CLOSED = ("/desk/", "/command/", "/pimpinan/", "/akun/", "/t/", "/k/", "/balas/", "/permohonan/", "/cari/")


@require_safe
def short_item(request: SiteRequest, number: int) -> HttpResponse:
    """The short address of an item: it leads to its page for ever, or says that it was withdrawn."""
    if PublicItem.objects.filter(government=request.government, number=number).exists():
        return redirect("portal:item", number, permanent=True)
    gone = Item.objects.filter(
        government=request.government, number=number, withdrawn_at__isnull=False, published_at__isnull=False
    ).first()
    if gone is None or gone.withdrawn_at is None:
        raise Http404
    return _gone(request, number, gone.withdrawn_reason, gone.withdrawn_at)


@require_safe
def short_answer(request: SiteRequest, number: int) -> HttpResponse:
    """The short address of an answer."""
    if PublicAnswer.objects.filter(government=request.government, number=number).exists():
        return redirect("portal:answer", number, permanent=True)
    offers = Offer.objects.filter(government=request.government)
    given = offers.filter(number=number).order_by("-pk").first()
    newest = offers.filter(request_id=given.request_id).order_by("-pk").first() if given else None
    if newest is None or newest.state != Offer.State.WITHDRAWN:
        raise Http404
    return _gone(request, number, newest.reason, newest.decided_at)


def _gone(request: SiteRequest, number: int, reason: str, at: Any) -> HttpResponse:
    """410 with the reason, as far as an officer's words name nobody."""
    shows = {"number": number, "reason": "" if found_in(reason) else reason, "at": at}
    return render(request, "portal/opendata/gone.html", shows, status=410)


@require_safe
def data(request: SiteRequest) -> HttpResponse:
    """Where open data is: whole tables, the catalogue, feeds and the interface for programs."""
    items = site_here(request).items()
    shows = {
        "section": "",
        "tables": [(name, list(bulk.FORMS)) for name in bulk.TABLES],
        "suffixes": _SUFFIXES,
        "classes": [
            (row.code, statute.text(row.label, get_language() or "id"))
            for row in statute.information_classes()
        ],
        "newest": items.aggregate(at=Max("changed_at"))["at"],
        "now": timezone.now(),
    }
    return render(request, "portal/opendata/data.html", shows)


@require_safe
def vocabulary(request: SiteRequest) -> HttpResponse:
    """The words of our own that the catalogue uses, each at its anchor."""
    language = get_language() or "id"
    words = [
        (row.code, statute.text(row.label, language), statute.text(row.help, language) if row.help else "")
        for row in statute.dataset_metadata()
    ]
    return render(request, "portal/opendata/vocabulary.html", {"words": words, "section": ""})


@require_safe
@for_programs
def catalogue(request: SiteRequest, suffix: str) -> HttpResponse:
    """One page of the catalogue of data (DCAT)."""
    text = request.GET.get("hal", "1")
    if suffix not in _SUFFIXES or not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Http404
    number = int(text)
    site = site_here(request)
    rows = site.items()
    total = rows.count()
    pages = max(-(-total // PAGE), 1)
    if not 1 <= number <= pages:
        raise Http404
    start = (number - 1) * PAGE
    page = import_string(f"{_CATALOGUE}.Page")(
        items=list(rows.prefetch_related("files")[start : start + PAGE]),
        number=number,
        pages=pages,
        total=total,
    )
    written: Callable[[Site, Any, str], bytes] = import_string(f"{_CATALOGUE}.catalogue")
    media_type = import_string(f"{_CATALOGUE}.FORMS")[suffix][1]
    return HttpResponse(written(site, page, suffix), content_type=media_type)


@require_safe
@for_programs
def table(request: SiteRequest, name: str, form: str) -> HttpResponseBase:
    """A whole table, streamed."""
    if name not in bulk.TABLES or form not in bulk.FORMS:
        raise Http404
    if is_too_often(request, "bulk", limit=LIMIT):
        return render(request, "429.html", status=429)
    made = bulk.TABLES[name](site_here(request))
    return _kept(request, bulk.pieces(made, form), f"{name}.{form}", bulk.FORMS[form])


@require_safe
def bundle(request: SiteRequest) -> HttpResponseBase:
    """All tables in one zip, with the digest of each."""
    if is_too_often(request, "bulk", limit=LIMIT):
        return render(request, "429.html", status=429)
    return _kept(
        request, bulk.bundle(site_here(request), at=timezone.now()), "metadata.zip", "application/zip"
    )


@require_safe
@for_programs
def checksums(request: SiteRequest) -> HttpResponseBase:
    """The SHA-256 of every file that can be taken."""
    return _kept(request, bulk.checksums(site_here(request)), "berkas.sha256", "text/plain; charset=utf-8")


@require_safe
@for_programs
def sitemaps(request: SiteRequest) -> HttpResponse:
    """The index of the site maps."""
    return HttpResponse(maps.index(site_here(request)), content_type="application/xml")


@require_safe
@for_programs
def sitemap(request: SiteRequest, kind: str, part: int) -> HttpResponseBase:
    """One site map."""
    site = site_here(request)
    if (kind, part) not in maps.parts(site):
        raise Http404
    return StreamingHttpResponse(maps.part_of(site, kind, part), content_type="application/xml")


@require_safe
def robots(request: SiteRequest) -> HttpResponse:
    """What search engines may read: everything but the officers' pages and people's own."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemaps'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _kept(request: SiteRequest, content: Any, name: str, media_type: str) -> StreamingHttpResponse:
    """A file to keep, named after the government and the day it was made."""
    made = timezone.now()
    response = StreamingHttpResponse(content, content_type=media_type)
    whose = f"{request.government.code}-{request.office.slug}" if request.office else request.government.code
    whole = f"{whose}-{made:%Y-%m-%d}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{whole}"'
    response["Last-Modified"] = f"{made:%a, %d %b %Y %H:%M:%S} GMT"
    return response
