"""The grounds of Pasal 17 as they are chosen for a box and stamped on it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lutra.law import statute
from lutra.law.errors import UnknownEntry


def clause(letter: str, sub_item: str = "", on: date | None = None) -> str:
    """The clause of the statute that a box rests on. Raises UnknownEntry."""
    ground = statute.ground(letter, on)
    item = ground.sub_item(sub_item) if sub_item else None
    return item.clause if item else ground.clause


def stamp(letter: str, sub_item: str = "") -> str:
    """The ground as it is stamped on the page, in the language of the law: "Pasal 17 huruf h angka 2"."""
    article = statute.ground(letter).clause.split("/")[1]
    item = f" angka {sub_item}" if sub_item else ""
    return f"Pasal {article} huruf {letter}{item}"


def problem(letter: str, sub_item: str, on: date | None = None) -> str:
    """Why this is no ground, in words for the officer; empty when it is one."""
    try:
        ground = statute.ground(letter, on)
    except UnknownEntry:
        return _("Pilih dasar hukumnya: satu huruf Pasal 17.")
    if sub_item and ground.sub_item(sub_item) is None:
        return _("Huruf %(letter)s tidak mempunyai angka %(item)s.") % {"letter": letter, "item": sub_item}
    return ""
