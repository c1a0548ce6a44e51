"""Copies without what a file hides."""

from __future__ import annotations

from lutra.directory.actors import Actor
from lutra.documents.errors import CannotClean
from lutra.documents.models import Document


def can_clean(document: Document) -> bool:
    return False


def can_pdf(document: Document) -> bool:
    return False


def clean_copy(document: Document, *, by: Actor) -> Document:
    raise CannotClean


def safe_pdf(document: Document, *, by: Actor) -> Document:
    raise CannotClean
