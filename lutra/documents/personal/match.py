"""One finding, and how it is shown without being told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lutra.documents.words import gettext_noop as _

# sure: shape, check and words agree; likely: one of them is missing; official: of an office, to be told and not held.
Certainty = Literal["sure", "likely", "official"]

KINDS: dict[str, str] = {
    "nik": _("NIK"),
    "kk": _("nomor Kartu Keluarga"),
    "npwp": _("NPWP"),
    "phone": _("nomor telepon"),
    "email": _("alamat surel"),
    "account": _("nomor rekening bank"),
    "birth_date": _("tanggal lahir"),
    "name": _("nama yang disertai tanggal lahir"),
    "address": _("alamat rumah"),
    "plate": _("nomor polisi kendaraan"),
    "passport": _("nomor paspor"),
    "bpjs": _("nomor peserta BPJS"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """``value`` is what stands in the text between ``start`` and ``end``: keep it out of logs and rows."""

    kind: str
    start: int
    end: int
    value: str
    certainty: Certainty


_SHORT = 8  # of fewer letters only the first and the last are shown


def masked(value: str) -> str:
    """The first and the last two letters or digits, stars for the others; never the whole."""
    value = " ".join(value.split())
    places = [at for at, letter in enumerate(value) if letter.isalnum()]
    if len(places) <= 3:
        return "*" * len(value)
    shown = 2 if len(places) >= _SHORT else 1
    open_places = {*places[:shown], *places[-shown:]}
    return "".join(
        letter if at in open_places or not letter.isalnum() else "*" for at, letter in enumerate(value)
    )


def mask(match: Match) -> str:
    """The value of a finding as it may be shown."""
    return masked(match.value)


_DIGITS = re.compile(r"\d(?:[\s.\-]?\d){4,}")
_LONGEST = 80


def masked_excerpt(text: str) -> str:
    """The beginning of a text from a file, with every long number and address of a mailbox masked."""
    line = " ".join(text.split())
    line = re.sub(r"[\w.+\-]+@[\w.\-]+", lambda found: masked(found[0]), line[: _LONGEST * 3])
    line = _DIGITS.sub(lambda found: masked(found[0]), line)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
