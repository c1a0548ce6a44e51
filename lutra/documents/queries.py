"""Reading files."""

from lutra.documents import store
from lutra.documents.models import Document


def content(document: Document) -> bytes:
    """The bytes of ``document``, checked against their digest. Raises FileDamaged."""
    return store.read(document.sha256, sealed=document.is_sealed)
