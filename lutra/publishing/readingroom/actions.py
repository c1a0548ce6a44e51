"""The deeds of the reading room: offering an answer to everybody, keeping it back with a reason, withdrawing it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import permit
from lutra.documents import release
from lutra.documents.models import Document
from lutra.ledger import actions as ledger
from lutra.publishing import personal
from lutra.publishing.actions import LABELS
from lutra.publishing.errors import NothingToPublish, PersonalDataFound
from lutra.publishing.projection import clean
from lutra.publishing.readingroom.followers import KEPT, OFFERED, WITHDRAWN
from lutra.publishing.readingroom.models import Offer
from lutra.publishing.readingroom.queries import ANSWERED, giving, newest_offers
from lutra.requests.models import Request

PERMISSION = "publishing.offer"
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_REASON = 200, 3000, 500


@transaction.atomic
def offer(
    request: Request,
    /,
    *,
    title: str,
    summary: str,
    by: Actor,
    documents: Sequence[Document] = (),
    at: datetime | None = None,
) -> Offer:
    """Offer the answer to everybody, in an officer's words and without the one who asked.

    ``documents``: which of the files that were given go with it; each waits for the release gate by itself. The book
    keeps digests only, so that a wording can still be taken away. Raises NotPermitted, NothingToPublish,
    PersonalDataFound.
    """
    _may(request, by)
    _require_answered(request)
    wording = {
        "title": _checked(request, title, most=LONGEST_TITLE),
        "summary": _checked(request, summary, most=LONGEST_SUMMARY),
    }
    given = {document.pk for document in request.decision.documents.all()}
    chosen = [document for document in documents if document.pk in given]
    for document in chosen:
        if release.gate(document).code == "none":
            release.examine(document)
    return _decide(
        request,
        Offer(state=Offer.State.OFFERED, documents=[document.pk for document in chosen], **wording),
        kind=OFFERED,
        by=by,
        at=at,
        data={
            **{name: hashlib.sha256(text.encode()).hexdigest() for name, text in wording.items()},
            "files": len(chosen),
        },
    )


@transaction.atomic
def keep(request: Request, /, *, reason: str, by: Actor, at: datetime | None = None) -> Offer:
    """Say why an answer is not offered to everybody. Raises NotPermitted, NothingToPublish."""
    _may(request, by)
    _require_answered(request)
    before = newest_offers(request.government, [request.pk]).get(request.pk)
    if before is not None and before.state == Offer.State.OFFERED:
        raise NothingToPublish(_("Jawaban ini sudah ditawarkan; tariklah bila tidak boleh terbit lagi."))
    return _decide(request, Offer(state=Offer.State.KEPT, reason=_reason(reason)), kind=KEPT, by=by, at=at)


@transaction.atomic
def withdraw(request: Request, /, *, reason: str, by: Actor, at: datetime | None = None) -> Offer:
    """Take an answer out of the reading room again. Raises NotPermitted, NothingToPublish."""
    _may(request, by)
    before = newest_offers(request.government, [request.pk]).get(request.pk)
    if before is None or before.state != Offer.State.OFFERED:
        raise NothingToPublish(_("Jawaban ini tidak sedang ditawarkan."))
    made = Offer(state=Offer.State.WITHDRAWN, reason=_reason(reason))
    return _decide(request, made, kind=WITHDRAWN, by=by, at=at)


def _may(request: Request, by: Actor) -> None:
    permit(by, PERMISSION, government_id=request.government_id)
    if by.user_id is None:
        raise NotPermitted(PERMISSION)
    ledger.lock(request.government_id)


def _require_answered(request: Request) -> None:
    if request.stage not in ANSWERED or request.outcome not in giving():
        raise NothingToPublish(
            _("Yang dapat ditawarkan hanya jawaban yang mengabulkan dan sudah sampai kepada pemohon.")
        )


def _decide(
    request: Request,
    made: Offer,
    *,
    kind: str,
    by: Actor,
    at: datetime | None,
    data: dict[str, str | int] | None = None,
) -> Offer:
    moment = at or timezone.now()
    mine = Offer.objects.filter(government_id=request.government_id)
    number = mine.filter(request_id=request.pk).aggregate(last=Max("number"))["last"]
    if number is None and made.state == Offer.State.OFFERED:
        number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    made.government_id, made.request_id, made.number = request.government_id, request.pk, number
    made.decided_by_id, made.decided_at = by.user_id, moment  # type: ignore[assignment]  # asked by _may
    made.save()
    ledger.record(
        government_id=request.government_id,
        kind=kind,
        subject=request.ledger_subject,
        by=by,
        at=moment,
        data={"offer": made.pk, **(data or {})},
    )
    return made


def _reason(text: str) -> str:
    reason = clean(text)
    if not reason:
        raise NothingToPublish(_("Tuliskan alasannya; alasan itu dibaca saat keputusan ini ditinjau."))
    if len(reason) > LONGEST_REASON:
        raise NothingToPublish(_("Alasan paling panjang %(most)d huruf.") % {"most": LONGEST_REASON})
    return reason


def _checked(request: Request, text: str, *, most: int) -> str:
    wording = clean(text)
    if not wording:
        raise NothingToPublish(
            _("Tulis judul dan ringkasan jawaban dengan kata-kata yang boleh dibaca umum.")
        )
    if len(wording) > most:
        raise NothingToPublish(_("Paling panjang %(most)d huruf; persingkatlah.") % {"most": most})
    found = personal.find(wording, identity=request.applicant.identity.open())
    if found:
        raise PersonalDataFound(
            _(
                "Masih ada %(what)s di dalamnya. Hapus bagian itu; umum hanya perlu tahu isinya, bukan orangnya."
            )
            % {"what": ", ".join(sorted(str(LABELS[kind]) for kind in found))},
            found,
        )
    return wording
