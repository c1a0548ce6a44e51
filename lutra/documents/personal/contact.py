"""Telephone numbers and mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from lutra.documents.personal.match import Certainty
from lutra.documents.personal.plain import Plain

Found = tuple[str, int, int, Certainty]

# Not within a longer number; "Hp.0853…" is none, nor is the second of two with a stroke between.
_FREE = r"(?<![\w,\-])(?<!\d\.)(?<!(?<!\d{7})/)"
_MOBILE = re.compile(
    rf"{_FREE}(?:\(?\+?62\)?[ .\-]{{0,2}}\(?0?\)?|0[ \-]?)8(?:[ .\-]{{0,2}}\d){{7,11}}"
    r"(?!\d|/(?!(?:\+?62|0)8)\d|,\d|[.\-]\d)"
)
# With the first part in brackets or before a stroke, and in the address of a chat.
_MOBILE_APART = re.compile(
    rf"{_FREE}(?:\((?:0|\+?62)8\d{{1,3}}\)[ .\-]?|08\d{{2}}/)\d{{2,4}}(?:[ .\-]?\d{{2,5}}){{1,2}}(?![\d/]|[.,\-]\d)"
)
_CHAT = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=|tel:)(\+?(?:62|0)8\d{7,11})(?!\d)")
_UNIT = re.compile(r"^ ?(?:m[23\u00b2\u00b3]?|km2?|kg|ha|liter|ton|orang|jiwa|unit)\b")
# The same over the end of a line.
_MOBILE_BROKEN = re.compile(r"(?<![\w.,/\-])(?:\+?62|0)8\d{1,8}[ ]?-?\n[ ]{0,4}\d{2,9}(?![\d.,/])")
_CONFUSED = re.compile(r"(?<![\w.,/\-])[0Oo]8(?:[ \-]?[\dOolI|SB]){8,11}(?![\w])")
_LOOKS = str.maketrans("OolI|SB", "0011158")
_BARE = re.compile(r"(?<![\w.,/\-])8\d{8,11}(?![\w.,/])")
_FOREIGN = re.compile(r"(?<![\w])\+(?!62)\d{1,3}[ \-.]?\(?\d[\d \-.()]{6,14}\d(?!\d)")
_AREA = r"0[2-79]\d{1,2}"
_LANDLINE = re.compile(
    rf"\({_AREA}\)[ \-]?\d{{2,4}}[ \-]?\d{{2,4}}(?:[ \-]?\d{{1,3}})?(?!\d)"
    rf"|(?<![\w.,/\-]){_AREA}[ ]?[ \-/][ ]?\d{{5,8}}(?![\d./])"
    rf"|(?<![\w.,/\-])\+62[ \-]?\(?[2-79]\d{{1,2}}\)?[ \-]?\d{{5,8}}(?!\d)"
    rf"|(?<![\w.,/\-]){_AREA}\d{{5,8}}(?![\d./\-])"
)
_WORDS = re.compile(
    r"\b(?:(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\b[\s,.\-]*){8,14}"
)
_PHONE_WORD = re.compile(
    r"\b(?:hp|h/p|wa|whatsapp|telp|telpon|telepon|tlp|tel|telf|phone|ponsel|handphone|kontak|contact|cp|hub|hubungi"
    r"|narahubung|fax|faks|faksimile|seluler|no\.? ?hp)\b"
)
_OFFICE_WORD = re.compile(
    r"\b(?:fax|faks|faksimile|faximile|kantor|dinas|badan|sekretariat|pemerintah|kode pos|laman|website|situs"
    r"|puskesmas|rsud|rumah sakit|call center|hotline|pengaduan)\b"
)
_MOBILE_LENGTH = range(10, 14)  # digits with the leading zero


def phones(plain: Plain) -> Iterator[Found]:
    """Mobile numbers anywhere; numbers of houses and offices where brackets or words say so."""
    for pattern in (_MOBILE, _MOBILE_BROKEN, _MOBILE_APART):
        for match in pattern.finditer(plain.text):
            if _is_mobile(_national(match[0])) and not _UNIT.match(plain.after(match.end(), 10)):
                yield "phone", match.start(), match.end(), "sure"
    for match in _CHAT.finditer(plain.lower):
        yield "phone", match.start(1), match.end(1), "sure"
    for match in _CONFUSED.finditer(plain.text):
        shown = match[0].translate(_LOOKS)
        is_misread = shown != match[0]
        if is_misread and sum(letter.isdigit() for letter in match[0]) >= 8 and _is_mobile(_national(shown)):
            yield "phone", match.start(), match.end(), "likely"
    for match in _BARE.finditer(plain.text):
        beside = plain.heading(match.start()) or plain.before(match.start(), 25, lines=1)
        if _PHONE_WORD.search(beside) and _is_mobile("0" + match[0]):
            yield "phone", match.start(), match.end(), "likely"
    for match in _FOREIGN.finditer(plain.text):
        if _is_valid(match[0]):
            yield "phone", match.start(), match.end(), "likely"
    yield from _landlines(plain)
    for match in _WORDS.finditer(plain.lower):
        if match[0].startswith(("nol", "kosong")):
            yield "phone", match.start(), match.start() + len(match[0].rstrip(" ,.-\n\t")), "likely"


def _landlines(plain: Plain) -> Iterator[Found]:
    for match in _LANDLINE.finditer(plain.text):
        beside = plain.heading(match.start()) or plain.before(match.start(), 40)
        if not match[0].startswith(("(", "+")) and not _PHONE_WORD.search(beside):
            continue
        if not _is_valid("+62" + _national(match[0])[1:]):
            continue
        around = plain.before(match.start(), 160, lines=2) + plain.after(match.end(), 80)
        yield "phone", match.start(), match.end(), "official" if _OFFICE_WORD.search(around) else "likely"


def _national(text: str) -> str:
    digits = "".join(letter for letter in text if letter.isdigit())
    if digits.startswith("62"):
        digits = digits[2:].removeprefix("0")
        return "0" + digits
    return digits


def _is_mobile(national: str) -> bool:
    return len(national) in _MOBILE_LENGTH and national[:2] == "08" and national[2] != "0"


def _is_valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "ID"))
    except phonenumbers.NumberParseException:
        return False


# --- mailboxes ------------------------------------------------------------------------------------------------------

_EMAIL = re.compile(
    r"(?<![\w.+\-@])[\w][\w.+\-]{0,63}@(?:[a-z0-9](?:[a-z0-9\-]{0,62})\.)+[a-z]{2,24}(?![\w@])"
)
_VEILED = re.compile(
    r"(?<![\w.+\-])[\w][\w.+\-]{1,63}\s?(?:[(\[{]\s?(?:at|et)\s?[)\]}]|\s@\s|\s@|@\s)\s?[\w\-]{2,63}"
    r"(?:\s?(?:[(\[{]\s?(?:dot|titik)\s?[)\]}]|\.)\s?(?:com|net|org|id|co|go|ac|or|sch|web|my)\b)+"
)
# Said aloud: only with the houses in which people have their mailboxes.
_SPOKEN = re.compile(
    r"(?<![\w.+\-])[\w][\w.+\-]{1,63} (?:at|et) (?:gmail|yahoo|ymail|hotmail|outlook|live|icloud|rocketmail)"
    r" ?(?:dot|titik|\.) ?(?:com|co ?(?:dot|titik|\.) ?id|id)\b"
)
_OFFICE_DOMAINS = (".go.id", ".desa.id", ".mil.id", ".sch.id")
_ROLE = re.compile(
    r"^(?:ppid|info|informasi|humas|admin|kontak|contact|sekretariat|setda|sekda|dinas|badan|bupati|wabup|kec|kel|desa"
    r"|pemdes|camat|lurah|kominfo|diskominfo|dis|bappe|bkpsdm|bpkad|bpbd|dpmptsp|rsud|pkm|puskesmas|inspektorat|satpol"
    r"|pengaduan|layanan|lapor|helpdesk|support|noreply|no-reply|webmaster|lpse|ulp|dprd|redaksi|media|umum|mail|email"
    r"|sdn|smp|tu\b|tata)"
)


def mailboxes(plain: Plain) -> Iterator[Found]:
    """E-mail addresses; those of an office's role under a government domain are ``official``."""
    for match in _EMAIL.finditer(plain.lower):
        local, _at, domain = match[0].partition("@")
        official = domain.endswith(_OFFICE_DOMAINS) and _ROLE.match(local) is not None
        yield "email", match.start(), match.end(), "official" if official else "sure"
    for pattern in (_VEILED, _SPOKEN):
        for match in pattern.finditer(plain.lower):
            yield "email", match.start(), match.end(), "likely"
