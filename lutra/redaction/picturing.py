"""Pictures of pages for the desk, drawn in the sandbox once and kept beside the file; they go when the file goes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lutra.documents import store
from lutra.documents.models import Document, PagePicture
from lutra.redaction.asking import ask

WIDTH = 1240  # pixels; 150 dpi of an A4 page


def page_picture(document: Document, number: int, /) -> PagePicture:
    """The picture of page ``number``, which exists. Whoever asks has seen to it who may look. Raises CannotRedact."""
    found = PagePicture.objects.filter(document=document, number=number).first()
    if found is not None:
        return found
    with tempfile.TemporaryDirectory(prefix="lutra-page-") as folder:
        target = Path(folder) / "page.png"
        ask("draw", document, {"number": number, "width": WIDTH}, outputs=[target])
        digest = store.keep_file(target)
    with transaction.atomic():
        # A file that is being destroyed at this moment gets no new picture.
        Document.objects.select_for_update().get(pk=document.pk, purged_at__isnull=True)
        made, _new = PagePicture.objects.get_or_create(
            document=document,
            number=number,
            defaults={
                "government_id": document.government_id,
                "sha256": digest,
                "made_at": timezone.now(),
            },
        )
    return made
