"""Accounts, births, homes and vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lutra.documents.personal.match import Certainty
from lutra.documents.personal.plain import Plain

Found = tuple[str, int, int, Certainty]

# --- bank accounts --------------------------------------------------------------------------------------------------

_ACCOUNT = re.compile(r"(?<![\w.,/\-+])\d(?:[ \-.]?\d){5,21}(?!\d|[/]\d|,\d|[.\-]\d)")
_ACCOUNT_WORD = re.compile(r"\b(?:no\.?|nomor)? ?rek(?:ening)?\b|\bnorek\b|\ba/c\b")
# Not the account of anybody: the codes of a budget.
_BUDGET_WORD = re.compile(
    r"\bkode\b[^\n]{0,20}\brek|\brek(?:ening)? (?:belanja|pendapatan|pembiayaan|neraca|akuntansi|listrik"
    r"|air|telepon|koran)\b"
    r"|\b(?:belanja|uraian|mata anggaran|akun)\b[^\n]{0,30}\brek|\bper rekening\b"
)
_BANK = re.compile(
    r"\b(?:bri|bni|bca|mandiri|btn|bsi|bpd|sulselbar|bank sulsel|cimb|danamon|permata|bukopin|panin|ocbc|maybank|bjb"
    r"|muamalat|seabank|bank jago|bank)\b"
)
_HOLDER = re.compile(
    r"^\W{0,3}(?:a\.? ?/?n\.?\b|an\.|atas nama|bank\b|bri\b|bni\b|bca\b|mandiri\b|btn\b|bsi\b)"
)
_MONEY = re.compile(r"(?:\brp\.?|\bidr|\bsebesar|\bsenilai|\bsejumlah) ?(?:rp\.? ?)?$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_YEARS = re.compile(
    r"(?:19|20)\d\d ?- ?(?:19|20)\d\d|\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
)
_LENGTHS = range(6, 17)  # digits of an account
_PLAIN_LENGTHS = range(9, 17)  # where only a bank's name stands near
_NIP_LENGTH = 18


def accounts(plain: Plain) -> Iterator[Found]:
    """Digits beside "rekening" or a bank; money, years and budget codes are none."""
    for match in _ACCOUNT.finditer(plain.text):
        digits = sum(letter.isdigit() for letter in match[0])
        if digits not in _LENGTHS or _YEARS.fullmatch(match[0]) or _is_code(match[0]):
            continue
        before = plain.before(match.start(), 60, lines=1)
        heading = plain.heading(match.start())
        if _MONEY.search(before) or (heading and not _ACCOUNT_WORD.search(heading)):
            continue
        grouped = _THOUSANDS.fullmatch(match[0]) is not None
        if _BUDGET_WORD.search(heading or before):
            continue
        if _ACCOUNT_WORD.search(heading or before):
            if not (grouped and digits > 10):
                yield "account", match.start(), match.end(), "sure" if not grouped else "likely"
        elif (
            not grouped
            and digits in _PLAIN_LENGTHS
            and (_BANK.search(plain.before(match.start(), 30)) or _HOLDER.match(plain.after(match.end(), 20)))
        ):
            yield "account", match.start(), match.end(), "likely"


def _is_code(text: str) -> bool:
    """Whether it is a code of the budget, such as 5.1.02.01.01.0001: many groups, most of one or two digits."""
    groups = re.split(r"[.\- ]", text)
    return len(groups) >= 4 and "." in text and sum(len(group) <= 2 for group in groups) * 2 > len(groups)


# --- births ---------------------------------------------------------------------------------------------------------

_MONTHS = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|peb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|agu(?:s(?:tus)?)?|agt|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|nop(?:ember)?|des(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"(?<![\d,\-])(?<!\d[./])(?:\d{{1,2}}[ .\-/]{{1,2}}(?:bulan )?{_MONTHS}\.?[ .\-/,]{{1,2}}(?:tahun )?"
    r"(\d{4}|\d{2})"
    r"|\d{1,2}\s?[.\-/]\s?\d{1,2}\s?[.\-/]\s?(\d{4}|\d{2})|(\d{4})-\d{2}-\d{2})(?![\d])"
)
_BORN = re.compile(
    r"(?<!hari )(?<!hari jadi )\blahir\b(?! (?:mati|hidup))|\bttl\b|\bt\.t\.l\b|\btempat ?/ ?tgl\b"
    r"|\btgl\.? ?(?:lahir|lhr)\b|\bkelahiran\b"
    r"|\bborn\b|\bbirth\b|\bdob\b"
)
_BORN_OF_NOBODY = re.compile(r"\bhari (?:lahir|kelahiran)\b|\blahirnya\b|\bangka kelahiran\b")
_OLDEST = 1900
_NAME = re.compile(r"\b[Nn]ama(?: [Ll]engkap)?(?:[ ]*[:=]\s*|[ ]+)([A-Z][\w.'`]*(?:[ ][A-Z][\w.'`]*){0,5})")


def births(plain: Plain) -> Iterator[Found]:
    """Dates beside "lahir", "TTL" and the like, and the name that stands with them."""
    this_year = datetime.now(UTC).year
    for match in _DATE.finditer(plain.lower):
        year = int(match[1] or match[2] or match[3])
        if year > 99 and not _OLDEST <= year <= this_year:
            continue
        heading = plain.heading(match.start())
        before = heading or plain.before(match.start(), 50, lines=1)
        if not _BORN.search(before) or _BORN_OF_NOBODY.search(before):
            continue
        yield "birth_date", match.start(), match.end(), "sure"
        begin = max(0, match.start() - 200)
        for name in _NAME.finditer(plain.text[begin : match.start()]):
            yield "name", begin + name.start(1), begin + name.end(1), "likely"


# --- homes ----------------------------------------------------------------------------------------------------------

_RT_RW = r"\brt\W{0,3}\d{1,3}\W{1,5}(?:dan )?rw\W{0,3}\d{1,3}\b|\brt(?: ?/ ?rw)?\W{0,3}\d{1,3} ?/ ?\d{1,3}\b"
_STREET = (
    r"\b(?:jl|jln|jalan|gg|gang|lorong|lrg)\b\.?[ ]?[^\n;:|\t]{2,50}?\b(?:no|nomor"
    r"|blok)\b\.?[ ]{0,2}[a-z]?[ .\-/]?\d{1,4}[a-z]?\b"
)
_ESTATE = (
    r"\b(?:perumahan|perum|btn|kompleks|komplek)\b[^\n;:|\t]{2,40}?\b(?:blok|no"
    r"|nomor)\b\.?[ ]{0,2}[a-z]{0,2}[ .\-/]?\d{1,4}\b"
)
_HAMLET = (
    r"\b(?:dusun|dsn|lingkungan|lingk|link)\b\.?[ ][^\n;:|\t,]{2,30},?[ ]{0,2}"
    r"(?:rt\W{0,3}\d{1,3}\b|no\.?[ ]?\d{1,4}\b)"
)
_HOME = re.compile(f"{_RT_RW}|{_STREET}|{_ESTATE}|{_HAMLET}")
_ADDRESSED = re.compile(
    r"\b(?:alamat(?: rumah| tinggal| domisili| ktp)?|bertempat tinggal di|tempat tinggal|berdomisili di"
    r"|domisili)\b[ \t]*[:=]?[ \t]*"
    r"((?:jl|jln|jalan|dusun|dsn|desa|ds|kel|kelurahan|lingkungan|lorong|gang|perumahan|btn|kampung|kp)\b[^\n\t;|]{3,80})"
)
_STREET_HEAD = re.compile(r"\balamat\b|\bdomisili\b|\btempat tinggal\b")
_IN_HEAD = re.compile(
    r"(?:jl|jln|jalan|dusun|dsn|desa|lingkungan|lorong|perumahan|btn)\b[^\n\t]{3,80}|rt\W{0,3}\d[^\n\t]{0,60}"
)
_OFFICE = re.compile(
    r"\b(?:kantor|dinas|badan|sekretariat|pemerintah|telp|telepon|fax|faks|kode pos|laman|website|situs|puskesmas|rsud"
    r"|rumah sakit|sekolah|sdn?|smpn?|sman?|smkn?|madrasah|paud|cv|pt|hotel|masjid|gedung|bank)\b"
)
_COUNTED = re.compile(r"\b(?:jumlah|sejumlah|total|rekap\w*|sebanyak|insentif|ketua)\b[^\n\d]{0,20}$")
_WORKS = re.compile(
    r"\b(?:ruas|rehabilitasi|pembangunan|peningkatan|pemeliharaan|pengaspalan|jembatan|paket|sta)\b[^\n]{0,40}$"
)


def addresses(plain: Plain) -> Iterator[Found]:
    """Streets with a number, RT with RW, hamlets: ``official`` beside an office; works on roads are none."""
    for match in _HOME.finditer(plain.lower):
        before = plain.before(match.start(), 60)
        if _WORKS.search(before) or _COUNTED.search(before):
            continue
        around = (
            plain.before(match.start(), 120, lines=2) + " " + match[0] + " " + plain.after(match.end(), 80)
        )
        yield "address", match.start(), match.end(), "official" if _OFFICE.search(around) else "likely"
    for match in _ADDRESSED.finditer(plain.lower):
        around = plain.before(match.start(), 120, lines=2) + " " + match[0]
        end = match.end(1) - (len(match[1]) - len(match[1].rstrip(" .,")))
        yield "address", match.start(1), end, "official" if _OFFICE.search(around) else "likely"
    for match in _IN_HEAD.finditer(plain.lower):
        if _STREET_HEAD.search(plain.heading(match.start())):
            yield "address", match.start(), match.end(), "likely"


# --- vehicles -------------------------------------------------------------------------------------------------------

_TWO_LETTERS = [
    "AA",
    "AB",
    "AD",
    "AE",
    "AG",
    "BA",
    "BB",
    "BD",
    "BE",
    "BG",
    "BH",
    "BK",
    "BL",
    "BM",
    "BN",
    "BP",
    "DA",
    "DB",
    "DC",
    "DD",
    "DE",
    "DG",
    "DH",
    "DK",
    "DL",
    "DM",
    "DN",
    "DP",
    "DR",
    "DS",
    "DT",
    "DW",
    "EA",
    "EB",
    "ED",
    "KB",
    "KH",
    "KT",
    "KU",
    "PA",
    "PB",
    "PG",
    "PS",
    "PT",
]
_PLATE = re.compile(
    rf"(?<![\w.,/\-])({'|'.join(_TWO_LETTERS)}|[ABDEFGHKLMNPRSTWZ])([ .\-]?)(\d{{1,4}})[ .\-]?([A-Z]{{1,3}})(?![\w/])"
)
_PLATE_SMALL = re.compile(
    rf"(?<![\w.,/\-])(?:{'|'.join(_TWO_LETTERS).lower()})[ .\-]?\d{{2,4}}[ .\-]?[a-z]{{2}}(?![\w/])"
)
_VEHICLE = re.compile(
    r"\b(?:kendaraan|mobil|motor|sepeda motor|roda (?:dua|empat|2|4)|plat|pelat|nopol|no\.? ?pol|polisi"
    r"|stnk|bpkb|truk|truck"
    r"|ambulans?|bus|pick ?up|toyota|honda|yamaha|suzuki|mitsubishi|daihatsu|isuzu|hino|avanza|innova|merk|merek)\b"
)
_PLATE_WORD = re.compile(r"(?:nopol|no\.? ?pol(?:isi)?|nomor polisi|plat|pelat)\W{0,5}$")
_NO_SERIES = frozenset(
    [
        "TA",
        "BAB",
        "NO",
        "DAN",
        "PER",
        "SD",
        "KK",
        "RT",
        "RW",
        "HA",
        "KM",
        "M",
        "KG",
        "CM",
        "DI",
        "KE",
        "TH",
        "H",
        "THN",
        "UU",
        "PP",
        "OK",
        "WIB",
        "PNS",
        "ASN",
        "ORG",
        "BH",
        "RI",
        "HK",
        "OJ",
        "LS",
        "PKT",
        "BLN",
    ]
)


def plates(plain: Plain) -> Iterator[Found]:
    """Area, figures, series in capitals; short ones only where a vehicle is spoken of."""
    for match in _PLATE_SMALL.finditer(plain.text):
        if _VEHICLE.search(_near(plain, match)) and match[0][-2:].upper() not in _NO_SERIES:
            yield "plate", match.start(), match.end(), "likely"
    for match in _PLATE.finditer(plain.text):
        vehicle = _VEHICLE.search(_near(plain, match)) is not None
        plainly = len(match[1]) == 2 and len(match[3]) == 4 and len(match[4]) == 2 and match[2] != "-"
        named = _PLATE_WORD.search(plain.before(match.start(), 20)) is not None
        doubtful = not named and match[4] in _NO_SERIES and (not plainly or match[3][:2] in ("19", "20"))
        if (vehicle or plainly) and not doubtful:
            yield "plate", match.start(), match.end(), "sure" if vehicle else "likely"


def _near(plain: Plain, match: re.Match[str]) -> str:
    """The head of the column, and what stands shortly before and after."""
    before, after = plain.before(match.start(), 60, lines=1), plain.after(match.end(), 40)
    return f"{plain.heading(match.start())} {before} {after}"
