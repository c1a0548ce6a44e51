"""The content-addressed store: a file is kept once, under the SHA-256 of its content."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

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


def keep_file(source: Path) -> str:
    """Keep the content of the file ``source`` and return its SHA-256 (hex). The file itself stays where it is.

    Read piece by piece: a file of two gigabytes never lies in memory. Linked where the disk allows it, else copied.
    Safe to repeat, and to be killed in the middle.
    """
    digest = digest_of(source)
    path = _path(digest, sealed=False)
    if path.exists() and digest_of(path) == digest:
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{digest}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        try:
            os.link(source, draft)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(source, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def digest_of(path: Path) -> str:
    """The SHA-256 (hex) of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_file(digest: str) -> BinaryIO:
    """The plain content whose SHA-256 is ``digest`` as an open file, for what is too large for memory.

    Its content is not checked here; ``verify`` does that. Raises FileDamaged when it is missing.
    """
    return local_path(digest).open("rb")


def local_path(digest: str) -> Path:
    """Where the plain content lies, for tools that read files; nobody may write there. Raises FileDamaged."""
    path = _path(digest, sealed=False)
    if not path.is_file():
        raise FileDamaged(_("Berkas tidak ditemukan di penyimpanan; pulihkan dari cadangan."))
    return path


def verify(digest: str) -> None:
    """Read the plain content once through. Raises FileDamaged when it is missing or was altered."""
    if digest_of(local_path(digest)) != digest:
        raise FileDamaged(_("Isi berkas berubah sejak disimpan; pulihkan dari cadangan."))


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
