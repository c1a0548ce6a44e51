"""Where a literal stands in a text, however it is spaced, broken, hyphenated or made of ligatures.

The same function finds what is to be covered and proves that it is gone, so that the two can never disagree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SURE = 8  # letters from which a literal counts also inside a longer word or number
# Letters that OCR takes for one another.
_ALIKE = str.maketrans({"l": "1", "i": "1", "o": "0", "s": "5", "b": "8", "z": "2"})


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """The letters and digits that a sign stands for, in small letters without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", letter).casefold() if each.isalnum())


def squeezed(text: str, *, loose: bool = False) -> tuple[str, list[int]]:
    """Only letters and digits, folded, and for each of them its place in ``text``. ``loose`` folds what OCR mixes."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in _plain(letter):
            letters.append(plain)
            places.append(place)
    folded = "".join(letters)
    return (folded.translate(_ALIKE) if loose else folded), places


class Folded:
    """A text, folded once for many searches."""

    def __init__(self, text: str, *, loose: bool = False) -> None:
        self.text = text
        self.loose = loose
        self._letters, self._places = squeezed(text, loose=loose)

    def occurrences(self, needle: str) -> Iterator[tuple[int, int]]:
        """Start and end of each place where ``needle`` stands, ignoring case, spaces, breaks and signs.

        A short needle must be a whole word, so that "Ani" is not found in "melayani".
        """
        wanted, _places = squeezed(needle, loose=self.loose)
        if not wanted:
            return
        at = self._letters.find(wanted)
        while at >= 0:
            start, end = self._places[at], self._places[at + len(wanted) - 1] + 1
            if len(wanted) >= _SURE or (_is_edge(self.text, start) and _is_edge(self.text, end)):
                yield start, end
            at = self._letters.find(wanted, at + 1)


def _is_edge(text: str, at: int) -> bool:
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalpha() and after.isalpha()) and not (before.isdigit() and after.isdigit())
