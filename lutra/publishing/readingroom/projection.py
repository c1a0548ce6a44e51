"""The gate of the reading room: how a delivered answer becomes a public one. Deny by default.

1. ``project(request, offer, …)`` makes the row and its files, without writing them. There is no other way out.
2. ``place(government_id, ids)`` writes them, and the search with them; the follower calls it.
3. ``rebuild(government)`` makes every row anew.

An answer goes out when an officer offered it, it gave something, it was delivered, and neither title nor summary holds
anything personal, measured against the applicant's own identity. Details, purpose and the applicant stay behind.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from lutra.catalogue.items.files import format_of
from lutra.directory.models import Government
from lutra.documents import release
from lutra.documents.models import Document
from lutra.ledger import actions as ledger
from lutra.publishing import personal
from lutra.publishing.catalogue.searched import text_of
from lutra.publishing.projection import clean
from lutra.publishing.readingroom.models import Offer, PublicAnswer, PublicAnswerFile
from lutra.publishing.readingroom.queries import ANSWERED, giving, newest_offers
from lutra.publishing.search import indexing
from lutra.publishing.search.entries import Entry
from lutra.requests.models import Request

log = logging.getLogger(__name__)

_CHUNK = 300


@dataclass(frozen=True, slots=True)
class Public:
    """What goes out of one answer."""

    row: PublicAnswer
    files: tuple[PublicAnswerFile, ...]


def project(request: Request, offer: Offer | None, /, *, releasable: Collection[Document]) -> Public | None:
    """What the public may see of the answer to ``request``, not yet written; None when nothing of it may go out.

    ``offer`` is the officer's decision that counts now; ``releasable`` the documents that passed the release gate.
    """
    if offer is None or offer.state != Offer.State.OFFERED or offer.number is None:
        return None
    if request.stage not in ANSWERED or request.outcome not in giving() or request.decided_on is None:
        return None
    title, summary = _open(request, offer.title), _open(request, offer.summary)
    if not title or not summary:
        return None
    row = PublicAnswer(
        government_id=request.government_id,
        request_id=request.pk,
        number=offer.number,
        title=title,
        summary=summary,
        explanation=_open(request, request.decision.explanation),
        outcome=request.outcome,
        body_slug=request.body.slug if request.body else "",
        body_name=str(request.body) if request.body else "",
        answered_on=request.decided_on,
        published_at=offer.decided_at,
        changed_at=offer.decided_at,
    )
    given = {document.pk for document in request.decision.documents.all()}
    by_pk = {document.pk: document for document in releasable if document.pk in given}
    files = [by_pk[pk] for pk in offer.documents if pk in by_pk]
    return Public(row, tuple(_file(request, document, at) for at, document in enumerate(files)))


def _file(request: Request, document: Document, position: int) -> PublicAnswerFile:
    return PublicAnswerFile(
        government_id=request.government_id,
        document_id=document.pk,
        # A file's name is often somebody's.
        label=_open(request, document.name) or f"Lampiran {position + 1}",
        media_type=document.media_type,
        format=format_of(media_type=document.media_type, name=document.name),
        size=document.size,
        sha256=document.sha256,
        position=position,
    )


def _open(request: Request, text: str) -> str:
    """The text, or "" when anything in it looks personal or it cannot be looked at."""
    try:
        wording = clean(text)
        found = personal.find(wording, identity=request.applicant.identity.open())
    except Exception as error:
        # Only the class: a message may quote the citizen.
        log.warning("publication.not_checked", extra={"facts": {"error": type(error).__name__}})
        return ""
    return "" if found else wording


def place(government_id: int, request_ids: Iterable[int], /) -> None:
    """Write the public answers of these requests as they stand now, and what the search finds of them."""
    wanted = sorted(set(request_ids))
    for start in range(0, len(wanted), _CHUNK):
        with transaction.atomic():
            _place(government_id, wanted[start : start + _CHUNK])


def rebuild(government: Government, /) -> int:
    """Make every public answer anew; how many there are. The book is locked meanwhile."""
    last = 0
    while True:
        with transaction.atomic():
            ledger.lock(government.pk)
            offered = Offer.objects.filter(government=government, request_id__gt=last)
            stretch = PublicAnswer.objects.filter(government=government, request_id__gt=last)
            ids = sorted(
                {*offered.values_list("request_id", flat=True), *stretch.values_list("request_id", flat=True)}
            )
            ids = ids[:_CHUNK]
            _place(government.pk, ids)
        if not ids:
            return PublicAnswer.objects.filter(government=government).count()
        last = ids[-1]


def answers_of_document(government_id: int, document_id: int, /) -> list[int]:
    """The requests whose decision gave a document."""
    found = Request.objects.filter(government_id=government_id, decision__documents=document_id)
    return list(found.values_list("pk", flat=True))


def searched(government: Government) -> Iterator[Entry]:
    """What the search finds of the reading room, from the public rows alone."""
    for row in PublicAnswer.objects.filter(government=government).order_by("pk").prefetch_related("files"):
        yield from entries_of(row, list(row.files.all()))


def entries_of(row: PublicAnswer, files: Sequence[PublicAnswerFile]) -> list[Entry]:
    """The entries of one public answer: itself, and each of its files that has a text."""
    url = f"/jawaban/{row.number}/"
    answer = Entry(
        key=f"answer:{row.request_id}",
        kind="answer",
        title=row.title,
        url=url,
        summary=row.summary,
        text=row.explanation,
        formats=tuple(dict.fromkeys(file.format for file in files if file.format)),
        dated_on=row.answered_on,
        body_slug=row.body_slug,
        body_name=row.body_name,
        year=row.answered_on.year,
    )
    documents = [
        replace(
            answer,
            key=f"answer_file:{row.request_id}:{file.document_id}",
            kind="document",
            title=f"{file.label} · {row.title}"[:300],
            summary="",
            text=inside,
            formats=(file.format,) if file.format else (),
        )
        for file in files
        if (inside := text_of(file.document_id))
    ]
    return [answer, *documents]


def _place(government_id: int, request_ids: Sequence[int]) -> None:
    requests = list(
        Request.objects.filter(government_id=government_id, pk__in=request_ids)
        .select_related("government", "body__parent", "applicant__identity", "decision")
        .prefetch_related("decision__documents")
    )
    decided = newest_offers(Government(pk=government_id), request_ids)
    offered = [pk for offer in decided.values() for pk in offer.documents]
    documents = _releasable(offered)
    found = [
        public
        for request in requests
        if (public := project(request, decided.get(request.pk), releasable=documents))
    ]
    before = PublicAnswer.objects.filter(government_id=government_id, request_id__in=request_ids)
    old = {f"answer:{pk}" for pk in before.values_list("request_id", flat=True)}
    old |= {
        f"answer_file:{request_id}:{document_id}"
        for request_id, document_id in before.values_list("request_id", "files__document_id")
        if document_id
    }
    before.delete()
    for public in found:
        public.row.save(force_insert=True)
        for file in public.files:
            file.answer = public.row
    PublicAnswerFile.objects.bulk_create(file for public in found for file in public.files)
    entries = [entry for public in found for entry in entries_of(public.row, public.files)]
    indexing.remove(government_id, old - {entry.key for entry in entries})
    indexing.put(government_id, entries)


def _releasable(document_ids: Collection[int]) -> list[Document]:
    """The one question asked about files. Whatever the gate stumbles over, the file waits."""
    try:
        passed = release.releasable(document_ids) if document_ids else set()
    except Exception as error:
        log.warning("publication.gate_failed", extra={"facts": {"error": type(error).__name__}})
        return []
    return list(Document.objects.filter(pk__in=passed))
