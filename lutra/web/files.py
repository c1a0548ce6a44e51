"""Giving a stored file out: streamed, in ranges, and never as a page of ours.

A file may be looked at in the browser only where a browser can do no harm with it; everything else is kept. What is
shown gets a policy of its own that allows nothing, so that a page or a drawing somebody uploaded runs nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lutra.documents import store
from lutra.documents.errors import FilePurged
from lutra.documents.models import Document

# What a browser may show by itself.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain", "text/csv"})
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_BOXED = f"sandbox; {_ALONE}"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_PIECE = 256 * 1024


def serve(
    request: HttpRequest, document: Document, /, *, inline: bool = False, name: str = ""
) -> HttpResponseBase:
    """The content of a plain document. One range is answered with 206, a range beyond the end with 416.

    Whoever calls has checked that it may be given. Raises FilePurged, FileDamaged.
    """
    if document.purged_at is not None:
        raise FilePurged(_("Berkas ini sudah dimusnahkan menurut jadwal retensi; yang tersisa sidiknya."))
    tag = f'"{document.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return _dressed(HttpResponse(status=304), document, tag)
    file = store.open_file(document.sha256)
    span = _span(request, document.size, tag)
    if span == "beyond":
        file.close()
        refused = _dressed(HttpResponse(status=416), document, tag)
        refused["Content-Range"] = f"bytes */{document.size}"
        return refused
    response: HttpResponseBase
    if isinstance(span, tuple):
        first, last = span
        file.seek(first)
        response = StreamingHttpResponse(_part(file, last - first + 1), status=206)
        response["Content-Range"] = f"bytes {first}-{last}/{document.size}"
        response["Content-Length"] = str(last - first + 1)
    else:
        response = FileResponse(file)
        response["Content-Length"] = str(document.size)
    _dressed(response, document, tag)
    shown = inline and document.media_type in SHOWN
    disposition = content_disposition_header(as_attachment=not shown, filename=name or document.name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _dressed(response: HttpResponseBase, document: Document, tag: str) -> HttpResponseBase:
    kind = document.media_type
    response["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    # A browser's own viewer of PDF does not run inside a sandbox; a PDF cannot act on our pages anyway.
    response["Content-Security-Policy"] = _ALONE if kind == "application/pdf" else _BOXED
    return response


def _span(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | str:
    """First and last byte of the one range asked for; "" for the whole file; "beyond" when there is no such byte."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or request.headers.get("If-Range", tag) != tag or asked[0] == "bytes=-":
        return ""
    start, end = asked.groups()
    if not start:
        count = int(end)
        return (max(size - count, 0), size - 1) if count and size else "beyond"
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    if end and int(end) < int(start):
        return ""
    return (first, last) if first < size else "beyond"


def _part(file: BinaryIO, count: int) -> Iterator[bytes]:
    with file:
        while count > 0 and (piece := file.read(min(_PIECE, count))):
            count -= len(piece)
            yield piece
