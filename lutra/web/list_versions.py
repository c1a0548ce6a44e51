"""A signed version of a list to take away, for the desk and for everybody."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from lutra.catalogue.lists.rows import Row
from lutra.catalogue.models import ListVersion
from lutra.exemptions.versions import EXEMPT
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.opendata.addresses import site_of
from lutra.publishing.versions import table
from lutra.web.tenancy import SiteRequest


def given(
    request: SiteRequest, version: ListVersion, kind: str, *, rows: list[Row], as_json: bytes
) -> HttpResponseBase:
    """``as_json`` as it is, or ``rows`` as a table of the wanted kind. Raises Http404 for a kind that there is not."""
    if kind not in FORMATS:
        raise Http404
    if kind == "json":
        answer: HttpResponseBase = HttpResponse(as_json, content_type="application/json")
    else:
        site = site_of(request.government, request.build_absolute_uri("/"))
        made = table(
            site, version, rows, language="en" if (get_language() or "id").startswith("en") else "id"
        )
        answer = StreamingHttpResponse(chunks(made, kind), content_type=FORMATS[kind].media_type)
    short = "dik" if version.register == EXEMPT.register else "dip"
    name = f"{short}-{request.government.code}-versi-{version.number}{FORMATS[kind].suffix}"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return answer
