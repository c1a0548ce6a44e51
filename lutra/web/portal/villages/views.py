"""The villages for everybody: what the one gate let out, and of a site only the day of its last answer."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lutra.channels.opensid import queries
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.search.labels import class_label
from lutra.web.tenancy import SiteRequest
from lutra.web.villages import drawing

_SHOWN = 25


@require_safe
def show_all(request: SiteRequest) -> HttpResponse:
    """The map and the kecamatan; of a chosen one its villages."""
    districts = queries.coverage(request.government)
    wanted = request.GET.get("kecamatan", "")
    chosen = next((one for one in districts if one.region.pk == wanted), None)
    villages = [one for district in districts for one in district.villages]
    shows = {
        "section": "items",
        "districts": districts,
        "chosen": chosen,
        "tiles": drawing.tiles(districts, chosen=wanted, is_public=True),
        "signs": drawing.legend(districts, is_public=True),
        "count": len(villages),
        "publishing": sum(district.publishing for district in districts),
        "items": sum(district.public for district in districts),
    }
    return render(request, "portal/villages/list.html", shows)


@require_safe
def show(request: SiteRequest, code: str) -> HttpResponse:
    """One village with what it shows here."""
    village = queries.village(request.government, code)
    if village is None:
        raise Http404
    found = PublicItem.objects.filter(government=request.government, place_code=village.region.pk)
    page = Paginator(found.prefetch_related("files").order_by("-dated_on", "-number"), _SHOWN)
    items = page.get_page(request.GET.get("halaman", ""))
    shows = {
        "section": "items",
        "village": village,
        "lines": [(item, class_label(item.kind)) for item in items],
        "page": items,
    }
    return render(request, "portal/villages/village.html", shows)


@require_safe
def short(_request: SiteRequest, code: str) -> HttpResponse:
    """The short address of a village."""
    return redirect("portal:village", code=code, permanent=True)
