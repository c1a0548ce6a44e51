"""The identity by which the same row of a file finds its item again: body, title, year and part of the year."""

from __future__ import annotations

import re
import unicodedata

from lutra.catalogue.items.form import ItemForm, year_of

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PART = re.compile(
    r"\b(?:(triwulan|tw|semester|smt|caturwulan|tahap|periode|bulan)\s*(?:ke\s*)?([ivx]+|\d{1,2}))\b"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LONGEST = 200


def plain(text: str) -> str:
    """Lower case, without accents and punctuation, words parted by one space: how texts are compared."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", folded).strip()


def part_of_year(text: str) -> str:
    """ "triwulan-1" for "Triwulan I"; empty when a text names no part of a year."""
    found = _PART.search(plain(text))
    if found is None:
        return ""
    name = {"tw": "triwulan", "smt": "semester"}.get(found[1], found[1])
    number = _ROMAN.get(found[2]) or (int(found[2]) if found[2].isdigit() else 0)
    return f"{name}-{number}"


def key_of(form: ItemForm) -> str:
    """ "dinkes|laporan realisasi anggaran 2025|2025|": the same for the same information, whatever else changes."""
    year = year_of(form)
    part = part_of_year(form.title) or part_of_year(form.made_when)
    title = plain(form.title)
    tail = f"|{year or ''}|{part}"
    head = f"{form.body.slug}|"
    return f"{head}{title[: _LONGEST - len(head) - len(tail)]}{tail}"
