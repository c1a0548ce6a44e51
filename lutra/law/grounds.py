"""Does a text name an Act? Pasal 17 huruf j lets information be withheld only where an Undang-Undang forbids it; a
government, ministerial or regional regulation is not enough."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_FIRST_YEAR = 1945

# An article may stand before or after the Act; several Acts are parted by ";" or "jo.".
_ARTICLES = re.compile(
    r"^(?:(?:pasal|ayat|huruf|angka|dan|atau|serta)\b[\s.,]*(?:(?!uu\b)\(?\w{1,4}\)?[\s,]+)?)+", re.IGNORECASE
)
_ACT = re.compile(r"(?:undang\s*-\s*undang|uu)\b(?!\s*dasar)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_NUMBER_AND_YEAR = re.compile(
    r"^(?:\s+republik\s+indonesia|\s+ri)?(?:\s+darurat|\s+drt\.?)?"
    r"\s*(?:(?:nomor|no\.?)\s*)?(?P<number>[1-9][0-9]{0,2})\s*(?:/|tahun|thn\.?|th\.?)\s*(?P<year>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*;\s*|\s+(?:jo\.?|juncto)\s+", re.IGNORECASE)


def act_problem(text: str, *, today: date | None = None) -> str | None:
    """The first problem of a legal basis for huruf j: missing, not_an_act, number_missing, year; else None.

    "UU 14/2008" and "Pasal 40 Undang-Undang Nomor 10 Tahun 1998 tentang Perbankan" pass. "Perbup 5/2020" does not, and
    neither does "PP 61/2010 tentang Pelaksanaan UU 14/2008": what counts is the rule itself, not what it mentions.
    """
    parts = [part for part in _PARTS.split(text.strip()) if part]
    if not parts:
        return "missing"
    year_now = (today or datetime.now(tz=UTC).date()).year
    return next((problem for part in parts if (problem := _part_problem(part, year_now))), None)


def _part_problem(part: str, year_now: int) -> str | None:
    act = _ACT.match(_ARTICLES.sub("", part).strip())
    if act is None:
        return "not_an_act"
    found = _NUMBER_AND_YEAR.match(act["rest"])
    if found is None:
        return "number_missing"
    return None if _FIRST_YEAR <= int(found["year"]) <= year_now else "year"
