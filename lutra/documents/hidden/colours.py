"""Comparing colours the way an eye does."""

from __future__ import annotations

_NEAR = 18  # of 255 in each of red, green and blue


def is_same(one: str, other: str) -> bool:
    """Whether two RRGGBB look alike."""
    try:
        parts = zip(bytes.fromhex(one[:6]), bytes.fromhex(other[:6]), strict=True)
    except ValueError:
        return False
    return all(abs(a - b) <= _NEAR for a, b in parts)
