"""The words of ``words.yaml``, ready to be looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

_BOOK = Path(__file__).parent / "words.yaml"
_NOT_WORD = re.compile(r"[^a-z0-9#√✓✔☑✗✘☐●•*]+")
#: How alike two texts must be for one to be read as the other, and how much more than the next best.
NEAR, AHEAD = 0.84, 0.04


@lru_cache(maxsize=65536)
def flat(text: str) -> str:
    """Lower case, no accents, one space between words: how headings and values are compared."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare.replace("&", " dan ")).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: blank, a dash, "n/a", "belum ada"."""
    bare = text.strip().casefold()
    return bare in _raw("nothing") or flat(bare) in _set("nothing")


def is_tick(text: str) -> bool:
    """Whether a cell of a column of ticks says yes."""
    return text.strip().casefold() in _raw("ticks")


def is_no(text: str) -> bool:
    """Whether a cell of a column of ticks says no in so many words."""
    return text.strip().casefold() in _raw("no")


@cache
def table(name: str) -> Mapping[str, str]:
    """Word -> code of a table of words: "columns", "kinds", "forms", "months"."""
    return {flat(word): str(code) for code, words in _words()[name].items() for word in words}


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(flat(word) for word in _words()[name])


@cache
def _raw(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _words()[name])


def listed(name: str) -> frozenset[str]:
    """A plain list of words, flattened: "times", "days", "footers", "body_noise"."""
    return _set(name)


@cache
def long_forms() -> Mapping[str, str]:
    """What short words of office names stand for."""
    return {flat(short): flat(long) for short, long in _words()["body_long"].items()}


def nearest(text: str, among: Mapping[str, str], *, near: float = NEAR) -> str | None:
    """The code of the one word that ``text`` nearly is; None where there is none or two are alike near."""
    if len(text) < 4:
        return None
    best: dict[str, float] = {}
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    for word, code in among.items():
        matcher.set_seq1(word)
        if matcher.real_quick_ratio() < near or matcher.quick_ratio() < near:
            continue
        best[code] = max(best.get(code, 0.0), matcher.ratio())
    ranked = sorted(best.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < near:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < AHEAD:
        return None
    return ranked[0][0]


@cache
def _words() -> Mapping[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_BOOK.read_text(encoding="utf-8"))
    return loaded
