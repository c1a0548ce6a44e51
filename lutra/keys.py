"""Secrets that are made on the machine itself, on first use."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

# What was read of a file of keys, by its path: (its fingerprint, the keys).
_read: dict[Path, tuple[tuple[int, int, int], tuple[str, ...]]] = {}


def secret_file(path: Path, *, length: int = 48, fernet: bool = False, first: str = "") -> str:
    """Return the secret kept in ``path``; make it first where it is missing.

    ``length`` is the number of random bytes; ``fernet`` makes a key for ``cryptography.fernet`` instead; ``first``
    is the value to begin with in place of a random one. The file is readable by its owner only. Two processes that
    start together agree on one secret: whoever links first wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = base64.urlsafe_b64encode(secrets.token_bytes(32 if fernet else length)).decode()
        draft = _draft(path, first or made)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def listed(path: Path) -> tuple[str, ...]:
    """The keys kept in ``path``, one a line, newest first; one is made where the file is missing.

    The file is read again only when it was replaced, which costs one look at its date.
    """
    try:
        seen = path.stat()
    except FileNotFoundError:
        secret_file(path, fernet=True)
        seen = path.stat()
    fingerprint = (seen.st_mtime_ns, seen.st_ino, seen.st_size)
    known = _read.get(path)
    if known is None or known[0] != fingerprint:
        known = _read[path] = (fingerprint, tuple(path.read_text().split()))
    return known[1]


def replace(path: Path, keys: tuple[str, ...]) -> None:
    """Put ``keys`` in ``path``, newest first: whole or not at all, and on the disk when this returns."""
    draft = _draft(path, "\n".join(keys) + "\n")
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _draft(path: Path, text: str) -> Path:
    """``text`` beside ``path``, on the disk and readable by its owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    return draft
