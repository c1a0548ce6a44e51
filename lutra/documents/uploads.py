"""Files that come in piece by piece, so that a cut line or a closed laptop costs one piece and not two gigabytes.

``begin`` gives a token; ``append`` adds the next piece where the last one ended, and puts it on the disk before saying
so; ``finish`` runs as a job, since hashing two gigabytes takes longer than a page may. Pieces lie outside the store.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.directory.permissions import permit
from lutra.documents import store
from lutra.documents.actions import add_listed, safe_name
from lutra.documents.errors import (
    ChecksumWrong,
    NoRoom,
    PieceTooLarge,
    UploadBusy,
    UploadEnded,
    WrongFile,
    WrongOffset,
)
from lutra.documents.models import Upload
from lutra.documents.types import LISTED, extension_of, media_type_of
from lutra.jobs import queue

__all__ = ["ALGORITHMS", "append", "begin", "end", "finish", "folder", "largest", "sweep", "take_whole"]

#: What a piece may be checked with; the first is what our own page uses.
ALGORITHMS = ("sha256", "sha1", "md5")
# An officer with more than this many open uploads has lost count; the oldest end by themselves.
_MOST_OPEN = 20
_KEEP_FREE = 512 * 1024 * 1024  # bytes of disk that uploads leave to everybody else
_READ = 256 * 1024
_MIB = 1024 * 1024


class Readable(Protocol):
    """What a piece is read from: the body of a request."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""


def folder() -> Path:
    """Where the pieces lie until the last one has come."""
    return Path(settings.DATA) / "uploads"


def largest() -> int:
    """The largest file that may be uploaded, in bytes."""
    return int(settings.LUTRA_LARGE_UPLOAD_MB) * _MIB


@transaction.atomic
def begin(*, name: str, size: int, by: Actor, body: PublicBody | None = None) -> Upload:
    """Make room for a file of ``size`` bytes. Raises WrongFile, NoRoom, NotPermitted."""
    body = _place(body, by)
    name = safe_name(name)
    _check_size(name, size)
    open_now = Upload.objects.filter(user_id=by.officer_id, state=Upload.State.OPEN)
    promised = open_now.aggregate(bytes=Sum("size"))["bytes"] or 0
    if open_now.count() >= _MOST_OPEN or promised + size > settings.LUTRA_UPLOAD_QUOTA_MB * _MIB:
        raise NoRoom(
            _("Masih ada unggahan Anda yang belum selesai. Lanjutkan atau hentikan dulu, lalu coba lagi.")
        )
    _check_disk(size)
    now = timezone.now()
    upload = Upload.objects.create(
        government_id=by.government_id,
        user_id=by.officer_id,
        body=body,
        post_id=by.post_id,
        token=secrets.token_urlsafe(32),
        name=name,
        size=size,
        created_at=now,
        expires_at=now + _life(),
    )
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    _path(upload).touch(mode=0o600)
    return upload


def append(
    upload: Upload, /, *, offset: int, piece: Readable, length: int | None = None, checksum: str = ""
) -> int:
    """Add the bytes of ``piece`` at ``offset`` and return how many have come in all.

    ``checksum`` as "sha256 BASE64": without it, what came before a cut is kept; with it, a piece counts whole or not at
    all. Raises UploadBusy (another tab writes), WrongOffset, ChecksumWrong, PieceTooLarge, UploadEnded.
    """
    judge = _Checksum(checksum)
    if length is not None and length > settings.LUTRA_UPLOAD_PIECE_MB * _MIB:
        raise PieceTooLarge(
            _("Potongan terlalu besar; kirim paling banyak %d MB sekali kirim.")
            % settings.LUTRA_UPLOAD_PIECE_MB
        )
    with _alone(upload) as file:
        upload.refresh_from_db()
        if upload.state != Upload.State.OPEN:
            raise UploadEnded(_("Unggahan ini sudah selesai atau dihentikan."))
        if offset != upload.received:
            raise WrongOffset(_("Berkas ini juga diunggah di jendela lain; lanjutkan dari sana."))
        # A worker that was killed may have left bytes that nobody was told of.
        file.truncate(offset)
        file.seek(offset)
        came = _copy(piece, file, most=min(upload.size - offset, length or upload.size), judge=judge)
        if not judge.holds or (judge.asked and length is not None and came < length):
            file.truncate(offset)
            raise ChecksumWrong(_("Potongan berkas rusak di jalan; kirim lagi potongan itu."))
        file.flush()
        os.fsync(file.fileno())
        now = timezone.now()
        Upload.objects.filter(pk=upload.pk).update(received=F("received") + came, expires_at=now + _life())
        upload.received, upload.expires_at = offset + came, now + _life()
        if upload.received == upload.size:
            _hand_over(upload)
    return upload.received


def end(upload: Upload, /) -> None:
    """Stop an upload and throw its pieces away. Safe to repeat; what is stored already stays."""
    if Upload.objects.filter(pk=upload.pk, state__in=(Upload.State.OPEN, Upload.State.FAILED)).update(
        state=Upload.State.ENDED
    ):
        _path(upload).unlink(missing_ok=True)
    upload.refresh_from_db()


def take_whole(*, name: str, file: BinaryIO, by: Actor, body: PublicBody | None = None) -> Upload:
    """Take a file that came in one request (a page without a script) and store it now.

    Raises WrongFile, NoRoom, NotPermitted. It may be as large as LUTRA_MAX_UPLOAD_MB.
    """
    size = file.seek(0, os.SEEK_END)
    if size > settings.LUTRA_MAX_UPLOAD_MB * _MIB:
        raise WrongFile(
            _(
                "Tanpa JavaScript, berkas paling besar %d MB. Nyalakan JavaScript untuk mengunggah yang lebih besar."
            )
            % settings.LUTRA_MAX_UPLOAD_MB
        )
    upload = begin(name=name, size=size, by=by, body=body)
    file.seek(0)
    with _path(upload).open("wb") as kept:
        shutil.copyfileobj(file, kept, _READ)
        kept.flush()
        os.fsync(kept.fileno())
    Upload.objects.filter(pk=upload.pk).update(received=size, state=Upload.State.FINISHING)
    store_upload(upload.pk)
    upload.refresh_from_db()
    return upload


def sweep() -> None:
    """End the uploads that nobody went on with; a tick of the worker. Clears what a pulled plug left behind."""
    now = timezone.now()
    for upload in Upload.objects.filter(state=Upload.State.OPEN, expires_at__lt=now):
        end(upload)
    if not folder().is_dir():
        return
    live = set(
        Upload.objects.filter(state__in=(Upload.State.OPEN, Upload.State.FINISHING)).values_list(
            "token", flat=True
        )
    )
    old = (now - timedelta(days=1)).timestamp()
    for path in folder().iterdir():
        if path.name not in live and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)


@task(priority=20)
def finish(upload_id: int) -> None:
    """Hash, tell the type, move into the store, and let it be examined. Safe to repeat."""
    store_upload(upload_id)


def store_upload(upload_id: int) -> None:
    """What ``finish`` does. The pieces go only after the document is committed, so a kill loses nothing."""
    upload = Upload.objects.select_related("government", "body", "user").get(pk=upload_id)
    path = _path(upload)
    if upload.state != Upload.State.FINISHING:
        if upload.state == Upload.State.DONE:
            path.unlink(missing_ok=True)
        return
    with path.open("rb") as file:
        kind = media_type_of(upload.name, file)
    if kind is None:
        _refuse(upload)
        path.unlink(missing_ok=True)
        return
    digest = store.keep_file(path)
    with transaction.atomic():
        document = add_listed(upload, sha256=digest, media_type=kind)
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.DONE, document=document)
    path.unlink(missing_ok=True)


def _hand_over(upload: Upload) -> None:
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.FINISHING)
        queue.enqueue_once(finish, key=f"upload:{upload.pk}", upload_id=upload.pk)
    upload.state = Upload.State.FINISHING


def _refuse(upload: Upload) -> None:
    problem = _(
        "Jenis berkas “%(name)s” tidak diterima, atau isinya bukan jenis itu. Yang diterima: %(types)s."
    ) % {"name": upload.name, "types": ", ".join(LISTED)}
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.FAILED, problem=problem[:400])


def _place(body: PublicBody | None, by: Actor) -> PublicBody | None:
    """The body a file belongs to: an officer of a body uploads for his own."""
    permit(by, "documents.upload", government_id=by.government_id)
    if body is None and by.body_ids:
        return PublicBody.objects.filter(pk=min(by.body_ids)).first()
    if body is not None:
        permit(by, "documents.upload", government_id=body.government_id)
        if by.body_ids and body.pk not in by.body_ids:
            raise WrongFile(_("Unggah untuk perangkat daerah Anda sendiri."))
    return body


def _check_size(name: str, size: int) -> None:
    if extension_of(name) not in LISTED:
        raise WrongFile(
            _("Jenis berkas “%(name)s” tidak diterima. Yang diterima: %(types)s.")
            % {"name": name, "types": ", ".join(LISTED)}
        )
    if size <= 0:
        raise WrongFile(
            _("Berkas “%(name)s” kosong. Pilih berkas yang benar lalu unggah lagi.") % {"name": name}
        )
    if size > largest():
        raise WrongFile(
            _("Berkas “%(name)s” lebih dari %(size)d MB. Bagi menjadi beberapa berkas atau perkecil dulu.")
            % {"name": name, "size": settings.LUTRA_LARGE_UPLOAD_MB}
        )


def _check_disk(size: int) -> None:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder()).free < size + _KEEP_FREE:
        raise NoRoom(_("Ruang penyimpanan hampir penuh; beri tahu administrator sebelum mengunggah."))


def _life() -> timedelta:
    return timedelta(hours=settings.LUTRA_UPLOAD_HOURS)


def _path(upload: Upload) -> Path:
    return folder() / upload.token


@contextlib.contextmanager
def _alone(upload: Upload) -> Iterator[BinaryIO]:
    """The file of the pieces, held by us alone. Raises UploadBusy, UploadEnded."""
    try:
        file = _path(upload).open("r+b")
    except FileNotFoundError as error:
        raise UploadEnded(_("Unggahan ini sudah selesai atau dihentikan.")) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadBusy(_("Berkas ini sedang diunggah di jendela lain; lanjutkan dari sana.")) from error
        yield file


class _Checksum:
    """The digest that the sender promised for a piece, and the one that came."""

    def __init__(self, said: str) -> None:
        self.asked = bool(said)
        algorithm, _space, digest = said.partition(" ")
        if self.asked and algorithm not in ALGORITHMS:
            raise ChecksumWrong(_("Cara pemeriksaan potongan tidak dikenal."))
        self._hash = hashlib.new(algorithm, usedforsecurity=False) if self.asked else None
        try:
            self._promised = base64.b64decode(digest, validate=True)
        except ValueError as error:  # no base64, or not even ASCII
            raise ChecksumWrong(_("Sidik potongan tidak terbaca.")) from error

    def add(self, data: bytes) -> None:
        if self._hash is not None:
            self._hash.update(data)

    @property
    def holds(self) -> bool:
        return self._hash is None or self._hash.digest() == self._promised


def _copy(piece: Readable, file: BinaryIO, *, most: int, judge: _Checksum) -> int:
    """Copy up to ``most`` bytes; a sender who goes in the middle ends the piece there."""
    came = 0
    while came < most:
        try:
            data = piece.read(min(_READ, most - came))
        except OSError:  # Django's UnreadablePostError is one
            break
        if not data:
            break
        file.write(data)
        judge.add(data)
        came += len(data)
    return came
