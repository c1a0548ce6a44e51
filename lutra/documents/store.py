"""The content-addressed store: a file is kept once, under the SHA-256 of its content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from lutra.directory.sealing import seal_bytes, unseal_bytes
from lutra.documents.errors import FileDamaged


def keep(content: bytes, *, sealed: bool = False) -> str:
    """Keep ``content`` and return its SHA-256 (hex). Safe to repeat, and to be killed in the middle.

    A damaged copy that lies there already is replaced by the good one.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest, sealed=sealed)
    if not path.exists() or _is_damaged(digest, sealed=sealed):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{digest}.{os.getpid()}.{os.urandom(4).hex()}")
        with draft.open("wb") as file:
            file.write(seal_bytes(content) if sealed else content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return digest


def read(digest: str, *, sealed: bool = False) -> bytes:
    """The content whose SHA-256 is ``digest``. Raises FileDamaged when it is missing or was altered."""
    try:
        content = _path(digest, sealed=sealed).read_bytes()
    except FileNotFoundError as error:
        raise FileDamaged(_("Berkas tidak ditemukan di penyimpanan; pulihkan dari cadangan.")) from error
    if sealed:
        try:
            content = unseal_bytes(content)
        except InvalidToken as error:
            raise FileDamaged(
                _(
                    "Berkas rahasia tidak dapat dibuka: isinya berubah atau kuncinya hilang; pulihkan keduanya."
                )
            ) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileDamaged(_("Isi berkas berubah sejak disimpan; pulihkan dari cadangan."))
    return content


def remove(digest: str, *, sealed: bool = False) -> None:
    """Take the content away. Safe to repeat."""
    _path(digest, sealed=sealed).unlink(missing_ok=True)


def _is_damaged(digest: str, *, sealed: bool) -> bool:
    try:
        read(digest, sealed=sealed)
    except FileDamaged:
        return True
    return False


def _path(digest: str, *, sealed: bool) -> Path:
    root: Path = settings.LUTRA_FILES
    return root / ("sealed" if sealed else "plain") / digest[:2] / digest
