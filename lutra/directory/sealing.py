"""Sealing of personal data: encrypted at rest, with keys that can be rotated."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _keys() -> tuple[str, ...]:
    return tuple(settings.LUTRA_IDENTITY_KEYS)


def seal(data: dict[str, str]) -> bytes:
    """Encrypt ``data`` with the newest key of ``LUTRA_IDENTITY_KEYS``."""
    return seal_bytes(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def unseal(sealed: bytes) -> dict[str, str]:
    """Decrypt what ``seal`` made, with whichever key made it. Raises cryptography's InvalidToken otherwise."""
    opened: dict[str, str] = json.loads(unseal_bytes(sealed))
    return opened


def seal_bytes(content: bytes) -> bytes:
    """Encrypt a whole file (a letter holds name and address)."""
    return _box(_keys()).encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """Decrypt what ``seal_bytes`` made."""
    return _box(_keys()).decrypt(sealed)


def mark(government_id: int, text: str) -> str:
    """A keyed digest (64 hex digits) of an identity number: equal for equal numbers within one government only.

    It uses the oldest key, so that marks survive the adding of a new one.
    """
    message = f"{government_id}:{''.join(text.split()).upper()}".encode()
    return hmac.new(_keys()[-1].encode(), message, hashlib.sha256).hexdigest()
