"""Finding personal data in a short text: pure, with nothing kept and nothing logged.

It errs towards finding. A false finding costs an officer one sentence; a missed one cannot be called back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Amounts of money are what people ask about; they are taken away before numbers are looked at.
_MONEY = re.compile(r"\brp\.?\s*\d{1,3}(?:[.,]\d{3})*(?:,\d{1,2})?(?!\d)|\b\d{1,3}(?:\.\d{3})+(?=\s*rupiah)")
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)\d\d)+\b")
_NUMBER = re.compile(r"(?<!\d)\+?\(?\d(?:[\s.\-/()]{0,3}\d){5,}")
_PHONE = re.compile(r"^(?:\+?62|0)[2-9]\d{6,11}$")
_LANDLINE_OR_MORE = 9  # so many digits in a row are an account, a tax number or a telephone
_ACCOUNT = re.compile(
    r"\b(?:no\.?\s*)?rek(?:ening)?\b\W*(?:\w+\W+){0,4}?\d|\b(?:npwp|nik|ktp|nip|kk|nisn|bpjs)\b\W*\d"
)
_EMAIL = re.compile(
    r"[\w.+\-]+\s*(?:@|[(\[{]\s*(?:at|et)\s*[)\]}]|\s(?:at|et)\s)\s*[\w\-]+(?:\s*(?:\.|[(\[{]?\s*\b(?:dot|titik)\b\s*[)\]}]?)\s*\w{2,})+"
)
_LINK = re.compile(r"https?://|\bwww\.|\b(?:wa|t|fb|bit)\.(?:me|ly|com)\b|(?<!\w)@\w{3,}")
# An area of Indonesia, figures, a series.
_PLATE = re.compile(
    r"\b(?:[abdefghklmnprstwz]|a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnprstw]|e[abd]|k[bhtu]|p[abst])"
    r"[\s\-.]?\d{2,4}([\s\-.]?)([a-z]{1,3})\b"
)
_AFTER_NUMBERS = frozenset(
    [
        "dan",
        "di",
        "ke",
        "per",
        "dst",
        "dll",
        "sd",
        "s",
        "ha",
        "km",
        "m",
        "kg",
        "cm",
        "kk",
        "pns",
        "asn",
        "rt",
        "rw",
        "jt",
    ]
)
_ADDRESS = re.compile(
    r"\brt\W{0,3}\d+|\brw\W{0,3}\d+|\b(?:jl|jln|jalan|gg|gang|lorong|lr|blok|perumahan|btn)\b[^;]{0,60}?\b(?:no|nomor|blok)\b\W{0,3}\w*\d"
)
_BORN = re.compile(r"\b(?:tempat|tanggal|tgl)?\s*\blahir\b[^;]{0,30}\d")
_NAMED = re.compile(r"\b(?:a\.?\s?n\.?|atas nama|bernama|nama saya|saya bernama|an\.)\s+\w{2,}")
_TITLED = re.compile(
    r"\b(?:bapak|pak|bpk|ibu|bu|saudara|saudari|sdr|sdri|tuan|nyonya|ny|tn|almarhum|almarhumah|alm|haji|hajjah|hj|h)\b\.?\s+([^\W\d_]{2,})"
)
# After a title these say an office or a thing and no person.
_OFFICES = frozenset(
    [
        "bupati", "camat", "lurah", "kades", "kepala", "sekda", "gubernur", "presiden", "wali", "walikota", "wakil",
        "menteri", "guru", "dokter", "bidan", "desa", "kota", "kotanya", "hamil", "menyusui", "nifas", "bersalin",
        "melahirkan", "negara", "rumah", "kandung", "pkk", "dan", "atau", "rt", "rw", "ketua", "pimpinan", "anak",
    ]
)  # fmt: skip
_DIGIT_WORDS = re.compile(
    r"\b(?:(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\b[\s,.\-]*){6,}"
)
_LOOK_ALIKE = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "s": "5", "b": "8"})
_MIXED = re.compile(r"\b[\dolisb|]{7,}\b")

# Words in the names of organisations and ranks that point at nobody.
_COMMON_IN_NAMES = frozenset(
    [
        "lsm", "yayasan", "perkumpulan", "forum", "lembaga", "koalisi", "aliansi", "serikat", "persatuan", "kelompok",
        "organisasi", "ikatan", "himpunan", "koperasi", "perusahaan", "masyarakat", "warga", "desa", "kelurahan",
        "kecamatan", "kabupaten", "kota", "provinsi", "daerah", "indonesia", "nasional", "publik", "informasi",
        "anggaran", "bantuan", "hukum", "pemuda", "mahasiswa", "petani", "nelayan", "guru", "tani", "dan", "binti",
        "bin", "untuk", "drs", "dra", "prof", "ir", "haji", "hajjah", "luwu", "utara",
    ]
)  # fmt: skip
_AREA = re.compile(
    r"\b(?:desa|dusun|kel|kelurahan|kec|kecamatan|kab|kabupaten|kota|prov|provinsi|rt|rw|no|nomor)\b"
)
_STREET_WORDS = frozenset(["jalan", "jln", "lorong", "gang", "perumahan", "blok"])
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_NAME = 3
# A name of so many letters is found inside a longer word ("kenari77"), where a short one would be found too often.
_SURE_INSIDE = 5
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W_][\W_]{1,3}){2,}[^\W_](?![^\W_])")


def find(text: str, *, identity: Mapping[str, str]) -> frozenset[str]:
    """The kinds of personal data in ``text``, empty when there is none.

    ``identity`` is the applicant's own, in clear, as the form's codes name it; keys with "name" are looked for word
    by word, keys with "address" by number and street, all others as a whole.
    ``actions.LABELS`` says the kinds in words.
    """
    plain = _plain(text)
    # Look-alikes of another alphabet ("Аni" in Cyrillic) would pass every other look.
    found = {"script"} if any(letter.isalpha() and not _is_latin(letter) for letter in plain) else set()
    return frozenset(found | _general(plain) | _own(plain, identity))


def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")


def _plain(text: str) -> str:
    """Small letters without accents, without invisible signs, in one alphabet's digits, on one line."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in folded
        if letter.isspace() or unicodedata.category(letter) not in {"Mn", "Me", "Cf", "Cc", "Co", "Cn"}
    )
    digits = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in kept)
    return " ".join("".join(digits).split())


def _general(plain: str) -> set[str]:
    found = set()
    for kind, pattern in (
        ("email", _EMAIL),
        ("link", _LINK),
        ("account", _ACCOUNT),
        ("address", _ADDRESS),
        ("person", _NAMED),
        ("person", _BORN),
        ("phone", _DIGIT_WORDS),
    ):
        if pattern.search(plain):
            found.add(kind)
    if any(match[1] not in _OFFICES for match in _TITLED.finditer(plain)):
        found.add("person")
    numbers = _YEARS.sub(" ", _MONEY.sub(" ", plain))
    if any(_is_plate(match) for match in _PLATE.finditer(numbers)):
        found.add("plate")
    return found | _numbers(numbers)


def _numbers(plain: str) -> set[str]:
    found = set()
    for match in (*_NUMBER.finditer(plain), *_MIXED.finditer(plain)):
        shown = match[0].translate(_LOOK_ALIKE)
        digits = "".join(letter for letter in shown if letter.isdigit())
        if sum(letter.isdigit() for letter in match[0]) < 5:
            continue
        if len(digits) >= 15:
            found.add("identity_number")
        elif _PHONE.match(digits):
            found.add("phone")
        # With strokes it is the number of a decree, which people may well ask for.
        elif "/" not in shown and (
            len(digits) >= _LANDLINE_OR_MORE or (len(digits) >= 7 and digits == shown)
        ):
            found.add("account")
    return found


def _is_plate(match: re.Match[str]) -> bool:
    """Whether "dp 1234 ab" is meant and not "a 2025 dan"."""
    return not (match[1].isspace() and match[2] in _AFTER_NUMBERS)


def _own(plain: str, identity: Mapping[str, str]) -> set[str]:
    """What of the applicant's own identity stands in the text."""
    words = set(_WORD.findall(plain))
    # "a n i" and "a-n-i" are one word, too.
    written = words | {"".join(_WORD.findall(run)) for run in _SPELLED.findall(plain)}
    squeezed = "".join(_WORD.findall(plain))
    found = set()
    for key, value in identity.items():
        own = _plain(value)
        if "address" in key:
            if _own_address(own, words, plain):
                found.add("own_address")
        elif "name" in key or key == "proxy":
            names = _name_words(own)
            inside = {name for name in names if len(name) >= _SURE_INSIDE}
            if names & written or any(name in word for name in inside for word in written):
                found.add("own_name")
        else:
            whole = "".join(_WORD.findall(own))
            if len(whole) >= 5 and whole in squeezed and not whole.isalpha():
                found.add("own_data")
    return found


def _name_words(own: str) -> set[str]:
    return {
        word for word in _WORD.findall(own) if len(word) >= _SHORTEST_NAME and word not in _COMMON_IN_NAMES
    }


def _own_address(own: str, words: set[str], plain: str) -> bool:
    numbers = {word for word in _WORD.findall(own) if any(letter.isdigit() for letter in word)}
    if any(number in words and (len(number) > 1 or _stands_as_house(number, plain)) for number in numbers):
        return True
    street = [
        word
        for word in _WORD.findall(re.split(r"[,;]|\d", _AREA.split(own)[0])[0])
        if len(word) >= _SHORTEST_NAME and word not in _STREET_WORDS
    ]
    return len(street) >= 2 and " ".join(street) in " ".join(_WORD.findall(plain))


def _stands_as_house(number: str, plain: str) -> bool:
    """A single figure means something only after "no", "rt" or "rw"."""
    return re.search(rf"\b(?:no|nomor|rt|rw)\W{{0,3}}{re.escape(number)}\b", plain) is not None
