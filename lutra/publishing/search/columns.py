"""What the hits are narrowed, counted and ordered by, held in memory as sets of bits: one bit for each entry.

A set is one whole number; "and", "or", "not" and counting cost microseconds at 200,000 entries. Each process keeps
the sets of the governments that it serves and, before each search, takes in what was written since: one small query.
Sets of frequent words are kept, too, and change with the entries. Nothing here is the truth; a restart forgets it.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lutra.publishing.search import engine
from lutra.publishing.search.models import SearchGone, SearchRow, SearchState, row_id

#: What hits can be narrowed by, in the order in which it is offered.
FACETS = ("kind", "information_class", "body", "year", "format", "place")
_MASK = 0xFFFFFFFF
# Of so many groups of words the sets are kept; a set of 200,000 bits is 25 KB.
_KEPT = 400
# Sets of fewer entries are as quickly asked for again.
_FREQUENT = 500
# After more changes than this the kept sets are not worth mending.
_MENDED = 2_000
# Fewer hits than this are sorted; more are met in the order of all entries.
_SORTED = 3_000

Group = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class Columns:
    """The entries of one government as sets of bits."""

    government_id: int
    epoch: str = ""
    stamp: str = ""
    generation: int = -1
    alive: int = 0
    has_text: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: {"body": {}, "place": {}})
    days: array[int] = field(default_factory=lambda: array("I"))  # by number; 0 where there is none
    order: list[int] = field(default_factory=list)  # all entries as ``_place``, oldest first
    kept: OrderedDict[Group, int] = field(default_factory=OrderedDict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def refresh(self) -> None:
        """Take in what was written since the last time."""
        state = SearchState.objects.filter(government_id=self.government_id).first()
        if state is None:
            self._forget()
        elif state.stamp != self.stamp:
            if state.epoch != self.epoch or state.generation <= self.generation:
                self._forget()
            self._take(state)

    def group(self, part: str, tokens: Iterable[str]) -> int:
        """The set of the entries that hold at least one of ``tokens``."""
        wanted = group(part, tokens)
        return self.groups([wanted])[wanted]

    def groups(self, wanted: Collection[Group]) -> dict[Group, int]:
        """The sets of several groups, those that are not kept with one question to the database."""
        with self.lock:
            missing = [each for each in dict.fromkeys(wanted) if each not in self.kept]
            found = dict(zip(missing, map(bits, engine.numbers(missing)), strict=True))
            for each in wanted:
                if each in self.kept:
                    self.kept.move_to_end(each)
                    found[each] = self.kept[each]
            for each in missing:
                if found[each].bit_count() >= _FREQUENT:
                    self.kept[each] = found[each]
            while len(self.kept) > _KEPT:
                self.kept.popitem(last=False)
            return {each: inside & self.alive for each, inside in found.items()}

    def newest_first(self, wanted: int) -> Iterator[int]:
        """The numbers of a set, newest first; of one day the greatest number first."""
        if wanted.bit_count() <= _SORTED:
            return iter(sorted(members(wanted), key=self._place, reverse=True))
        inside = wanted.to_bytes((wanted.bit_length() + 7) // 8, "little")
        size = len(inside)
        return (
            number
            for place in reversed(self.order)
            if (at := (number := place & _MASK) >> 3) < size and inside[at] >> (number & 7) & 1
        )

    def _place(self, number: int) -> int:
        """Where an entry stands in the order: by its day, then by its number."""
        return self.days[number] << 32 | number

    def _forget(self) -> None:
        self.generation, self.epoch, self.stamp = -1, "", ""
        self.alive = self.has_text = 0
        self.facets = {name: {} for name in FACETS}
        self.labels = {"body": {}, "place": {}}
        self.days, self.order = array("I"), []
        self.kept.clear()

    def _take(self, state: SearchState) -> None:
        since = self.generation
        mine = {"government_id": self.government_id, "generation__gt": since}
        gone = list(SearchGone.objects.filter(**mine).values_list("number", flat=True)) if since >= 0 else []
        found = SearchRow.objects.filter(**mine).values_list(
            "id",
            "kind",
            "information_class",
            "body_slug",
            "body_name",
            "year",
            "formats",
            "place_code",
            "place_name",
            "has_text",
            "day",
        )
        if since < 0:
            self._read(found.iterator(chunk_size=5_000), state.next_number)
            self.order.sort()
        else:
            rows = list(found)
            changed = [*gone, *(row[0] & _MASK for row in rows)]
            self._drop(changed)
            self._read(rows, state.next_number)
            # Nearly in order already, which makes this quick.
            self.order.sort()
            self._mend(changed)
        self.epoch, self.stamp, self.generation = state.epoch, state.stamp, state.generation

    def _read(self, rows: Iterable[tuple[Any, ...]], size: int) -> None:
        """Take rows into the columns, in which none of them stands; the order is sorted by whoever calls."""
        if len(self.days) < size:
            self.days.extend([0] * (size - len(self.days)))
        sets: dict[tuple[str, str], list[int]] = {}
        alive: list[int] = []
        texts: list[int] = []
        for pk, kind, information_class, slug, body, year, formats, code, place, has_text, day in rows:
            number = pk & _MASK
            alive.append(number)
            self.days[number] = day
            if has_text:
                texts.append(number)
            for name, value in (
                ("kind", kind),
                ("information_class", information_class),
                ("body", slug),
                ("year", str(year or "")),
                ("place", code),
            ):
                if value:
                    sets.setdefault((name, value), []).append(number)
            for one in formats.split(",") if formats else ():
                sets.setdefault(("format", one), []).append(number)
            if slug:
                self.labels["body"][slug] = body
            if code:
                self.labels["place"][code] = place
        for (name, value), found in sets.items():
            column = self.facets[name]
            column[value] = column.get(value, 0) | bits(found)
        self.alive |= bits(alive)
        self.has_text |= bits(texts)
        self.order += map(self._place, alive)

    def _drop(self, changed: Sequence[int]) -> None:
        """Take the changed entries out of every column; those that are still there come in anew."""
        stay = ~bits(changed)
        self.alive &= stay
        self.has_text &= stay
        for column in self.facets.values():
            for value in list(column):
                column[value] &= stay
                if not column[value]:
                    del column[value]
        for number in changed:
            if number < len(self.days) and self.days[number]:
                del self.order[bisect_left(self.order, self._place(number))]
                self.days[number] = 0

    def _mend(self, changed: Sequence[int]) -> None:
        """Let the kept sets know of the changed entries."""
        if not self.kept:
            return
        if len(changed) > _MENDED:
            self.kept.clear()
            return
        stay = ~bits(changed)
        stored = {part: self._stored(part, changed) for part in {part for part, _tokens in self.kept}}
        for group in list(self.kept):
            part, tokens = group
            now = [number for number, held in stored[part].items() if not held.isdisjoint(tokens)]
            self.kept[group] = self.kept[group] & stay | bits(now)

    def _stored(self, part: str, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
        found: dict[int, frozenset[str]] = {}
        for start in range(0, len(numbers), 500):
            ids = [row_id(self.government_id, number) for number in numbers[start : start + 500]]
            found |= {pk & _MASK: held for pk, held in engine.tokens_of(part, ids).items()}
        return found


_known: dict[int, Columns] = {}
_knowing = threading.Lock()


def columns(government_id: int) -> Columns:
    """The columns of a government as they stand now. Hold ``lock`` while reading more than one of them."""
    with _knowing:
        found = _known.setdefault(government_id, Columns(government_id))
    with found.lock:
        found.refresh()
    return found


def group(part: str, tokens: Iterable[str]) -> Group:
    """A group of words of the index, any of which will do."""
    return part, tuple(sorted(set(tokens)))


def bits(numbers: Sequence[int]) -> int:
    """A set of numbers as one whole number."""
    if not numbers:
        return 0
    inside = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        inside[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(inside, "little")


def members(wanted: int) -> list[int]:
    """The numbers of a set, smallest first."""
    inside = wanted.to_bytes((wanted.bit_length() + 7) // 8, "little")
    return [at << 3 | bit for at, byte in enumerate(inside) if byte for bit in _BITS[byte]]


_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]
