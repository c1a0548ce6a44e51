"""Uploading: a page with a plain field, and the server side of tus 1.0 beside it for files that come in pieces.

Extensions of the protocol: creation, expiration, checksum, termination. Every answer carries ``Tus-Resumable``.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any, BinaryIO, Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory.models import PublicBody
from lutra.directory.permissions import may
from lutra.documents import uploads
from lutra.documents.errors import (
    ChecksumWrong,
    DocumentError,
    NoRoom,
    PieceTooLarge,
    UploadBusy,
    UploadEnded,
    WrongFile,
    WrongOffset,
)
from lutra.documents.models import Upload
from lutra.documents.types import LISTED
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.tenancy import SiteRequest

P = ParamSpec("P")
View = Callable[Concatenate[SiteRequest, P], HttpResponse]

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
PIECE = "application/offset+octet-stream"
_CHECKSUM_MISMATCH = 460  # the protocol's own
_STATUS: dict[type[DocumentError], int] = {
    WrongFile: 422,
    NoRoom: 507,
    PieceTooLarge: 413,
    UploadBusy: 423,
    WrongOffset: 409,
    ChecksumWrong: _CHECKSUM_MISMATCH,
    UploadEnded: 410,
}


class UploadForm(DeedForm):
    """A file, and the body it belongs to."""

    may_stay_empty = frozenset({"body"})
    file = forms.FileField(
        label=gettext_lazy("Berkas"), widget=forms.FileInput(attrs={"accept": ",".join(LISTED)})
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Perangkat daerah"),
        queryset=PublicBody.objects.none(),
        empty_label=gettext_lazy("Seluruh pemerintah daerah"),
    )

    def __init__(self, *args: Any, request: SiteRequest) -> None:
        super().__init__(*args)
        actor = request.actor
        if may(actor, "documents.see"):
            bodies = PublicBody.objects.filter(government_id=actor.government_id, is_active=True)
            self.fields["body"].queryset = bodies.select_related("parent")  # type: ignore[attr-defined]
        else:  # a body's own officer uploads for his own
            del self.fields["body"]


@require_http_methods(["GET", "HEAD", "POST"])
@officers("documents.upload")
def form(request: SiteRequest) -> HttpResponse:
    """The page. A POST of the form is what a browser without a script sends."""
    posted = UploadForm(*(request.POST, request.FILES) if request.method == "POST" else (), request=request)
    status = 200
    if request.method == "POST":
        status = 422
        if posted.is_valid() and (document := _take(request, posted)) is not None:
            messages.success(request, _("Berkas tersimpan dan akan segera diperiksa."))
            return redirect("desk:document", pk=document)
    mine = Upload.objects.filter(user_id=request.actor.officer_id, government=request.government)
    return render(
        request,
        "desk/documents/upload.html",
        {
            "form": posted,
            "largest": uploads.largest(),
            "accepted": ", ".join(each.lstrip(".").upper() for each in LISTED),
            "unfinished": mine.filter(state=Upload.State.OPEN).order_by("-pk")[:20],
        },
        status=status,
    )


def _take(request: SiteRequest, posted: UploadForm) -> int | None:
    """Store the file of the form and return its document; None when the form says why not."""
    file = request.FILES.get("file")
    if file is None or file.file is None:
        posted.add_error("file", _("Pilih berkasnya."))
        return None
    body = posted.cleaned_data.get("body")
    try:
        content = cast(BinaryIO, file.file)
        upload = uploads.take_whole(name=file.name or "", file=content, by=request.actor, body=body)
    except (WrongFile, NoRoom) as refusal:
        posted.add_error("file", str(refusal))
        return None
    if upload.document_id is None:
        posted.add_error("file", upload.problem)
    return upload.document_id


@require_safe
@officers("documents.upload")
def result(request: SiteRequest, token: str) -> HttpResponse:
    """Where the document of a finished upload is: asked by the page's script until it is stored."""
    upload = _own(request, token)
    if upload.state == Upload.State.DONE and upload.document_id is not None:
        answer = HttpResponse(status=200)
        answer["Location"] = reverse("desk:document", args=[upload.document_id])
        return answer
    if upload.state == Upload.State.FAILED:
        return HttpResponse(upload.problem, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=202)


def tus(*methods: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """The manners of the protocol: its version on every answer, and refusals as statuses with a sentence."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: SiteRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            method = _method(request)
            if method not in {*methods, "OPTIONS"}:
                answer = HttpResponse(status=405, headers={"Allow": ", ".join((*methods, "OPTIONS"))})
            elif method == "OPTIONS":
                answer = _abilities()
            elif request.headers.get("Tus-Resumable") != VERSION:
                answer = HttpResponse(status=412, headers={"Tus-Version": VERSION})
            else:
                answer = _guarded(view, request, *args, **kwargs)
            answer["Tus-Resumable"] = VERSION
            answer["Cache-Control"] = "no-store"
            return answer

        return guarded

    return guard


def _guarded(view: View[P], request: SiteRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except DocumentError as refusal:
        status = _STATUS.get(type(refusal), 400)
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")


@officers("documents.upload")
@tus("POST")
def collection(request: SiteRequest) -> HttpResponse:
    """Begin an upload: ``Upload-Length`` and ``Upload-Metadata: filename BASE64,body BASE64``."""
    size = _number(request, "Upload-Length")
    if size is None:
        return HttpResponse(status=400)
    if size > uploads.largest():
        return HttpResponse(status=413)
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    body = None
    if (asked := _whole(said.get("body", ""))) is not None:
        body = get_object_or_404(PublicBody, government=request.government, pk=asked)
    upload = uploads.begin(name=said.get("filename", ""), size=size, by=request.actor, body=body)
    answer = _standing(upload, status=201)
    answer["Location"] = reverse("desk:upload_pieces", args=[upload.token])
    return answer


@officers("documents.upload")
@tus("HEAD", "PATCH", "DELETE")
def one(request: SiteRequest, token: str) -> HttpResponse:
    """Ask how far an upload has come, add a piece, or stop it."""
    upload = _own(request, token)
    method = _method(request)
    if method == "DELETE":
        uploads.end(upload)
        return HttpResponse(status=204)
    if upload.state == Upload.State.ENDED:
        return HttpResponse(status=410)
    if method == "HEAD":
        answer = _standing(upload, status=200)
        answer["Upload-Length"] = str(upload.size)
        return answer
    if request.content_type != PIECE:
        return HttpResponse(status=415)
    offset = _number(request, "Upload-Offset")
    if offset is None:
        return HttpResponse(status=400)
    uploads.append(
        upload,
        offset=offset,
        piece=request,
        length=_number(request, "Content-Length"),
        checksum=request.headers.get("Upload-Checksum", ""),
    )
    return _standing(upload, status=204)


def _own(request: SiteRequest, token: str) -> Upload:
    """An officer's own upload; anybody else's is not there."""
    mine = Upload.objects.filter(government=request.government, user_id=request.actor.officer_id)
    return get_object_or_404(mine, token=token)


def _abilities() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Max-Size"] = str(uploads.largest())
    answer["Tus-Checksum-Algorithm"] = ",".join(uploads.ALGORITHMS)
    return answer


def _standing(upload: Upload, *, status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Upload-Offset"] = str(upload.received)
    answer["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return answer


def _method(request: SiteRequest) -> str:
    """The method; a client behind a proxy that lets only POST through names it in a header."""
    if request.method == "POST" and (meant := request.headers.get("X-HTTP-Method-Override", "")):
        return meant.upper()
    return request.method or ""


def _number(request: SiteRequest, header: str) -> int | None:
    return _whole(request.headers.get(header, ""))


def _whole(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 16 else None


def _metadata(header: str) -> dict[str, str]:
    """The pairs of ``Upload-Metadata``; what cannot be read is left out."""
    said = {}
    for pair in header.split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except ValueError:  # no base64, no ASCII, no UTF-8
            continue
    return said
