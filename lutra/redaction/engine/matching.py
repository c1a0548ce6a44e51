"""Where a literal stands in a text, however it is spaced, broken, hyphenated or made of ligatures.

The same function finds what is to be covered and proves that it is gone, so that the two can never disagree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_SURE = 8  # letters from which a literal counts also inside a longer word or number
# Letters that OCR takes for one another.
_ALIKE = str.maketrans({"l": "1", "i": "1", "o": "0", "s": "5", "b": "8", "z": "2"})


def squeezed(text: str, *, loose: bool = False) -> tuple[str, list[int]]:
    """Only letters and digits, folded, and for each of them its place in ``text``. ``loose`` folds what OCR mixes."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold():
            if plain.isalnum():
                letters.append(plain)
                places.append(place)
    folded = "".join(letters)
    return (folded.translate(_ALIKE) if loose else folded), places


def occurrences(text: str, needle: str, *, loose: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each place where ``needle`` stands in ``text``, ignoring case, spaces, breaks and signs.

    A short needle must be a whole word, so that "Ani" is not found in "melayani".
    """
    wanted, _places = squeezed(needle, loose=loose)
    if not wanted:
        return
    letters, places = squeezed(text, loose=loose)
    at = letters.find(wanted)
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        if len(wanted) >= _SURE or (_is_edge(text, start) and _is_edge(text, end)):
            yield start, end
        at = letters.find(wanted, at + 1)


def _is_edge(text: str, at: int) -> bool:
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalpha() and after.isalpha()) and not (before.isdigit() and after.isdigit())
