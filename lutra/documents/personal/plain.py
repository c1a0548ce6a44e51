"""A text made easy to search, which still knows where everything stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property

_UNSEEN = frozenset({"Cf", "Mn", "Me", "Co", "Cn", "Cs"})
_SPACES = {"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2003": " ", "\u2002": " "}
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-")
_SIMPLE = re.compile(r"[\x20-\x7e\n\t]*")


class Plain:
    """``text`` holds one alphabet's digits, plain spaces and dashes, no invisible signs; ``place`` leads back."""

    def __init__(self, original: str) -> None:
        self.original = original
        self._places: list[int] | None = None
        if _SIMPLE.fullmatch(original):
            self.text = original
            return
        kept: list[str] = []
        places: list[int] = []
        for at, letter in enumerate(original):
            if " " <= letter <= "~" or letter in "\n\t":
                kept.append(letter)
                places.append(at)
                continue
            for part in _plain_letter(letter):
                kept.append(part)
                places.append(at)
        self.text = "".join(kept)
        self._places = places

    @cached_property
    def lower(self) -> str:
        """In small letters, each at the same place."""
        lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else self.text

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the part from ``start`` to ``end`` stood in the original."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    def before(self, at: int, most: int, *, lines: int = 0) -> str:
        """Small letters that stand before, at most so many, not beyond so many line breaks."""
        part = self.lower[max(0, at - most) : at]
        for _ in range(part.count("\n") - lines):
            part = part.partition("\n")[2]
        return part

    def after(self, at: int, most: int) -> str:
        """Small letters that follow on the same line."""
        return self.lower[at : at + most].partition("\n")[0]

    def heading(self, at: int) -> str:
        """The head of the column, when the place is in a table of lines with tabs; empty otherwise."""
        line = bisect_right(self._ends, at - 1)
        begin = self._ends[line - 1] + 1 if line else 0
        end = self._ends[line] if line < len(self._ends) else len(self.lower)
        first, here, last = (bisect_left(self._tabs, place) for place in (begin, at, end))
        column = here - first
        if first == last:
            return ""
        for cells in self._heads:
            if column < len(cells) and cells[column].strip() and not cells[column].strip().isdigit():
                return cells[column].strip()
        return ""

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.lower)]

    @cached_property
    def _tabs(self) -> list[int]:
        return [match.start() for match in re.finditer("\t", self.lower)]

    @cached_property
    def _heads(self) -> list[list[str]]:
        """The first lines that have tabs and hardly any digits."""
        found = []
        for line in self.lower[:20_000].split("\n")[:40]:
            if "\t" in line and sum(letter.isdigit() for letter in line) * 10 <= len(line):
                found.append(line.split("\t"))
                if len(found) == 3:
                    break
        return found


def _plain_letter(letter: str) -> str:
    if letter in _SPACES:
        return " "
    if letter in _DASHES:
        return "-"
    if letter == "\r" or unicodedata.category(letter) in _UNSEEN:
        return ""
    if letter in "\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    folded = unicodedata.normalize("NFKD", letter)
    return "".join(
        str(unicodedata.decimal(part)) if part.isdecimal() else part
        for part in folded
        if unicodedata.category(part) not in _UNSEEN
    )
