"""Words as the search knows them: folded, without empty words, brought to one stem. Pure, and the same everywhere.

Both databases store what is made here, so that a text is found by the same questions on either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import Stemmer
import yaml

#: Counted up whenever the same text would give other stems; the index is then made anew (see ``upkeep``).
VERSION = 1
LONGEST = 40  # letters of a word
# A document of a thousand pages is found by what stands in its first hundred or so.
INDEXED = 20_000
# Words within which a phrase is found; beyond them words count one by one.
PHRASED = 4_000

_WORD = re.compile(r"[^\W_]+")
_HYPHENED = re.compile(r"[^\W_]+-[^\W_]+")
_stemmer = Stemmer.Stemmer("indonesian")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as folded, its stem, and where it stands."""

    folded: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What of a text goes into the index: stems, pairs of neighbouring stems, and the words behind the stems."""

    stems: frozenset[str]
    pairs: frozenset[str]
    forms: frozenset[str]


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _empty() -> frozenset[str]:
    return frozenset(_data()["empty"].split())


@cache
def _meant() -> dict[str, str]:
    """Each word of the synonym map with the stem it stands for."""
    meant = {}
    for line in [*_data()["stems"], *_data()["same"]]:
        for word in line:
            meant[fold(word)] = f"{fold(line[0])}"
    return meant


def fold(text: str) -> str:
    """Small letters, without accents, without compatibility forms ("ﬁ", "２")."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def tidy(text: str) -> str:
    """``text`` as it is stored: composed letters, no signs that the databases refuse or nobody sees."""
    composed = unicodedata.normalize("NFC", text)
    kept = (
        " " if letter.isspace() else letter
        for letter in composed
        if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


@lru_cache(maxsize=200_000)
def stem(folded: str) -> str:
    """The stem of one folded word; a number or a code stays what it is. "" for an empty word."""
    if folded in _empty():
        return ""
    if folded in _meant():
        return _meant()[folded]
    if not folded.isalpha():
        return folded[:LONGEST]
    stemmed = str(_stemmer.stemWord(folded))[:LONGEST]
    return _meant().get(stemmed, stemmed)


def words(text: str) -> Iterator[Word]:
    """Every searchable word of ``text`` in its order, empty ones left out. "buku-buku" is one word."""
    last = None
    for match in _WORD.finditer(text):
        folded = fold(match[0])
        stemmed = stem(folded)
        if not stemmed or (len(folded) == 1 and folded.isalpha()):
            continue
        if last is not None and last.stem == stemmed and text[last.end : match.start()] == "-":
            continue
        last = Word(folded[:LONGEST], stemmed, match.start(), match.end())
        yield last


def analyse(text: str) -> Analysis:
    """What of ``text`` goes into the index."""
    stems: set[str] = set()
    pairs: set[str] = set()
    forms: set[str] = set()
    before = ""
    for count, word in enumerate(words(text)):
        if count >= INDEXED:
            break
        stems.add(word.stem)
        forms.add(word.folded)
        if before and count < PHRASED:
            pairs.add(pair(before, word.stem))
        before = word.stem
    # "covid-19" is also looked for as "covid19".
    for match in _HYPHENED.finditer(text[: INDEXED * 8]):
        joined = fold(match[0].replace("-", ""))[:LONGEST]
        if not joined.isalpha():
            stems.add(joined)
            forms.add(joined)
    return Analysis(frozenset(stems), frozenset(pairs), frozenset(forms))


def pair(one: str, other: str) -> str:
    """Two neighbouring stems as one word of the index."""
    return f"{one}_{other}"
