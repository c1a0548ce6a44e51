"""Reading files."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from lutra.documents import store
from lutra.documents.errors import FilePurged
from lutra.documents.models import Certificate, Document, DocumentText, Examination, Finding
from lutra.law import statute


def content(document: Document) -> bytes:
    """The bytes of ``document``, checked against their digest. Raises FileDamaged, FilePurged."""
    if document.purged_at is not None:
        raise FilePurged(_("Berkas ini sudah dimusnahkan menurut jadwal retensi; yang tersisa sidiknya."))
    return store.read(document.sha256, sealed=document.is_sealed)


def text(document: Document) -> str:
    """The text of ``document`` as it was extracted, pages apart by a form feed; empty when there is none yet."""
    return "\f".join(page["text"] for page in pages(document))


def pages(document: Document) -> list[dict[str, Any]]:
    """The pages of the extracted text: number, label and text. Of another content than today's there is none."""
    found = DocumentText.objects.filter(document=document, sha256=document.sha256).first()
    return list(found.pages) if found else []


def with_gate(documents: QuerySet[Document]) -> QuerySet[Document]:
    """``documents`` with ``gate_code``: where each stands at the gate, as ``release.gate`` says."""
    newest = Examination.objects.filter(document=OuterRef("pk")).order_by("-pk")
    blocking = Finding.objects.filter(examination=OuterRef("newest"), severity=Finding.Severity.BLOCKING)
    twins = Document.objects.filter(
        government=OuterRef("government"), sha256=OuterRef("sha256"), replaced_at__isnull=False
    )
    removing = [each.code for each in statute.finding_verdicts() if each.removes]
    found = documents.annotate(
        newest=Subquery(newest.values("pk")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        newest_sha256=Subquery(newest.values("sha256")[:1]),
    )
    return found.annotate(
        gate_code=Case(
            When(
                Q(is_sealed=True) | Q(image_of_request__isnull=False) | Q(purged_at__isnull=False),
                then=Value("sealed"),
            ),
            When(Exists(twins), then=Value("replaced")),
            When(Q(newest__isnull=True) | ~Q(newest_sha256=F("sha256")), then=Value("none")),
            When(newest_state__in=("failed", "waiting", "running"), then=F("newest_state")),
            When(Exists(blocking.filter(verdict="")), then=Value("undecided")),
            When(
                Exists(Finding.objects.filter(examination=OuterRef("newest"), verdict__in=removing)),
                then=Value("remove"),
            ),
            When(
                Exists(Certificate.objects.filter(examination=OuterRef("newest"), sha256=OuterRef("sha256"))),
                then=Value("certified"),
            ),
            default=Value("ready"),
            output_field=CharField(),
        )
    )
