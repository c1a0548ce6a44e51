"""The certificate of a file that passed the gate: numbered, entered in the book, never changed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.models import Post
from lutra.documents.errors import NotReleasable
from lutra.documents.gate import gate
from lutra.documents.models import Certificate, Document, Examination
from lutra.documents.rights import permit_on
from lutra.law import statute
from lutra.ledger.actions import lock, record
from lutra.ledger.chain import canonical
from lutra.ledger.numbers import next_number

BOOK = "certificate"


@transaction.atomic
def certify(document: Document, /, *, by: Actor, at: datetime | None = None) -> Certificate:
    """Issue the certificate of a file whose findings are all decided. The same content gets no second one.

    Raises NotReleasable with what is still to do, NotPermitted.
    """
    permit_on(document, "documents.release", by)
    now = at or timezone.now()
    place = lock(document.government_id)
    Document.objects.select_for_update().filter(pk=document.pk).first()
    standing = gate(document)
    if standing.code == "certified" and standing.examination is not None:
        return standing.examination.certificate
    if standing.code != "ready" or standing.examination is None:
        raise NotReleasable(standing.words)
    examination = standing.examination
    government = document.government
    year = today(government, now=now).year
    sequence = next_number(government.pk, BOOK, year)
    number = f"{sequence:04d}/PERIKSA/{government.abbreviation}/{year}"
    content = _content(document, examination, number=number, by=by, at=now)
    made = Certificate.objects.create(
        government=government,
        document=document,
        examination=examination,
        year=year,
        sequence=sequence,
        number=number,
        sha256=examination.sha256,
        checks=content,
        made_by_id=by.officer_id,
        made_at=now,
    )
    facts = {
        "certificate": made.pk,
        "number": number,
        "examination": examination.pk,
        "sha256": examination.sha256,
        "certificate_sha256": hashlib.sha256(canonical(content).encode()).hexdigest(),
    }
    record(
        government_id=document.government_id,
        kind="document.certified",
        subject=("document", document.pk),
        by=by,
        data=facts,
        at=now,
        place=place,
    )
    return made


def certify_if_clear(document: Document, /, *, by: Actor) -> Certificate | None:
    """The certificate where nothing is left to decide, else None: for whoever publishes many files at once."""
    return certify(document, by=by) if gate(document).code in {"ready", "certified"} else None


def certificate(document: Document, /) -> Certificate | None:
    """The certificate that opens ``document`` now, if there is one."""
    standing = gate(document)
    return standing.examination.certificate if standing.is_open and standing.examination else None


def as_json(made: Certificate, /) -> dict[str, Any]:
    """The certificate as it was made: the checks with their versions, what was found and decided, by which post."""
    content: dict[str, Any] = made.checks
    return content


def _content(
    document: Document, examination: Examination, *, number: str, by: Actor, at: datetime
) -> dict[str, Any]:
    """What the certificate says. Reasons in an officer's own words stay inside: they may speak of a person."""
    inspection, scanned = examination.inspection, examination.scan
    grounds = {each.code: each.clause for each in statute.finding_grounds()}
    verdicts = {each.code: each.clause for each in statute.finding_verdicts()}
    post = Post.objects.filter(pk=by.post_id or 0).values_list("title", flat=True).first() or ""
    return {
        "number": number,
        "government": document.government.code,
        "document": document.pk,
        "sha256": examination.sha256,
        "size": document.size,
        "media_type": inspection.get("media_type", document.media_type),
        "pages": inspection.get("pages", 0),
        "examined_at": examination.finished_at.isoformat() if examination.finished_at else "",
        "certified_at": at.isoformat(),
        "certified_by": {"post_id": by.post_id, "post": post},
        "checks": [
            {
                "check": "virus",
                "ran": bool(scanned.get("ran")),
                "clean": scanned.get("clean"),
                "engine": scanned.get("engine", ""),
            },
            {"check": "hidden", "ran": True},
            {"check": "personal", "ran": True},
            {"check": "ocr", "ran": bool(inspection.get("ocr_ran"))},
        ],
        "versions": inspection.get("versions", {}),
        "findings": [
            {
                "number": each.number,
                "area": each.area,
                "kind": each.kind,
                "place": each.place,
                "page": each.page,
                "severity": each.severity,
                "verdict": each.verdict,
                "ground": each.ground,
                "clause": grounds.get(each.ground) or verdicts.get(each.verdict, ""),
            }
            for each in examination.findings.all()
        ],
    }
