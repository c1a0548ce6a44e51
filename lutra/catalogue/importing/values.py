"""What a cell says: a time in any of the ways people write it, a class, forms, links, a year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from lutra.catalogue.importing import words
from lutra.catalogue.importing.sheets import Cell
from lutra.catalogue.importing.tables import text_of
from lutra.catalogue.items.files import is_address

FIRST_YEAR, LAST_YEAR = 1945, 2100
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
_SERIALS = range(16_000, 75_000)  # days of 1943 to 2105
_CENTURY = 2000
_YOUNG = 70  # "99" is 1999, "24" is 2024


@dataclass(frozen=True, slots=True)
class When:
    """A time: the day when one is named, the span it covers, and the words when it names no day."""

    on: date | None = None
    begins: date | None = None
    ends: date | None = None
    words: str = ""

    @property
    def year(self) -> int | None:
        """The last year that it names."""
        day = self.on or self.ends
        return day.year if day else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot be taken: the code of the fault."""

    code: str


def when(cell: Cell) -> When | Wrong:
    """Read a time. A cell of a spreadsheet may be a day, a serial number of one, a year, or text."""
    if isinstance(cell, datetime):
        return _day(cell.date())
    if isinstance(cell, date):
        return _day(cell)
    if isinstance(cell, bool):
        return Wrong("date_unknown")
    if isinstance(cell, int | float):
        return _number(float(cell))
    return _said(text_of(cell))


def _day(day: date) -> When | Wrong:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Wrong("date_out_of_range")
    return When(on=day, begins=day, ends=day)


def _number(number: float) -> When | Wrong:
    if number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR:
        return _year(int(number))
    if int(number) in _SERIALS:
        return _day(_EPOCH + timedelta(days=int(number)))
    return Wrong("date_out_of_range" if number < 10_000 else "date_unknown")


def _year(year: int) -> When | Wrong:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Wrong("date_out_of_range")
    return When(begins=date(year, 1, 1), ends=date(year, 12, 31), words=str(year))


_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[t ]\d{1,2}[:.]\d{2}.*)?")
_NUMERIC = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?:[t ]\d{1,2}[:.]\d{2}.*)?")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/ .]*([a-z]{3,12})[-/ .,]*(\d{4}|'?\d{2})(?:[ ,]\d{1,2}[:.]\d{2}.*)?"
)
_ENGLISH = re.compile(r"([a-z]{3,12})[ .]+(\d{1,2})(?:st|nd|rd|th)?,?[ ]+(\d{4})")
_MONTH = re.compile(r"([a-z]{3,12})[-/ .,]*(?:tahun |th |thn )?(\d{4}|'\d{2})")
_MONTH_NUMBER = re.compile(r"(\d{1,2})[-/](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_YEAR = re.compile(r"(?:tahun anggaran|tahun|thn|th|ta|t\.a\.?)?\.? ?(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_PART = re.compile(
    r"(triwulan|tw|kuartal|q|semester|smt|sem|caturwulan)\.?[ -]*(?:ke-?)?[ -]*([ivx]+|\d)\b[ ,./-]*"
    r"(?:tahun anggaran|tahun|thn|th|ta)?\.? ?(\d{4})"
)
_WEEK = re.compile(r"(?:(?:minggu|pekan) )?ke-? ?(?:\d|[iv]+) ([a-z]{3,12}) (\d{4})")
_YEARS = re.compile(r"(?:tahun anggaran|tahun ajaran|tahun pelajaran|tahun|ta)?\.? ?(\d{4}) ?/ ?(\d{4})")
_SPAN = re.compile(r"(.+?)\s*(?:s\.?/?d\.?|sampai dengan|sampai|hingga|–|—|-| to )\s*(.+)")
# What people write around a day: "tgl. 5 Mei 2025", "5 Mei 2025 pukul 10.00 WITA".
_BEFORE = re.compile(r"^(?:pada )?(?:tanggal|tgl|tertanggal)\b[. :]*")
_HOUR = re.compile(r"[ ,]+(?:pukul|jam|pkl)\b\.? ?\d.*$")
_YEARS_IN = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS_OF = {
    "triwulan": 3,
    "tw": 3,
    "kuartal": 3,
    "q": 3,
    "semester": 6,
    "smt": 6,
    "sem": 6,
    "caturwulan": 4,
}


@lru_cache(maxsize=16384)
def _said(text: str) -> When | Wrong:
    """A time in words and digits, Indonesian first, English where it cannot be mistaken."""
    bare = _HOUR.sub("", _BEFORE.sub("", text.casefold().strip().strip(".,;")))
    bare = _without_day(bare)
    for pattern, read in _READERS:
        if match := pattern.fullmatch(bare):
            found = read(match)
            if found is not None:
                return _worded(found, text)
    if match := _SPAN.fullmatch(bare):
        span = _span(match[1], match[2])
        if span is not None:
            return _worded(span, text)
    return _loose(bare, text)


def _without_day(text: str) -> str:
    """ "senin, 31 agustus 2025" without the day of the week."""
    head, _comma, rest = text.partition(",")
    if rest and words.flat(head) in words.listed("days"):
        return rest.strip()
    first, _space, rest = text.partition(" ")
    return rest.strip() if rest and words.flat(first) in words.listed("days") else text


def _worded(found: When | Wrong, text: str) -> When | Wrong:
    if isinstance(found, Wrong) or found.on is not None:
        return found
    return When(begins=found.begins, ends=found.ends, words=text)


def _date(year: int, month: int, day: int) -> When | Wrong:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Wrong("date_out_of_range")
    try:
        return _day(date(year, month, day))
    except ValueError:
        return Wrong("date_impossible")


def _full(year: str) -> int:
    if len(year) == 4:
        return int(year)
    short = int(year.lstrip("'"))
    return short + (_CENTURY if short < _YOUNG else _CENTURY - 100)


def _numeric(match: re.Match[str]) -> When | Wrong:
    day, month, year = int(match[1]), int(match[2]), _full(match[3])
    if month > 12 >= day and 1 <= month <= 31:  # 08/31/2025 can only be the American order
        day, month = month, day
    return _date(year, month, day)


def _month_number(name: str) -> int | None:
    among = words.table("months")
    code = among.get(name) or words.nearest(name, among, near=0.75)
    return int(code) if code else None


def _named(match: re.Match[str]) -> When | Wrong | None:
    month = _month_number(match[2])
    return _date(_full(match[3]), month, int(match[1])) if month else None


def _english(match: re.Match[str]) -> When | Wrong | None:
    month = _month_number(match[1])
    return _date(int(match[3]), month, int(match[2])) if month else None


def _whole_month(year: int, month: int) -> When | Wrong:
    first = _date(year, month, 1)
    if isinstance(first, Wrong) or first.on is None:
        return first
    last = (first.on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return When(begins=first.on, ends=last)


def _month(match: re.Match[str]) -> When | Wrong | None:
    month = _month_number(match[1])
    return _whole_month(_full(match[2]), month) if month else None


def _years(match: re.Match[str]) -> When | Wrong:
    """A school year, or a budget of two years: "2024/2025"."""
    first, last = _year(int(match[1])), _year(int(match[2]))
    if isinstance(first, Wrong) or isinstance(last, Wrong):
        return Wrong("date_out_of_range")
    return Wrong("date_impossible") if match[1] > match[2] else When(begins=first.begins, ends=last.ends)


def _part(match: re.Match[str]) -> When | Wrong:
    length = _MONTHS_OF[match[1]]
    number = _ROMAN.get(match[2]) or (int(match[2]) if match[2].isdigit() else 0)
    year = int(match[3])
    if not 1 <= number <= 12 // length:
        return Wrong("date_impossible")
    first = _whole_month(year, (number - 1) * length + 1)
    last = _whole_month(year, number * length)
    if isinstance(first, Wrong) or isinstance(last, Wrong):
        return Wrong("date_out_of_range")
    return When(begins=first.begins, ends=last.ends)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When | Wrong | None]], ...] = (
    (_ISO, lambda match: _date(int(match[1]), int(match[2]), int(match[3]))),
    (_NUMERIC, _numeric),
    (_NAMED, _named),
    (_ENGLISH, _english),
    (_PART, _part),
    (_WEEK, _month),
    (_YEARS, _years),
    (_MONTH, _month),
    (_MONTH_NUMBER, lambda match: _whole_month(int(match[2]), int(match[1]))),
    (_YEAR_MONTH, lambda match: _whole_month(int(match[1]), int(match[2]))),
    (_YEAR, lambda match: _year(int(match[1]))),
    (_SERIAL, lambda match: _number(float(match[0].replace(",", ".")))),
)


def _span(first: str, last: str) -> When | Wrong | None:
    """ "Januari – Juni 2024", "1 – 31 Maret 2024", "1 Januari s.d. 31 Maret 2024": the end completes the beginning."""
    end = _said(last)
    if isinstance(end, Wrong) or end.ends is None:
        return None
    if end.on is not None and re.fullmatch(r"\d{1,2}", first.strip()):
        begin = _date(end.on.year, end.on.month, int(first))
    else:
        begin = _said(first)
    if isinstance(begin, Wrong) or begin.begins is None:
        begin = _said(f"{first.strip()} {end.ends.year}")
    if isinstance(begin, Wrong) or begin.begins is None:
        return None
    if begin.begins > end.ends:
        return Wrong("date_impossible")
    return When(begins=begin.begins, ends=end.ends)


def _loose(bare: str, text: str) -> When | Wrong:
    """Words that name no day, kept as they are when they are the usual ones; anything else is a fault."""
    said = f" {words.flat(bare)} "
    usual = any(f" {phrase} " in said for phrase in words.listed("times"))
    years = [int(year) for year in _YEARS_IN.findall(bare)]
    if usual and all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
        span = (date(min(years), 1, 1), date(max(years), 12, 31)) if years else (None, None)
        return When(begins=span[0], ends=span[1], words=text)
    return Wrong("date_unknown")


_PLACE = re.compile(r"[,;/(]| di ")


def when_and_where(cell: Cell) -> tuple[When | Wrong, str]:
    """ "Januari 2025, Masamba", "Masamba, 5 Januari 2025", "2024 di Masamba": the time and the place of one cell."""
    if not isinstance(cell, str):
        return when(cell), ""
    whole = when(cell)
    if isinstance(whole, When) and whole.begins is not None:
        return whole, ""
    parts = [part.strip(" .)") for part in _PLACE.split(text_of(cell)) if part.strip(" .)")]
    for cut in range(len(parts) - 1, 0, -1):
        for time, place in (
            (parts[:cut], parts[cut:]),
            (parts[len(parts) - cut :], parts[: len(parts) - cut]),
        ):
            found = when(", ".join(time))
            if isinstance(found, When) and _is_place(" ".join(place)):
                return found, ", ".join(place)
    if match := re.fullmatch(r"(\D+?)\s+(\d.*)", text_of(cell)):  # "Masamba 5 Januari 2025"
        found = when(match[2])
        if isinstance(found, When) and _is_place(match[1]):
            return found, match[1].strip(" ,.")
    if match := re.fullmatch(r"(.*\d)\s+(\D+)", text_of(cell)):  # "Januari 2025 Masamba"
        found = when(match[1])
        if isinstance(found, When) and _is_place(match[2]):
            return found, match[2].strip(" ,.")
    if isinstance(whole, Wrong) and _is_place(text_of(cell)):  # a place alone
        return When(), text_of(cell)
    return whole, ""


def _is_place(text: str) -> bool:
    """Whether words may name a place: no digits, and no month that belongs to a time nobody could read."""
    said = words.flat(text).split()
    return not (any(letter.isdigit() for letter in text) or words.table("months").keys() & said)


def year(cell: Cell) -> int | Wrong:
    """A year of its own column: 2025, 2025.0, "2.025", "TA 2025", a day of it, or the last of "2021-2026"."""
    text = re.sub(r"(?<=\d)[.,](?=\d{3}$)", "", text_of(cell))
    if re.fullmatch(r"\d+", text) and len(text) != 4:
        return Wrong("year_unknown")
    found = when(int(text)) if re.fullmatch(r"\d{4}", text) else when(cell)
    if isinstance(found, Wrong):
        return Wrong("date_out_of_range" if found.code == "date_out_of_range" else "year_unknown")
    return found.year or Wrong("year_unknown")


@lru_cache(maxsize=4096)
def kind(text: str) -> tuple[str, bool] | None:
    """The class that a text names, and whether it was only nearly written so; None when it names none."""
    among = words.table("kinds")
    bare = words.flat(text)
    if bare in among:
        return among[bare], False
    numbered = re.sub(r"^(?:[ivx]+|[a-z]|\d+) ", "", bare)  # "a informasi berkala"
    if numbered in among:
        return among[numbered], False
    near = words.nearest(bare, among, near=0.8)
    if near is not None:
        return near, True
    for code in ("exempt", "immediate", "any_time", "periodic"):
        if any(len(word) > 6 and f" {word} " in f" {bare} " for word, of in among.items() if of == code):
            return code, False
    return None


_FORM_PARTS = re.compile(r"[,;/+&|\n]|\bdan\b|\batau\b|\bserta\b|\(|\)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def forms(text: str) -> tuple[str, ...] | Wrong:
    """The forms that a text names, in the order of the statute book's table."""
    among = words.table("forms")
    found: set[str] = set()
    for part in _FORM_PARTS.split(text):
        bare = words.flat(part)
        if not bare:
            continue
        code = among.get(bare) or words.nearest(bare, among, near=0.8) or _contained(bare)
        if code is None:
            return Wrong("form_unknown")
        found.add(code)
    return tuple(code for code in ("softcopy", "hardcopy", "online") if code in found)


def _contained(bare: str) -> str | None:
    among = words.table("forms")
    codes = {among[word] for word in bare.split() if word in among and len(word) > 2}
    return codes.pop() if len(codes) == 1 else None


_LINK_PARTS = re.compile(r"[\s;]+|,(?=\s*(?:https?:|www\.))")
_BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", re.IGNORECASE)


def links(text: str) -> tuple[str, ...] | Wrong:
    """The web addresses of a cell; one without "https://" gets it."""
    found = []
    for part in _LINK_PARTS.split(text.strip()):
        address = part.strip("<>()[]\"',;")
        if not address:
            continue
        if _BARE_HOST.fullmatch(address):
            address = f"https://{address}"
        if not is_address(address):
            return Wrong("link_unknown")
        found.append(address)
    return tuple(dict.fromkeys(found))


def retention(cell: Cell) -> str:
    """How long it is kept: a bare number is of years."""
    text = text_of(cell)
    return f"{text} tahun" if re.fullmatch(r"\d{1,2}", text) else text
