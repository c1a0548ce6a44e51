"""The statute book: clauses, forms, registers, lists and workflows, as dated data.

Everything here is read from the YAML beside this file and is plain, cached and free of Django. A list that may change
takes ``on``, the day whose law is wanted (today when left out), so that an old case stays under old law.

Clause ids follow the articles: ``uu-14-2008/22/7`` is Pasal 22 ayat (7), ``uu-14-2008/17/h/3`` is Pasal 17 huruf h
angka 3. Where only the content of a clause could be verified the id ends in a word (``perki-1-2021/request-form``) and
the citation holds no article number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from lutra.law.errors import BookError, NotPrintable, UnknownEntry
from lutra.law.loading import build, files, read
from lutra.law.records import Clause, Language, Law, Text

__all__ = [
    "Clause",
    "Law",
    "Text",
    "citation_for_letter",
    "clause",
    "clauses",
    "laws",
    "legal_basis",
    "text",
]

UNVERIFIED = Text("belum terverifikasi", "not yet verified")


def text(label: Text, lang: str = "id") -> str:
    """The words of ``label`` in ``lang`` ("id" or "en"); any other language reads Indonesian, the law's own."""
    return label.en if lang.startswith("en") else label.id


# --- clauses -------------------------------------------------------------------------------------------------------


def clause(id: str, on: date | None = None) -> Clause:
    """The clause with this id; with ``on``, the version of it that bound on that day.

    Raises UnknownEntry when the book does not hold it (or not for that day).
    """
    versions = _clauses_by_id().get(id)
    if versions is None:
        raise UnknownEntry(f"Kitab hukum tidak memuat ketentuan '{id}'.")
    if on is None:
        return versions[-1]
    bound = [version for version in versions if version.binds(on)]
    if not bound:
        raise UnknownEntry(f"Ketentuan '{id}' tidak berlaku pada {on:%Y-%m-%d}.")
    return bound[-1]


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause of the book, law by law, in the order of the articles."""
    return tuple(version for _, entry in _laws_with_clauses() for version in entry)


@cache
def laws() -> tuple[Law, ...]:
    """Every act and regulation of which the book holds a clause."""
    return tuple(law for law, _ in _laws_with_clauses())


def citation_for_letter(id: str, lang: Language = "id") -> str:
    """The citation as it may stand on a letter. Raises NotPrintable for a clause known from memory only."""
    found = clause(id)
    if not found.printable:
        raise NotPrintable(
            f"Ketentuan '{id}' belum terverifikasi (status M), jadi nomornya tidak boleh dicetak dalam surat. "
            "Periksa naskah aslinya lalu ubah statusnya dalam kitab hukum."
        )
    return found.citation_en if lang == "en" else found.citation


def legal_basis(id: str, lang: Language = "id") -> str:
    """The citation for a screen; an unverified one says so."""
    found = clause(id)
    citation = found.citation_en if lang == "en" else found.citation
    return citation if found.printable else f"{citation} ({text(UNVERIFIED, lang)})"


@cache
def _clauses_by_id() -> Mapping[str, tuple[Clause, ...]]:
    versions: dict[str, tuple[Clause, ...]] = {}
    for one in sorted(clauses(), key=lambda one: one.in_force_from):
        versions[one.id] = (*versions.get(one.id, ()), one)
    return versions


@cache
def _laws_with_clauses() -> tuple[tuple[Law, tuple[Clause, ...]], ...]:
    return tuple(
        _read_law(document, where=f"{name}[{document.get('id')}]")
        for name in files("clauses")
        for document in read(name)
    )


def _read_law(document: Mapping[str, Any], *, where: str) -> tuple[Law, tuple[Clause, ...]]:
    beside = {"clauses", "verification", "numbered"}
    law = build(Law, {key: value for key, value in document.items() if key not in beside}, where=where)
    numbered = frozenset(document.get("numbered", ()))
    entries = document.get("clauses")
    if not isinstance(entries, list):
        raise BookError(f"{where}: 'clauses' harus berupa daftar.")
    return law, tuple(_read_clause(law, entry, document.get("verification"), numbered, where) for entry in entries)


def _read_clause(law: Law, entry: object, verification: str | None, numbered: frozenset[str], where: str) -> Clause:
    if not isinstance(entry, dict) or not {"at", "id", "en"} <= entry.keys() or not isinstance(entry["at"], str):
        raise BookError(f"{where}: tiap ketentuan perlu at (berupa teks), id, dan en; ditemukan {entry!r}.")
    at = entry["at"]
    own = {key: value for key, value in entry.items() if key not in {"at", "id", "en"}}
    return build(
        Clause,
        {
            "in_force_from": law.in_force_from,
            "in_force_until": law.in_force_until,
            "verification": verification,
            **own,
            "id": f"{law.id}/{at}",
            "law": law.id,
            "citation": _cite(law, at, numbered),
            "citation_en": _cite_in_english(law, at),
            "summary": {"id": entry["id"], "en": entry["en"]},
        },
        where=f"{where}[{at}]",
    )


def _cite(law: Law, at: str, numbered: frozenset[str]) -> str:
    """``22/7`` -> ``Pasal 22 ayat (7) UU 14/2008``; a word instead of an article gives the regulation alone."""
    parts = at.split("/")
    prefix = ""
    if parts[0] == "elucidation":
        prefix, parts = "Penjelasan ", parts[1:]
    if not parts[0].isdigit():
        return law.short.id
    article, lettered = parts[0], False
    words = [f"{prefix}Pasal {article}"]
    for part in parts[1:]:
        if part.isalpha():
            words.append(f"huruf {part}")
            lettered = True
        elif lettered or article in numbered:
            words.append(f"angka {part}")
        else:
            words.append(f"ayat ({part})")
    return f"{' '.join(words)} {law.short.id}"


def _cite_in_english(law: Law, at: str) -> str:
    """``22/7`` -> ``Article 22(7) of Law 14/2008``."""
    parts = at.split("/")
    prefix = ""
    if parts[0] == "elucidation":
        prefix, parts = "Elucidation of ", parts[1:]
    if not parts[0].isdigit():
        return law.short.en
    return f"{prefix}Article {parts[0]}{''.join(f'({part})' for part in parts[1:])} of {law.short.en}"
