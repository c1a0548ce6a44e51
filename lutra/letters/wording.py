"""Dates, sums and sizes as a letter says them."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as time_of_day
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel.dates import format_date, format_datetime

from lutra.letters.forms import FOLDER


@cache
def words(language: str) -> dict[str, str]:
    """The letterhead's own words in ``language``."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "words.yaml").read_text(encoding="utf-8"))
    return loaded[language]


@cache
def long_date(day: date, language: str) -> str:
    """ "Senin, 16 Maret 2026"."""
    return format_date(day, "EEEE, d MMMM y", locale=language)


@cache
def plain_date(day: date, language: str) -> str:
    """ "16 Maret 2026"."""
    return format_date(day, "d MMMM y", locale=language)


@cache
def weekday(day: date, language: str) -> str:
    """ "Sen"."""
    return format_date(day, "EEE", locale=language)


def moment(at: datetime, zone: str, language: str) -> str:
    """ "Senin, 2 Maret 2026 pukul 09.14 WITA", in the government's own zone."""
    local = at.astimezone(ZoneInfo(zone))
    return words(language)["moment"].format(
        day=long_date(local.date(), language),
        time=format_datetime(local, words(language)["time"], locale=language),
        zone=local.tzname(),
    )


def clock(day: date, time: time_of_day, zone: str, language: str) -> str:
    """ "09.30 WITA", on a day in the government's own zone."""
    local = datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    return f"{format_datetime(local, words(language)['time'], locale=language)} {local.tzname()}"


def rupiah(amount: int, language: str) -> str:
    """ "Rp 12.000"; nothing to pay is said in words."""
    if amount == 0:
        return words(language)["free"]
    return "Rp " + f"{amount:,}".replace(",", ".")


def size(number_of_bytes: int) -> str:
    """ "240 KB"."""
    if number_of_bytes < 1024 * 1024:
        return f"{max(1, round(number_of_bytes / 1024))} KB"
    return f"{number_of_bytes / 1024 / 1024:.1f} MB"


def listed(parts: list[Any]) -> str:
    """The parts that are there, with a middle dot between."""
    return " · ".join(str(part) for part in parts if part)
