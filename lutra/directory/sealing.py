"""Sealing of personal data: encrypted at rest, with keys that can be rotated while everything runs."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from lutra.keys import listed


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def keys() -> tuple[str, ...]:
    """The identity keys, newest first: of the setting, else of the file, read anew when it was changed.

    A process that runs for weeks must not go on sealing with a key that has been replaced meanwhile.
    """
    return tuple(settings.LUTRA_IDENTITY_KEYS) or listed(settings.LUTRA_IDENTITY_KEY_FILE)


def seal(data: dict[str, str]) -> bytes:
    """Encrypt ``data`` with the newest key."""
    return seal_bytes(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def unseal(sealed: bytes) -> dict[str, str]:
    """Decrypt what ``seal`` made, with whichever key made it. Raises cryptography's InvalidToken otherwise."""
    opened: dict[str, str] = json.loads(unseal_bytes(sealed))
    return opened


def seal_bytes(content: bytes) -> bytes:
    """Encrypt a whole file (a letter holds name and address)."""
    return _box(keys()).encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """Decrypt what ``seal_bytes`` made."""
    return _box(keys()).decrypt(sealed)


def resealed(sealed: bytes) -> bytes | None:
    """The same content under the newest key; None when that key sealed it already. Raises InvalidToken."""
    known = keys()
    try:
        _box(known[:1]).decrypt(sealed)
    except InvalidToken:
        return _box(known).rotate(sealed)
    return None


def mark(government_id: int, text: str) -> str:
    """A keyed digest (64 hex digits) of an identity number: equal for equal numbers within one government only.

    Its key stands apart from the identity keys and never changes, so that somebody who asks again is recognised
    after every rotation. At first it was the oldest identity key, and where there was one it still has that value.
    """
    message = f"{government_id}:{''.join(text.split()).upper()}".encode()
    return hmac.new(settings.LUTRA_MARK_KEY.encode(), message, hashlib.sha256).hexdigest()


def email_mark(government_id: int, address: str) -> str:
    """The keyed digest of an e-mail address, whatever its case; "" of an empty one."""
    typed = address.strip()
    return mark(government_id, f"email:{typed}") if typed else ""
