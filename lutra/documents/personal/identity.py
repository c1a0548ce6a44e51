"""Numbers of persons: NIK, Kartu Keluarga, NPWP, BPJS, passport."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lutra.documents.personal.match import Certainty
from lutra.documents.personal.plain import Plain

Found = tuple[str, int, int, Certainty]

# Province -> the highest code of a regency and of a city that was ever given there. A NIK keeps the code of the day it
# was issued, so regencies that moved to a new province later stay in.
_REGENCIES: dict[str, tuple[int, int]] = {
    "11": (18, 75), "12": (25, 78), "13": (12, 77), "14": (11, 73), "15": (9, 72), "16": (13, 74), "17": (9, 71),
    "18": (13, 72), "19": (6, 71), "21": (5, 72), "31": (1, 75), "32": (18, 79), "33": (29, 76), "34": (4, 71),
    "35": (29, 79), "36": (4, 74), "51": (8, 71), "52": (8, 72), "53": (21, 71), "61": (12, 72), "62": (13, 71),
    "63": (11, 72), "64": (11, 74), "65": (4, 71), "71": (11, 74), "72": (12, 71), "73": (26, 73), "74": (15, 72),
    "75": (5, 71), "76": (6, 70), "81": (9, 72), "82": (8, 72), "91": (28, 71), "92": (12, 71), "93": (4, 70),
    "94": (34, 71), "95": (8, 70), "96": (5, 71),
}  # fmt: skip
_MOST_DISTRICTS = 60
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WOMEN = 40  # added to the day of birth

_S = r"[ .\-]"
# Ways in which people write sixteen digits; each with one separator throughout.
_SHAPES = "|".join(
    [
        r"\d{16}",
        rf"\d{{4}}({_S})\d{{4}}\1\d{{4}}\1\d{{4}}",
        rf"\d{{6}}({_S})\d{{6}}\2\d{{4}}",
        rf"\d{{2}}({_S})\d{{2}}\3\d{{2}}\3\d{{6}}\3\d{{4}}",
        rf"\d{{2}}({_S})\d{{2}}\4\d{{2}}\4\d{{2}}\4\d{{2}}\4\d{{2}}\4\d{{4}}",
        rf"\d{{6}}({_S})\d{{2}}\5\d{{2}}\5\d{{2}}\5\d{{4}}",
        rf"\d{{8}}({_S})\d{{8}}",
        r"\d(?:[ |]\d){15}|\d(?: [|] \d){15}",
    ]
)
_SIXTEEN = re.compile(rf"(?<![\d])(?<!\d[./\-])(?:{_SHAPES})(?!\d|[./\-]\d)")
_BROKEN = re.compile(r"(?<![\d.,/\-])(\d{2,14})[ \t]*-?\n[ \t]*(\d{2,14})(?![\d./]|-\d|,\d)")
# After its own word any way of writing will do.
_NAMED = re.compile(
    r"\b(?:n[i1l|]k|k[it]p|kk|nkk|kartu keluarga|induk kependudukan)\b[^\d\n]{0,20}\n?[^\d\n]{0,4}"
    r"(\d(?:[ .\-/|\n]{0,3}\d){15})(?!\d|[./\-]\d)"
)
_LOOKS = str.maketrans("OoQDIl|!iSsBZzGgbT", "000011111558226967")
_CONFUSED = re.compile(r"(?<![\w./\-])[\dOoQDIl|!SsBZzGb]{16}(?![\w./\-])")
_CONFUSED_PARTS = re.compile(
    r"(?<![\w./\-])[\dOoQDIl|!SsBZz]{4}(?:[ .\-][\dOoQDIl|!SsBZz]{4}){3}(?![\w./\-])"
)
_LEAST_REAL = 10  # digits that must be digits

_NIK_WORD = re.compile(r"\bn[i1l|]k\b|\bktp\b|\bkependudukan\b|\bno\.? ?induk\b|\bidentitas\b")
_KK_WORD = re.compile(r"\b(?:kk|nkk)\b|\bkartu keluarga\b|\bno\.? ?kk\b")
_NPWP_WORD = re.compile(r"\bnpwp(?:1[56])?\b|\bpokok wajib pajak\b")
_BPJS_WORD = re.compile(r"\bbpjs\b|\bjkn\b|\bkartu indonesia sehat\b|\bkis\b|\bjamsostek\b|\bkpj\b")
# Long numbers of offices.
_OTHER_WORD = re.compile(
    r"\b(?:kode|isbn|issn|barcode|sp2d|spm|spd|spp|kontrak|arsip|register|faktur|resi|seri|rup|paket|tender|lelang"
    r"|barang|aset|dokumen|tiket|transaksi|billing|ntpn|ntb|va|virtual account|id|imei|rangka|mesin|nip|nop|nib|akun"
    r"|mak|hash|sidik)\b[^\n]{0,12}$"
)
_NEAR = 70


def numbers(plain: Plain) -> Iterator[Found]:
    """NIK, Kartu Keluarga, NPWP and BPJS."""
    yield from _tax_numbers(plain)
    yield from _health_numbers(plain)
    yield from _citizens(plain)
    yield from _passports(plain)


def is_nik(digits: str) -> bool:
    """Whether sixteen digits have a district at their head and a date of birth in the middle (women: day + 40)."""
    return _has_head(digits) and _is_date(digits[6:12], women=True) and digits[12:] != "0000"


def is_kk(digits: str) -> bool:
    """Whether they could number a family: as a NIK, with the day of registration."""
    return _has_head(digits) and _is_date(digits[6:12], women=False) and digits[12:] != "0000"


def _has_head(digits: str) -> bool:
    most = _REGENCIES.get(digits[:2])
    if most is None:
        return False
    regency, district = int(digits[2:4]), int(digits[4:6])
    return (1 <= regency <= most[0] or 71 <= regency <= most[1]) and 1 <= district <= _MOST_DISTRICTS


def _is_date(six: str, *, women: bool) -> bool:
    day, month = int(six[:2]), int(six[2:4])
    if women and day > _WOMEN:
        day -= _WOMEN
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _citizens(plain: Plain) -> Iterator[Found]:
    for match in _SIXTEEN.finditer(plain.text):
        if (
            match.start()
            and plain.text[match.start() - 1].isalpha()
            and not plain.before(match.start(), 4).endswith(("nik", "ktp", "kk"))
        ):
            continue  # the middle of a digest or a serial number
        yield from _citizen(plain, match.start(), match.end(), _digits(match[0]))
    for match in _BROKEN.finditer(plain.text):
        digits = match[1] + match[2]
        if len(digits) == 16 and _runs_on(plain, match):
            yield from _citizen(plain, match.start(), match.end(), digits)
    for match in _NAMED.finditer(plain.lower):
        yield from _citizen(plain, match.start(1), match.end(1), _digits(match[1]))
    for pattern in (_CONFUSED, _CONFUSED_PARTS):
        for match in pattern.finditer(plain.text):
            real = sum(letter.isdigit() for letter in match[0])
            if _LEAST_REAL <= real < 16:
                digits = _digits(match[0].translate(_LOOKS))
                if is_nik(digits):
                    yield from _citizen(plain, match.start(), match.end(), digits)


def _runs_on(plain: Plain, match: re.Match[str]) -> bool:
    """Whether the number before the line's end belongs to a sentence and is no column of figures."""
    line = plain.before(match.start(), 200)
    return any(letter.isalpha() for letter in line) or bool(
        _NIK_WORD.search(plain.before(match.start(), _NEAR, lines=1))
    )


def _citizen(plain: Plain, start: int, end: int, digits: str) -> Iterator[Found]:
    before = plain.before(start, _NEAR, lines=1) + " "
    heading = plain.heading(start)
    nik, kk = _last(_NIK_WORD, before), _last(_KK_WORD, before)
    tax = _last(_NPWP_WORD, before)
    if heading:
        # In a table the head of the column speaks, not the cell beside.
        nik, kk, tax = (1 if word.search(heading) else -1 for word in (_NIK_WORD, _KK_WORD, _NPWP_WORD))
    if tax > max(nik, kk):
        yield "npwp", start, end, "sure"
    elif kk > nik:
        yield "kk", start, end, "sure" if is_kk(digits) else "likely"
    elif nik >= 0:
        yield "nik", start, end, "sure" if is_nik(digits) else "likely"
    elif (
        is_nik(digits) and not _OTHER_WORD.search(before.rstrip(" :.=-#")) and not _OTHER_WORD.search(heading)
    ):
        yield "nik", start, end, "likely"


def _last(word: re.Pattern[str], text: str) -> int:
    """Where the word stands for the last time, -1 when it does not."""
    return max((match.start() for match in word.finditer(text)), default=-1)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


# --- NPWP: 15 digits with a check digit, since 2024 also the NIK or "0" and the old number -------------------------

_NPWP_DRESSED = re.compile(
    r"(?<![\d.])\d{2}[ ]?\.[ ]?\d{3}[ ]?\.[ ]?\d{3}[ ]?\.[ ]?\d[ ]?[-.][ ]?\n?\d{3}[ ]?\.[ ]?\d{3}(?!\d|\.\d)"
)
_NPWP_BARE = re.compile(
    r"(?<![\d.,/\-])0?\d{2}(?:[ .\-]?\d{3}){2}[ .\-]?\d(?:[ .\-\n]?\d{3}){2}(?!\d|[./\-]\d)"
)
_NPWP_CONFUSED = re.compile(
    r"(?<![\w.])[\dOolI|S]{2}\.[\dOolI|S]{3}\.[\dOolI|S]{3}\.[\dOolI|S]-[\dOolI|S]{3}\.[\dOolI|S]{3}(?![\w])"
)


def is_npwp(digits: str) -> bool:
    """Whether the ninth digit of fifteen agrees with the eight before it (mod 10, every second digit doubled)."""
    total = 0
    for place, digit in enumerate(reversed(digits[:9])):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and digits[:9] != "000000000"


def _tax_numbers(plain: Plain) -> Iterator[Found]:
    for match in _NPWP_DRESSED.finditer(plain.text):
        yield "npwp", match.start(), match.end(), "sure" if is_npwp(_digits(match[0])) else "likely"
    for match in _NPWP_CONFUSED.finditer(plain.text):
        if sum(letter.isdigit() for letter in match[0]) >= _LEAST_REAL:
            yield "npwp", match.start(), match.end(), "likely"
    for match in _NPWP_BARE.finditer(plain.text):
        if _NPWP_WORD.search(plain.heading(match.start()) or plain.before(match.start(), 40, lines=1)):
            digits = _digits(match[0])
            yield "npwp", match.start(), match.end(), "sure" if is_npwp(digits[-15:]) else "likely"


# --- the others -----------------------------------------------------------------------------------------------------

_BPJS = re.compile(r"(?<![\d.,/\-])(?:\d{13}|\d{4}[ \-]\d{4}[ \-]\d{5}|\d{11})(?!\d|[./\-]\d)")
_PASSPORT = re.compile(r"\b[a-z]{1,2}[ ]?\d{6,7}\b")
_PASSPORT_WORD = re.compile(r"\bpaspor\b|\bpassport\b")


def _health_numbers(plain: Plain) -> Iterator[Found]:
    for match in _BPJS.finditer(plain.text):
        if _BPJS_WORD.search(plain.heading(match.start()) or plain.before(match.start(), 50, lines=1)):
            yield "bpjs", match.start(), match.end(), "sure" if len(_digits(match[0])) == 13 else "likely"


def _passports(plain: Plain) -> Iterator[Found]:
    for match in _PASSPORT.finditer(plain.lower):
        if _PASSPORT_WORD.search(plain.heading(match.start()) or plain.before(match.start(), 50, lines=1)):
            yield "passport", match.start(), match.end(), "sure"
