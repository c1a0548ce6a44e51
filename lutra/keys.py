"""Secrets that are made on the machine itself, on first use."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def secret_file(path: Path, *, length: int = 48, fernet: bool = False) -> str:
    """Return the secret kept in ``path``; make it first where it is missing.

    ``length`` is the number of random bytes; ``fernet`` makes a key for ``cryptography.fernet`` instead. The file is
    readable by its owner only. Two processes that start together agree on one secret: whoever links first wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        value = base64.urlsafe_b64encode(secrets.token_bytes(32 if fernet else length)).decode()
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(value)
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
