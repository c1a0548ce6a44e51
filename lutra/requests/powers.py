"""The special power of attorney (surat kuasa khusus): handed in with a request or after it, and checked (LAW Q06).

The file is sealed like an image of an identity card and as short-lived; looking at it is entered like a look at the
identity. The deeds that bring and check one are in ``proxies``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.documents.actions import add_image
from lutra.documents.models import Document
from lutra.documents.types import media_type
from lutra.law import statute
from lutra.requests.errors import Incomplete, ReasonRequired
from lutra.requests.models import PowerOfAttorney, Request
from lutra.requests.work_models import Power

LARGEST = 5 * 1024 * 1024  # bytes; a photograph of two pages
LONGEST_REASON = 2000
_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})
P = TypeVar("P", bound=Power)


def named(files: Mapping[str, tuple[str, bytes]] | None) -> dict[str, str]:
    """The names of attached files, by field, as the law's form is read with. Raises Incomplete for a wrong file."""
    for code, (name, content) in (files or {}).items():
        if len(content) > LARGEST or media_type(name, content) not in _TYPES:
            field = statute.form("request").field(code)
            raise Incomplete({code: statute.text(field.invalid or field.error, get_language() or "id")})
    return {code: name for code, (name, _content) in (files or {}).items()}


def kept_file(
    government: Government, name: str, content: bytes, *, request_id: int | None, at: datetime
) -> Document:
    """The sealed file. ``request_id`` None: it belongs to an objection, whose own schedule purges it."""
    return add_image(government, name=name, content=content, request_id=request_id, at=at)


def keep(request: Request, name: str, content: bytes, *, at: datetime) -> PowerOfAttorney:
    """Keep a power of attorney. It is part of the deed that brings it, which writes the entry."""
    return PowerOfAttorney.objects.create(
        government=request.government,
        request=request,
        document=kept_file(request.government, name, content, request_id=request.pk, at=at),
        brought_at=at,
    )


def judge(power: P, /, *, of: P | None, verdict: str, reason: str, by: Actor, at: datetime) -> P:
    """Write a verdict. It is part of the deed of the case, which writes the entry; ``of`` is the case's own row."""
    if of is None:
        raise NotPermitted("requests.check_power")
    power.refresh_from_db()
    if power.verdict:
        raise Incomplete({"verdict": _("Surat kuasa ini sudah diperiksa; muat ulang halamannya.")})
    if verdict not in Power.Verdict.values:
        raise Incomplete({"verdict": _("Pilih: diterima atau tidak diterima.")})
    if verdict == Power.Verdict.REFUSED and not reason.strip():
        raise ReasonRequired(_("Tuliskan mengapa surat kuasa tidak diterima; pemohon akan membacanya."))
    if len(reason.strip()) > LONGEST_REASON:
        raise Incomplete({"reason": _("Alasan paling banyak %(max)d huruf.") % {"max": LONGEST_REASON}})
    written: dict[str, Any] = {
        "verdict": verdict,
        "reason": reason.strip(),
        "checked_by_id": by.officer_id,
        "checked_as_id": by.post_id,
        "checked_at": at,
    }
    for name, value in written.items():
        setattr(power, name, value)
    power.save(update_fields=list(written))
    return power


def waiting(request: Request) -> PowerOfAttorney | None:
    """The newest power of attorney that nobody has checked yet."""
    return request.powers.filter(verdict="").order_by("-pk").first()


def is_wanted(request: Request) -> bool:
    """Whether somebody speaks for others here and no power of attorney is accepted or waits to be checked."""
    return request.by_proxy and not request.powers.exclude(verdict=Power.Verdict.REFUSED).exists()
