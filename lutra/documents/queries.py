"""Reading files."""

from django.utils.translation import gettext as _

from lutra.documents import store
from lutra.documents.errors import FilePurged
from lutra.documents.models import Document


def content(document: Document) -> bytes:
    """The bytes of ``document``, checked against their digest. Raises FileDamaged, FilePurged."""
    if document.purged_at is not None:
        raise FilePurged(_("Berkas ini sudah dimusnahkan menurut jadwal retensi; yang tersisa sidiknya."))
    return store.read(document.sha256, sealed=document.is_sealed)
