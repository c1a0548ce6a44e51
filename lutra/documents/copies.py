"""Copies for the public: without what a file hides, or as plain tagged PDF. Both are examined like any file."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.documents import sandbox, store, types
from lutra.documents.actions import add_derived
from lutra.documents.errors import CannotClean, WrongFile
from lutra.documents.models import Document
from lutra.documents.printing import READERS
from lutra.documents.rights import permit_on
from lutra.documents.sandbox import Limits, ToolFailed

__all__ = ["can_clean", "can_pdf", "clean_copy", "safe_pdf"]

#: Kinds of which a clean copy can be made, and kinds whose text can become a plain PDF.
CLEANED = frozenset({types.DOCX, types.XLSX, types.PPTX, types.ODT, types.ODS, types.PNG, types.JPEG})
PRINTED = frozenset(READERS)
_LIMITS = Limits(wall=120.0, cpu=120)


def can_clean(document: Document, /) -> bool:
    """Whether a clean copy can be made of this kind of file."""
    return document.media_type in CLEANED and not document.is_sealed


def can_pdf(document: Document, /) -> bool:
    """Whether the text of this kind of file can become a plain PDF."""
    return document.media_type in PRINTED and not document.is_sealed


def clean_copy(document: Document, /, *, by: Actor) -> Document:
    """A copy without tracked changes, comments, hidden parts, links, objects and properties, as a document of its own.

    Personal data in the text itself stays: that is for ``lutra.redaction``. Raises CannotClean, NotPermitted.
    """
    permit_on(document, "documents.decide", by)
    if not can_clean(document):
        raise CannotClean(_("Dari jenis berkas ini tidak dapat dibuat salinan bersih; hitamkan sebagai PDF."))
    content = _made(document, "lutra.documents.cleaning.task:clean", {"media_type": document.media_type})
    return _keep(document, content, _("bersih"), PurePath(document.name).suffix, "cleaned", by)


def safe_pdf(document: Document, /, *, by: Actor) -> Document:
    """The text and tables that a reader sees, as a plain tagged PDF: the accessible view. Raises as ``clean_copy``."""
    permit_on(document, "documents.decide", by)
    if not can_pdf(document):
        raise CannotClean(_("Dari jenis berkas ini tidak dapat dibuat PDF aman."))
    note = _("Teks dari berkas “%(name)s”, %(government)s.") % {
        "name": document.name,
        "government": document.government.name,
    }
    content = _made(document, "lutra.documents.printing:write", {"name": document.name, "note": note})
    return _keep(document, content, _("aman"), ".pdf", "safe_pdf", by)


def _made(document: Document, task: str, arguments: dict[str, str]) -> bytes:
    """What a task of the sandbox writes. Raises CannotClean."""
    with tempfile.TemporaryDirectory(prefix="lutra-copy-") as folder:
        target = Path(folder) / "copy"
        try:
            answer = sandbox.run(
                task,
                arguments,
                files=[store.local_path(document.sha256)],
                outputs=[target],
                limits=_LIMITS,
            )
        except ToolFailed as error:
            raise _cannot() from error
        if "refused" in answer:
            raise _cannot()
        return target.read_bytes()


def _keep(document: Document, content: bytes, word: str, suffix: str, derivation: str, by: Actor) -> Document:
    name = f"{PurePath(document.name).stem} ({word}){suffix}"
    try:
        return add_derived(document, name=name, content=content, derivation=derivation, by=by)
    except WrongFile as error:
        raise _cannot() from error


def _cannot() -> CannotClean:
    return CannotClean(
        _("Salinan tidak dapat dibuat dari berkas ini; simpan ulang berkasnya, lalu coba lagi.")
    )
