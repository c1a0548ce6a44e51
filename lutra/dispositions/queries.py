"""What was handed to whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from lutra.directory.models import Government
from lutra.dispositions.models import Disposition


def of(subject: tuple[str, int], *, government: Government) -> QuerySet[Disposition]:
    """The dispositions of one subject that were not recalled, oldest first."""
    return (
        Disposition.objects.filter(
            government=government, subject_type=subject[0], subject_id=subject[1], recalled_at__isnull=True
        )
        .select_related("to_body__parent")
        .order_by("given_at", "pk")
    )


def handed_to(body_ids: Iterable[int], *, government_id: int, subject_type: str) -> Exists:
    """A condition for a queryset of ``subject_type`` rows: one of these bodies holds it."""
    return Exists(
        Disposition.objects.filter(
            government_id=government_id,
            subject_type=subject_type,
            subject_id=OuterRef("pk"),
            to_body_id__in=list(body_ids),
            recalled_at__isnull=True,
        )
    )
