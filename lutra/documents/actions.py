"""Taking files in."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.documents import store
from lutra.documents.errors import WrongFile
from lutra.documents.examining import examine
from lutra.documents.gate import replaced
from lutra.documents.models import Document, DocumentText, PagePicture, Picture, Upload
from lutra.documents.replacing import REDACTED
from lutra.documents.rights import enter
from lutra.documents.types import ACCEPTED, media_type


def add(government: Government, /, *, name: str, content: bytes, at: datetime) -> Document:
    """Keep an uploaded file. It is part of the deed that uploads, which writes the entry.

    Raises WrongFile when the file is empty, larger than LUTRA_MAX_UPLOAD_MB, or its content is not of an accepted
    type or does not fit its extension.
    """
    name = safe_name(name)
    if not content:
        raise WrongFile(
            _("Berkas “%(name)s” kosong. Pilih berkas yang benar lalu unggah lagi.") % {"name": name}
        )
    if len(content) > settings.LUTRA_MAX_UPLOAD_MB * 1024 * 1024:
        raise WrongFile(
            _("Berkas “%(name)s” lebih dari %(size)d MB. Bagi menjadi beberapa berkas atau perkecil dulu.")
            % {"name": name, "size": settings.LUTRA_MAX_UPLOAD_MB}
        )
    kind = media_type(name, content)
    if kind is None:
        raise WrongFile(
            _(
                "Jenis berkas “%(name)s” tidak diterima, atau isinya bukan jenis itu. Yang diterima: %(types)s."
            )
            % {"name": name, "types": ", ".join(ACCEPTED)}
        )
    return _keep(government, name=name, content=content, kind=kind, at=at, sealed=False)


def add_of_case(
    government: Government, /, *, name: str, content: bytes, body: PublicBody | None, at: datetime
) -> Document:
    """Keep a file that hangs on the answer to a case of ``body``, and let it be examined before it is given out.

    It is part of the deed that proposes the answer, which writes the entry. Raises WrongFile.
    """
    document = add(government, name=name, content=content, at=at)
    document.of_case, document.body = True, body
    document.save(update_fields=["of_case", "body"])
    examine(document)
    return document


def add_image(
    government: Government, /, *, name: str, content: bytes, request_id: int | None, at: datetime
) -> Document:
    """Keep an image of an identity card or a power of attorney, encrypted, until its request is closed and settled.

    ``request_id`` None: it belongs to another case, whose module keeps its schedule. It is part of the deed that needs
    it, which writes the entry; ``privacy.images`` purges it. Raises WrongFile.
    """
    name = safe_name(name)
    kind = media_type(name, content)
    if kind is None or not content or len(content) > settings.LUTRA_MAX_UPLOAD_MB * 1024 * 1024:
        raise WrongFile(_("Gambar “%(name)s” tidak diterima; pakai PDF, PNG, atau JPG.") % {"name": name})
    made = _keep(government, name=name, content=content, kind=kind, at=at, sealed=True)
    made.image_of_request = request_id
    made.save(update_fields=["image_of_request"])
    return made


def add_listed(upload: Upload, /, *, sha256: str, media_type: str) -> Document:
    """Enter an upload whose content is in the store as a document of the list, and let it be examined."""
    now = timezone.now()
    document = Document.objects.create(
        government=upload.government,
        sha256=sha256,
        name=upload.name,
        media_type=media_type,
        size=upload.size,
        created_at=now,
        listed=True,
        body=upload.body,
        uploaded_by=upload.user,
    )
    by = Actor(
        kind="officer",
        government_id=upload.government_id,
        user_id=upload.user_id,
        post_id=upload.post_id,
    )
    _enter(document, by=by, at=now)
    examine(document)
    return document


def add_fetched(
    government: Government,
    /,
    *,
    name: str,
    content: bytes,
    body: PublicBody,
    by: Actor,
    at: datetime | None = None,
) -> Document:
    """Keep a file that was fetched from elsewhere for the list of documents, and let it be examined.

    Raises WrongFile as ``add`` does.
    """
    now = at or timezone.now()
    with transaction.atomic():
        made = add(government, name=name, content=content, at=now)
        made.listed, made.body = True, body
        made.save(update_fields=["listed", "body"])
        _enter(made, by=by, at=now)
        examine(made)
    return made


def add_derived(
    source: Document, /, *, name: str, content: bytes, derivation: str, by: Actor, at: datetime | None = None
) -> Document:
    """Keep what was made out of ``source`` for the public ("cleaned", "safe_pdf", "redacted") as a document of its own.

    It is examined like any other, and only then may it be released. Raises WrongFile for what is no file of its name.
    """
    now = at or timezone.now()
    kind = media_type(safe_name(name), content)
    if kind is None:
        raise WrongFile(_("Salinan yang dibuat bukan berkas yang sah; ulangi, lalu hubungi pengelola."))
    with transaction.atomic():
        made = _keep(
            source.government, name=safe_name(name), content=content, kind=kind, at=now, sealed=False
        )
        made.listed, made.body, made.uploaded_by_id = True, source.body, by.user_id
        made.of_case = source.of_case
        made.derived_from, made.derivation = source, derivation
        if derivation != REDACTED and replaced([source]):
            made.replaced_at = now
        made.save(
            update_fields=[
                "listed",
                "body",
                "uploaded_by",
                "of_case",
                "derived_from",
                "derivation",
                "replaced_at",
            ]
        )
        _enter(made, by=by, at=now)
        examine(made)
    return made


def _enter(document: Document, *, by: Actor, at: datetime) -> None:
    data = {
        "sha256": document.sha256,
        "size": document.size,
        "media_type": document.media_type,
        "body_id": document.body_id,
        "derived_from": document.derived_from_id,
        "derivation": document.derivation,
    }
    enter(document, "document.uploaded", data, by=by, at=at)


def purge(document: Document, /, *, at: datetime) -> None:
    """Destroy the content of ``document`` and keep its row with the digest. Part of a deed that writes the entry.

    Its extracted text and its pictures go with it. The bytes go when that deed is committed, and only if no other
    document needs the same content.
    """
    # Whoever is just writing its text or picture finishes first, or finds it destroyed.
    Document.objects.select_for_update().filter(pk=document.pk).first()
    DocumentText.objects.filter(document=document).delete()
    for pictures in (Picture.objects, PagePicture.objects):
        for picture in pictures.filter(document=document):
            picture.delete()
            transaction.on_commit(partial(_remove_picture, picture.sha256))
    if document.purged_at is None:
        document.purged_at = at
        document.save(update_fields=["purged_at"])
    transaction.on_commit(lambda: _remove(document))


def sweep(*, since: datetime) -> None:
    """Remove what was purged since then and still lies there because somebody pulled the plug in between."""
    for document in Document.objects.filter(purged_at__gte=since):
        _remove(document)


def _remove_picture(digest: str) -> None:
    if not any(
        pictures.filter(sha256=digest).exists() for pictures in (Picture.objects, PagePicture.objects)
    ):
        store.remove(digest)


def _remove(document: Document) -> None:
    needed = Document.objects.filter(
        sha256=document.sha256, is_sealed=document.is_sealed, purged_at__isnull=True
    )
    if not needed.exists():
        store.remove(document.sha256, sealed=document.is_sealed)


def add_letter(government: Government, /, *, name: str, content: bytes, at: datetime) -> Document:
    """Keep a letter we made ourselves, encrypted, since it carries the applicant's name and address."""
    return _keep(government, name=name, content=content, kind="application/pdf", at=at, sealed=True)


def add_raw(government: Government, /, *, name: str, content: bytes, kind: str, at: datetime) -> Document:
    """Keep the bytes of an import exactly as they came, encrypted, before anything reads them; never for the public."""
    return _keep(government, name=safe_name(name), content=content, kind=kind, at=at, sealed=True)


def _keep(
    government: Government, *, name: str, content: bytes, kind: str, at: datetime, sealed: bool
) -> Document:
    digest = store.keep(content, sealed=sealed)
    return Document.objects.create(
        government=government,
        sha256=digest,
        name=name,
        media_type=kind,
        size=len(content),
        is_sealed=sealed,
        created_at=at,
    )


# Control, format (bidirectional among them), surrogate, private and unassigned characters; line and paragraph ends.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LONGEST_NAME = 120  # characters
_LONGEST_SUFFIX = 10


def safe_name(name: str) -> str:
    """A sender's file name without folders, control and bidirectional characters, at most 120 characters."""
    base = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in base if unicodedata.category(char) not in _UNPRINTABLE)
    kept = kept.strip(" .") or "berkas"
    if len(kept) <= _LONGEST_NAME:
        return kept
    suffix = PurePath(kept).suffix
    suffix = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
    return kept[: _LONGEST_NAME - len(suffix)] + suffix
