"""Pictures of pages, before and after, for whoever sees the file."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from lutra.documents import store
from lutra.documents.models import Document
from lutra.redaction.errors import CannotRedact
from lutra.redaction.picturing import page_picture
from lutra.web.desk.access import officers
from lutra.web.desk.documents.listing import READS
from lutra.web.desk.redaction.editor import find
from lutra.web.files import serve
from lutra.web.tenancy import SiteRequest


@require_safe
@officers(*READS)
def page(request: SiteRequest, pk: int, number: int) -> HttpResponseBase:
    """A page of the file that is blacked out."""
    redaction = find(request, pk)
    return _picture(request, redaction.document, number, len(redaction.pages))


@require_safe
@officers(*READS)
def result(request: SiteRequest, pk: int, number: int) -> HttpResponseBase:
    """A page of the copy."""
    redaction = find(request, pk)
    if redaction.output is None:
        raise Http404
    return _picture(request, redaction.output, number, len(redaction.pages))


def _picture(request: SiteRequest, document: Document, number: int, count: int) -> HttpResponseBase:
    if not 1 <= number <= count:
        raise Http404
    try:
        found = page_picture(document, number)
    except CannotRedact as error:
        raise Http404 from error
    shown = Document(sha256=found.sha256, media_type="image/png", name=f"{number}.png")
    shown.size = store.local_path(found.sha256).stat().st_size
    return serve(request, shown, inline=True)
