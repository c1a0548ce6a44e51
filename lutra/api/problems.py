"""Errors as programs read them: one shape for all of them (RFC 9457), in the language that was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: its anchor in the documentation, its status, what it is called and what to do about it."""

    code: str
    status: int
    title: Promise
    detail: Promise


_KINDS = (
    Kind(
        "not-found",
        HTTPStatus.NOT_FOUND,
        _("Tidak ditemukan"),
        _("Alamat ini tidak ada, atau yang dicari tidak terbuka untuk umum. Periksa nomornya."),
    ),
    Kind(
        "method-not-allowed",
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Cara ini tidak dilayani"),
        _("API ini hanya dapat dibaca. Gunakan GET, HEAD, atau OPTIONS."),
    ),
    Kind(
        "invalid-parameter",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Parameter tidak dapat dibaca"),
        _("Perbaiki parameter yang disebut dalam errors, lalu kirim lagi."),
    ),
    Kind(
        "too-many-requests",
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Terlalu sering"),
        _("Tunggu selama detik yang disebut dalam Retry-After, lalu kirim lagi."),
    ),
    Kind(
        "internal-error",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Kesalahan di pihak kami"),
        _("Permintaan ini gagal diolah. Coba lagi nanti; bila tetap gagal, beri tahu PPID."),
    ),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}


class Refused(Exception):
    """An answer that is an error: its kind, a sentence of its own, and the parameters that were wrong."""

    def __init__(self, code: str, detail: str = "", *, errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)


def problem(
    request: HttpRequest, code: str, detail: str = "", *, errors: Sequence[Mapping[str, str]] = ()
) -> HttpResponse:
    """The error ``code`` as ``application/problem+json``. ``detail`` replaces the kind's own sentence."""
    kind = KINDS[code]
    told: dict[str, Any] = {
        "type": request.build_absolute_uri(f"{reverse('api:docs')}#{kind.code}"),
        "title": str(kind.title),
        "status": int(kind.status),
        "detail": detail or str(kind.detail),
    }
    if errors:
        told["errors"] = list(errors)
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE)
