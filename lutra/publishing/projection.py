"""The gate: how a request becomes a line of the public register. Deny by default; whatever goes wrong withholds.

1. ``project(request)`` makes the line, without writing it.
2. ``place(request)`` writes it; the follower of the book calls it after every deed.
3. ``rebuild(government)`` makes every line again from the requests.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import QuerySet

from lutra.directory.models import Government
from lutra.ledger import actions as ledger
from lutra.publishing import personal
from lutra.publishing.models import PublicRequest, PublicWord, Summary, position_of
from lutra.publishing.words import words_of
from lutra.requests.clocks import read
from lutra.requests.models import Request

log = logging.getLogger(__name__)

# So many lines are made again behind one lock; filing waits no longer than that takes.
_CHUNK = 300


def project(request: Request, /, *, summary: str | None = None) -> PublicRequest:
    """The line that the public may see of ``request``, not yet written.

    ``summary`` is the officer's public wording, None when there is none. Details, purpose and everything that tells
    who asked stay behind.
    """
    wording = _wording(request, summary)
    return PublicRequest(
        government_id=request.government_id,
        request_id=request.pk,
        position=position_of(request.year, request.number),
        reference=request.reference,
        received_on=request.received_on,
        body_name=str(request.body) if request.body else "",
        body_slug=request.body.slug if request.body else "",
        channel=request.channel,
        stage=request.stage,
        outcome=request.outcome,
        due_on=request.due_on,
        lapsed_on=request.lapsed_on,
        decided_on=request.decided_on,
        days=_days(request),
        public_subject=wording,
        is_withheld=not wording,
    )


def _wording(request: Request, summary: str | None) -> str:
    """The public wording, empty when it must wait for an officer.

    An officer who wrote a summary meant the subject to stay closed, so there is no way back to it.
    """
    try:
        text = clean(request.subject if summary is None else summary)
        found = personal.find(text, identity=request.applicant.identity.open())
    except Exception as error:
        # Only the class: a message may quote the citizen. An identity that cannot be read cannot be looked for.
        log.warning("Line of request %s withheld: %s", request.pk, type(error).__name__)
        return ""
    return "" if found else text


def findings(request: Request, /) -> frozenset[str]:
    """Why the request's own subject stays closed: the kinds of personal data in it (``actions.LABELS`` has words)."""
    return personal.find(clean(request.subject), identity=request.applicant.identity.open())


def clean(text: str) -> str:
    """The text on one line, without the signs that show nothing or turn the direction of what follows."""
    return " ".join(
        "".join(
            letter for letter in text if letter.isspace() or not unicodedata.category(letter).startswith("C")
        ).split()
    )


def _days(request: Request) -> int | None:
    return read(request, on=request.decided_on).days_used if request.decided_on else None


def place(government_id: int, request_id: int, /) -> None:
    """Write the line of one request as it stands now, or remove it when there is no such request."""
    request = _requests(government_id).filter(pk=request_id).first()
    if request is None:
        PublicRequest.objects.filter(government_id=government_id, request_id=request_id).delete()
        return
    line = project(request, summary=_summaries(government_id, [request_id]).get(request_id))
    with transaction.atomic():
        before = PublicRequest.objects.filter(request_id=request_id).first()
        line.pk = before.pk if before else None
        line.save(force_insert=before is None, force_update=before is not None)
        if before is None or before.public_subject != line.public_subject or before.position != line.position:
            PublicWord.objects.filter(row=line).delete()
            PublicWord.objects.bulk_create(_words([line]))


def rebuild(government: Government, /, *, progress: Callable[[int], None] | None = None) -> int:
    """Make every line of the government's register again; return how many there are.

    The old lines stand until the new ones of their stretch replace them in one transaction. The book is locked
    meanwhile, so that no deed comes between reading a request and writing its line.
    """
    done, last = 0, 0
    while True:
        with transaction.atomic():
            ledger.lock(government.pk)
            requests = list(_requests(government.pk).filter(pk__gt=last).order_by("pk")[:_CHUNK])
            stretch = PublicRequest.objects.filter(government=government, request_id__gt=last)
            if not requests:
                stretch.delete()
                return done
            upto = requests[-1].pk
            summaries = _summaries(government.pk, [request.pk for request in requests])
            lines = [project(request, summary=summaries.get(request.pk)) for request in requests]
            stretch.filter(request_id__lte=upto).delete()
            PublicRequest.objects.bulk_create(lines)
            PublicWord.objects.bulk_create(_words(lines), batch_size=2000)
        done, last = done + len(requests), upto
        if progress is not None:
            progress(done)


def _requests(government_id: int) -> QuerySet[Request]:
    return Request.objects.filter(government_id=government_id).select_related(
        "government", "body__parent", "applicant__identity"
    )


def _summaries(government_id: int, request_ids: list[int]) -> dict[int, str]:
    """The newest summary of each request that has one."""
    found = Summary.objects.filter(government_id=government_id, request_id__in=request_ids).order_by("pk")
    return dict(found.values_list("request_id", "text"))


def _words(lines: Iterable[PublicRequest]) -> list[PublicWord]:
    return [
        PublicWord(government_id=line.government_id, word=word, position=line.position, row=line)
        for line in lines
        for word in sorted(words_of(line.public_subject))
    ]
