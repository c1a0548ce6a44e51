"""What may answer a question already, offered to whoever is about to ask it.

``similar`` is the one entry: the filing form knows nothing else. What can be read at once comes first (the list of
public information, the reading room), then the answered lines of the public register.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lutra.directory.models import Government
from lutra.publishing.models import PublicRequest, PublicWord
from lutra.publishing.search.similar import similar as similar_entries
from lutra.publishing.words import words_of

# Of a long question the rarest words tell most; those that stand in hundreds of lines tell nothing.
_WORDS = 8
_COMMON = 400
_READ = 1000  # characters
_LINES = 5


# Where something can be read, in place of a reference.
_WHERE: dict[str, Promise] = {
    "information": gettext_lazy("Daftar informasi publik"),
    "document": gettext_lazy("Daftar informasi publik"),
    "answer": gettext_lazy("Ruang baca jawaban"),
    "news": gettext_lazy("Berita"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something published that may answer the question. ``url`` is a path of the portal; "" for a register line."""

    title: str
    source: str  # who answered
    reference: str
    outcome: str
    url: str = ""


def similar(government: Government, text: str, /, *, limit: int = 3) -> list[Suggestion]:
    """What shares telling words with ``text``: what can be read at once, then answered lines of the register.

    Two words must be shared, or the only one there is. The text is kept nowhere.
    """
    readable = [
        Suggestion(
            title="".join(piece.text for piece in hit.title),
            source=hit.body_name,
            reference=str(_WHERE[hit.kind]),
            outcome="",
            url=hit.url,
        )
        for hit in similar_entries(government, text[:_READ], limit)
    ]
    if len(readable) >= limit:  # what can be read at once is enough; the register need not be asked
        return readable[:limit]
    return [*readable, *_lines(government, text)][:limit]


def _lines(government: Government, text: str) -> list[Suggestion]:
    """Answered lines of the register, the most alike first, newest before older."""
    lines: dict[str, list[int]] = {}
    for word in sorted(words_of(text[:_READ]), key=lambda word: (-len(word), word))[: 3 * _WORDS]:
        hits = PublicWord.objects.filter(government=government, word=word).order_by("-position")
        if found := list(hits.values_list("row_id", flat=True)[: _COMMON + 1]):
            lines[word] = found
    telling = sorted(
        (word for word in lines if len(lines[word]) <= _COMMON), key=lambda word: len(lines[word])
    )
    shared = Counter(row for word in telling[:_WORDS] for row in lines[word])
    needed = min(2, len(telling))
    rows = PublicRequest.objects.filter(
        pk__in=[row for row, count in shared.items() if count >= needed], is_withheld=False
    ).exclude(outcome="")
    best = sorted(rows, key=lambda row: (-shared[row.pk], -row.position))[:_LINES]
    return [Suggestion(row.public_subject, row.body_name, row.reference, row.outcome) for row in best]
