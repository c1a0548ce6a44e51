"""Is an identity number what it claims to be? Structure only: nothing is looked up anywhere and nothing is kept.

A NIK is 16 digits: province (2), regency (2), district (2), date of birth as ddmmyy with 40 added to the day for women,
and a serial. Each function gives the code of the first problem found, or None; ``statute.problem_text`` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime

from lutra.law import statute

_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}")
_SPACING = re.compile(r"[\s.\-]+")
# What decisions since the colonial gazette have used: "C-1234 HT.01.01.TH.2005", "AHU-0012345.AH.01.04.Tahun 2020".
_ESTABLISHMENT_CHARACTERS = re.compile(r"[A-Za-z0-9 .,/\-():]+")
_ESTABLISHMENT_LENGTH = 5

# The year in a NIK has two digits, so 27 may be 1927 or 2027. Nobody older than this is thought to file a request.
_OLDEST = 120
_WOMEN = 40


def tidy_nik(text: str) -> str:
    """The number without the spaces, dots and dashes people write between groups of digits."""
    return _SPACING.sub("", text)


def nik_problem(
    nik: str, *, district_codes: Collection[str] | None = None, today: date | None = None
) -> str | None:
    """The first problem of a NIK: not_16_digits, province, district, birth_date, birth_date_future, serial; or None.

    ``district_codes`` are six-digit codes such as "732201"; give them only when the list covers the whole country,
    because applicants come from everywhere. ``today`` is the legal day of filing.
    """
    if not _SIXTEEN_DIGITS.fullmatch(nik):
        return "not_16_digits"
    if nik[:2] not in statute.province_codes():
        return "province"
    if nik[2:4] == "00" or nik[4:6] == "00" or (district_codes is not None and nik[:6] not in district_codes):
        return "district"
    birth_dates = _possible_birth_dates(nik[6:12])
    if not birth_dates:
        return "birth_date"
    day = today or datetime.now(tz=UTC).date()
    if not any(day.year - _OLDEST <= born.year and born <= day for born in birth_dates):
        return "birth_date_future"
    return "serial" if nik[12:] == "0000" else None


def establishment_number_problem(text: str) -> str | None:
    """The first problem of a legal body's establishment number: missing, strange_characters, too_short, no_digit."""
    number = text.strip()
    if not number:
        return "missing"
    if not _ESTABLISHMENT_CHARACTERS.fullmatch(number):
        return "strange_characters"
    if len(number) < _ESTABLISHMENT_LENGTH:
        return "too_short"
    return None if any(character.isdigit() for character in number) else "no_digit"


def _possible_birth_dates(ddmmyy: str) -> list[date]:
    """The real dates that six digits of a NIK can mean; none when there is no such day in either century."""
    day, month, year = int(ddmmyy[:2]), int(ddmmyy[2:4]), int(ddmmyy[4:])
    if day > _WOMEN:
        day -= _WOMEN
    return [born for century in (1900, 2000) if (born := _date(century + year, month, day)) is not None]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
