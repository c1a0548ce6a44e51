"""The keys of an installation under a passphrase, and the proof that keys fit an archive."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.utils.translation import gettext as _

from lutra.cli.archive.errors import WrongPassphrase
from lutra.directory.sealing import keys, mark, seal_bytes

SHORTEST = 12
_CANARY = b"lutra"
# 32 MB and a third of a second for each guess at the passphrase.
_COST = {"length": 32, "n": 2**15, "r": 8, "p": 1}


def proof() -> dict[str, str]:
    """What tells later whether keys are the right ones, and betrays nothing of them."""
    return {"sealed": seal_bytes(_CANARY).decode(), "mark": mark(0, "lutra")}


def opens(proof: dict[str, str], identity: tuple[str, ...]) -> bool:
    """Whether one of these identity keys opens what the archive holds sealed."""
    try:
        box = MultiFernet([Fernet(key) for key in identity])
        return box.decrypt(proof["sealed"].encode()) == _CANARY
    except (ValueError, InvalidToken):
        return False


def locked(passphrase: str) -> bytes:
    """All keys of this installation, sealed: the files of ``keys/``, and what the settings give in their place."""
    folder = Path(settings.DATA) / "keys"
    found = {
        path.name: base64.b64encode(path.read_bytes()).decode()
        for path in sorted(folder.glob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    given = {
        "identity": "\n".join(keys()) + "\n",
        "mark": settings.LUTRA_MARK_KEY,
        "secret": settings.SECRET_KEY,
    }
    found |= {name: base64.b64encode(text.encode()).decode() for name, text in given.items()}
    salt = os.urandom(16)
    return salt + _box(passphrase, salt).encrypt(json.dumps(found).encode())


def unlocked(content: bytes, passphrase: str) -> dict[str, bytes]:
    """The key files by name. Raises WrongPassphrase."""
    try:
        opened = json.loads(_box(passphrase, content[:16]).decrypt(content[16:]))
    except InvalidToken as error:
        raise WrongPassphrase(
            _("kata sandi tidak membuka kunci dalam cadangan ini; periksa lalu ulangi.")
        ) from error
    return {name: base64.b64decode(text) for name, text in opened.items()}


def identity_of(found: dict[str, bytes]) -> tuple[str, ...]:
    """The identity keys among key files, newest first."""
    return tuple(found.get("identity", b"").decode().split())


def lay(found: dict[str, bytes]) -> None:
    """Put the key files in their folder, each whole or not at all, readable by their owner only."""
    folder = Path(settings.DATA) / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in found.items():
        draft = folder / f".{Path(name).name}.{os.getpid()}"
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        draft.replace(folder / Path(name).name)


def _box(passphrase: str, salt: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(Scrypt(salt=salt, **_COST).derive(passphrase.encode())))
