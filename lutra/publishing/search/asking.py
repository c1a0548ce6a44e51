"""What somebody typed, read as a question: words, "phrases", -words to leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lutra.publishing.search import words

#: Letters and terms that are looked at; nobody asks more, and a machine shall not make us.
LONGEST = 200
MOST = 12
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<plain>[^\s"“”]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or some that must stand side by side. ``text`` is how it was typed; ``forms`` how it is folded."""

    text: str
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    joined: str = ""  # "covid19" for "covid-19"

    @property
    def is_phrase(self) -> bool:
        """Whether more than one word must stand side by side."""
        return len(self.stems) > 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood; empty when there is nothing to look for."""

    text: str
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.without)


def read(typed: str) -> Question:
    """Understand what was typed. What has no sense as a question is looked for as words; nothing is refused."""
    text = words.tidy(typed)[:LONGEST]
    terms: list[Term] = []
    without: list[Term] = []
    for match in _PIECE.finditer(text):
        piece = match["phrase"] if match["phrase"] is not None else match["plain"]
        term = _term(piece)
        if term and len(terms) + len(without) < MOST:
            (without if match["minus"] else terms).append(term)
    return Question(text, tuple(terms), tuple(without))


def _term(piece: str) -> Term | None:
    found = list(words.words(piece))
    if not found:
        return None
    joined = words.fold(piece.replace("-", "")) if "-" in piece else ""
    return Term(
        text=piece,
        stems=tuple(word.stem for word in found),
        forms=tuple(word.folded for word in found),
        joined=joined if joined.isalnum() and not joined.isalpha() else "",
    )
