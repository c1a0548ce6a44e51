"""What is like a free text: perhaps it is answered already. For the form of a request, while somebody writes."""

from __future__ import annotations

import math
from collections import Counter

from lutra.directory.models import Government
from lutra.publishing.search import engine, vocabulary, words
from lutra.publishing.search.columns import columns, members
from lutra.publishing.search.queries import Hit, _hits

# Words of the text that are looked at: those that stand in the fewest entries say most.
_WORDS = 8
_READ = 2_000  # letters
# A word that stands in so many entries tells nothing about one of them.
_COMMON = 5_000
# Of the best that could be: less is no likeness.
_LEAST = 0.34


def similar(government: Government, text: str, limit: int = 5) -> list[Hit]:
    """Public information, answers and news that hold the telling words of ``text``, the most alike first.

    Nothing of the text is kept. An empty list where nothing is alike; two words or their like must be shared, or the
    only one that the text has.
    """
    stems = list(dict.fromkeys(word.stem for word in words.words(words.tidy(text)[:_READ])))
    found = vocabulary.frequency(government.pk, stems[:100])
    telling = sorted((stem for stem in found if found[stem] <= _COMMON), key=lambda stem: (found[stem], stem))
    telling = [stem for stem in telling if not stem.isdigit()][:_WORDS]
    if not telling:
        return []
    start = engine.prefix(government.pk)
    known = columns(government.pk)
    scores: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    best = 0.0
    with known.lock:
        size = known.alive.bit_count() or 1
        for stem in telling:
            worth = math.log(1 + size / found[stem])
            best += 1.5 * worth
            for number in members(known.group("any", [start + stem])):
                scores[number] += worth  # type: ignore[assignment]
                shared[number] += 1
            for number in members(known.group("short", [f"{start}t:{stem}"])):
                scores[number] += worth / 2  # type: ignore[assignment]
        needed = min(2, len(telling))
        alike = [
            number for number, score in scores.items() if shared[number] >= needed and score >= _LEAST * best
        ]
        alike.sort(key=lambda number: (-scores[number], -known.days[number], -number))
    return list(_hits(government.pk, alike[:limit], frozenset(telling)))
