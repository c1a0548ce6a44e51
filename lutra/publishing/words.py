"""Words of a text as the search of the register knows them."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
# Words that stand in nearly every request find nothing.
_EMPTY = frozenset({"dan", "di", "ke", "dari", "yang", "untuk", "pada", "atas", "the", "of", "and", "for"})


def words_of(text: str) -> frozenset[str]:
    """The searchable words of ``text``: folded to small letters without accents, at least two letters long."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(word[:_LONGEST] for word in _WORD.findall(plain) if len(word) > 1 and word not in _EMPTY)
