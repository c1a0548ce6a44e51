"""The index of withheld parts goes out with the copy, so it must not say what the copy withholds.

Loads no framework.
"""

from __future__ import annotations

from lutra.documents import personal


def tells_a_person(text: str) -> bool:
    """Whether a text surely holds somebody's personal data."""
    return any(match.certainty == "sure" for match in personal.find(text))
