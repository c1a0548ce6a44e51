"""Tracking codes: long enough that nobody guesses one, short enough to read over the telephone."""

from __future__ import annotations

import secrets

# Crockford's alphabet: no I, L, O or U, so that what is read aloud is typed right.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12  # 60 bits
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_code() -> str:
    """A fresh random code of twelve characters."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def read_code(typed: str) -> str:
    """What somebody typed, as a code: case, spaces, hyphens and look-alike letters do not matter."""
    kept = "".join(char for char in typed.upper() if char.isalnum())
    return kept.translate(_MISREAD)[:16]


def show_code(code: str) -> str:
    """A code in groups of four: "7KQ2-M9XF-3D5A"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
