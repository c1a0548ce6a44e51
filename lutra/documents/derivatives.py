"""What is made out of a file beside it: its text for search and for the view everybody can read, and a small picture.

Made by a job after the file was looked at. Nothing of it is public by itself: whoever publishes asks the gate.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from lutra.documents import sandbox, store
from lutra.documents.errors import FileDamaged
from lutra.documents.models import Document, DocumentText, Picture
from lutra.documents.picturing import KINDS
from lutra.documents.reading import Reading, read
from lutra.documents.sandbox import Limits, ToolFailed
from lutra.jobs import queue

logger = logging.getLogger(__name__)

_PICTURE_LIMITS = Limits(wall=60.0, cpu=60)


def ask(document: Document, /) -> None:
    """Have text and picture made, in the caller's transaction; once, however often it is asked for."""
    queue.enqueue_once(derive, key=f"derive:{document.pk}", document_id=document.pk)


@task(priority=-10)
def derive(document_id: int) -> None:
    """Make what is missing. Safe to repeat; a tool that fails leaves the document without picture or text."""
    document = Document.objects.get(pk=document_id)
    if document.is_sealed or document.purged_at is not None:
        return
    try:
        path = store.local_path(document.sha256)
    except FileDamaged:
        return
    if not Picture.objects.filter(document=document).exists():
        _picture(document, path)
    queue.progress(1, 2)
    if not DocumentText.objects.filter(document=document, sha256=document.sha256).exists():
        _text(document, path)
    queue.progress(2, 2)


def _text(document: Document, path: Path) -> None:
    keep_text(document, read(path, document.media_type, name=document.name))


def keep_text(document: Document, /, reading: Reading) -> None:
    """Keep what was read of ``document``, unless it was destroyed or changed meanwhile."""
    if reading.errors and not reading.pages:
        logger.warning("document.not_read", extra={"facts": {"document": document.pk}})
        return
    pages = [
        {"number": page.number, "label": _clean(page.label) or str(page.number), "text": _clean(page.text)}
        for page in reading.pages
    ]
    with _still_there(document) as there:
        if there:
            DocumentText.objects.update_or_create(
                document=document,
                defaults={
                    "government_id": document.government_id,
                    "sha256": document.sha256,
                    "pages": pages,
                    "from_ocr": reading.ocr_ran,
                    "made_at": timezone.now(),
                },
            )


@contextmanager
def _still_there(document: Document) -> Iterator[bool]:
    """Whether the document still has the content that was read; nobody destroys it meanwhile."""
    with transaction.atomic():
        now = Document.objects.select_for_update().filter(pk=document.pk).first()
        yield now is not None and now.purged_at is None and now.sha256 == document.sha256


def _picture(document: Document, path: Path) -> None:
    if document.media_type not in KINDS:
        return
    with tempfile.TemporaryDirectory(prefix="lutra-picture-") as folder:
        target = Path(folder) / "picture.png"
        try:
            made = sandbox.run(
                "lutra.documents.picturing:picture",
                {"media_type": document.media_type},
                files=[path],
                outputs=[target],
                limits=_PICTURE_LIMITS,
            )
            width, height = int(made["width"]), int(made["height"])
        except (ToolFailed, KeyError, TypeError, ValueError):
            logger.warning("document.not_pictured", extra={"facts": {"document": document.pk}})
            return
        if not width or not height:
            return
        with _still_there(document) as there:
            if not there:
                return
            Picture.objects.update_or_create(
                document=document,
                defaults={
                    "government_id": document.government_id,
                    "sha256": store.keep_file(target),
                    "width": width,
                    "height": height,
                    "made_at": timezone.now(),
                },
            )
        # Until the row stood, whoever destroyed the same picture of another document did not see it.
        store.keep_file(target)


def _clean(text: str) -> str:
    """Without what a database cannot keep: the zero character and half characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
