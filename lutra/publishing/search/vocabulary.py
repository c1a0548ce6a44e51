"""The words of an index: what a beginning may become, and what a mistyped word may have meant. Only public words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, Sum

from lutra.publishing.search.models import SearchWord

_SHORTEST_BEGINNING = 3
_MOST_ENDINGS = 60
_SHORTEST_GUESS = 4
_TWO_MISTAKES = 8  # from so many letters on
_LOOKED_AT = 4_000


def frequency(government_id: int, stems: list[str]) -> dict[str, int]:
    """In how many entries each stem stands, counted by its words (more than there are where two stand together)."""
    found = (
        SearchWord.objects.filter(government_id=government_id, stem__in=stems)
        .values("stem")
        .annotate(all=Sum("documents"))
    )
    return {row["stem"]: row["all"] for row in found}


def completions(government_id: int, beginning: str) -> list[str]:
    """The stems of the words that begin so, the most frequent first."""
    if len(beginning) < _SHORTEST_BEGINNING:
        return []
    found = SearchWord.objects.filter(_between("word", beginning), government_id=government_id)
    found = found.order_by("-documents", "word")
    return list(dict.fromkeys(found.values_list("stem", flat=True)[:_MOST_ENDINGS]))


@dataclass(frozen=True, slots=True)
class Meant:
    """The word that was most likely meant, and its stem."""

    word: str
    stem: str


def nearest(government_id: int, word: str) -> Meant | None:
    """The word that was most likely meant: one mistake, in a long word two; the nearest, then the most frequent."""
    if len(word) < _SHORTEST_GUESS or word.isdigit():
        return None
    most = 2 if len(word) >= _TWO_MISTAKES else 1
    # Of so few mistakes at least one end of the word has none.
    whole = max(2, (len(word) - 1) // (most + 1))
    near: list[tuple[str, str, int]] = []
    for ends in (_between("word", word[:whole]), _between("backwards", word[::-1][:whole])):
        found = SearchWord.objects.filter(ends, government_id=government_id).order_by("-documents", "word")
        near += found.values_list("word", "stem", "documents")[:_LOOKED_AT]
    letters = set(word)
    best: tuple[int, int, str] | None = None
    chosen = None
    for other, stem, documents in dict.fromkeys(near):
        if abs(len(other) - len(word)) > most or len(letters.symmetric_difference(other)) > 2 * most:
            continue
        mistakes = distance(word, other, most=most)
        rank = (mistakes, -documents, other)
        if mistakes <= most and (best is None or rank < best):
            best, chosen = rank, Meant(other, stem)
    return chosen


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour; ``most`` + 1 if more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before = before, row
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _between(column: str, beginning: str) -> Q:
    """A range of the index: the same on both databases, which LIKE is not."""
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return Q(**{f"{column}__gte": beginning, f"{column}__lt": after})
