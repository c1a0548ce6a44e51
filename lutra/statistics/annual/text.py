"""The report as people read it: six headings, their parts, words and tables. Plain data for the page and the PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from lutra.law import annual_report, statute
from lutra.law.annual_report import Part, TypedField
from lutra.law.records import Language
from lutra.statistics.annual.content import Content
from lutra.statistics.annual.figures import TIMES


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as shown: its name for programs, its label, its number as text."""

    figure: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class BodyLine:
    """The figures of one body, in the order of the part's own."""

    body: int
    name: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a heading. ``texts``: (label, words); ``times``: (label, days); ``compared``: (label, before, now)."""

    title: str
    texts: tuple[tuple[str, str], ...] = ()
    figures: tuple[Shown, ...] = ()
    times: tuple[tuple[str, str], ...] = ()
    bodies: tuple[BodyLine, ...] = ()
    oldest: tuple[dict[str, Any], ...] = ()
    compared: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the six headings, by its letter, with the clause it stands on."""

    letter: str
    title: str
    clause: str
    sections: tuple[Section, ...]


def chapters(content: Content, *, language: str, is_full: bool = True) -> tuple[Chapter, ...]:
    """The report's six headings. The summary (not ``is_full``) leaves out bodies and the list of the oldest."""
    on = date(content["year"], 12, 31)
    told = _lang(language)
    return tuple(
        Chapter(
            letter=heading.code,
            title=heading.label.in_(told),
            clause=statute.legal_basis(heading.clause, told),
            sections=tuple(_section(part, content, on, told, is_full=is_full) for part in heading.parts),
        )
        for heading in annual_report.layout(on).headings
    )


def _section(part: Part, content: Content, on: date, language: Language, *, is_full: bool) -> Section:
    labels = [(name, label.in_(language)) for name, label in annual_report.figures_of(part, on)]
    overall = content["overall"]
    return Section(
        title=part.label.in_(language),
        texts=tuple(_typed(part.fields, content, language)),
        figures=_shown(labels, overall["figures"], language),
        times=_times(overall["times"], language) if part.times else (),
        bodies=tuple(
            BodyLine(row["body"], row["name"], _shown(labels, row["figures"], language))
            for row in content["bodies"]
        )
        if part.for_bodies and is_full
        else (),
        oldest=tuple(content["oldest"]) if part.oldest and is_full else (),
        compared=_compared(part, content, on, language),
    )


def _shown(
    labels: Iterable[tuple[str, str]], figures: dict[str, int], language: Language
) -> tuple[Shown, ...]:
    return tuple(Shown(name, label, number(figures.get(name, 0), language)) for name, label in labels)


def _typed(fields: Iterable[TypedField], content: Content, language: Language) -> Iterable[tuple[str, str]]:
    for field in fields:
        value = content["typed"].get(field.code)
        if value is None or value == "":
            words = _("(belum diisi)")
        elif field.kind == "text":
            words = str(value)
        else:
            words = number(value, language)
            words = f"Rp{words}" if field.kind == "rupiah" else words
        yield field.label.in_(language), words


def _times(times: dict[str, str | None], language: Language) -> tuple[tuple[str, str], ...]:
    labels = {
        "mean": _("Rata-rata (hari kerja)"),
        "median": _("Nilai tengah (hari kerja)"),
        "shortest": _("Tercepat (hari kerja)"),
        "longest": _("Terlama (hari kerja)"),
    }
    return tuple((labels[name], days(times[name], language)) for name in TIMES)


def _compared(part: Part, content: Content, on: date, language: Language) -> tuple[tuple[str, str, str], ...]:
    """Beside last year's published figures; where none were published that is said, never left blank (rule 14)."""
    known = annual_report.figures(on)
    before = content["previous"]
    return tuple(
        (
            known[name].in_(language),
            number(before["figures"].get(name, 0), language) if before else _("tidak ada"),
            number(content["overall"]["figures"][name], language),
        )
        for name in part.compares
    )


def number(value: int, language: str) -> str:
    """A number as people write it."""
    return str(format_decimal(value, locale=_lang(language)))


def days(value: str | None, language: str) -> str:
    """A number of working days; “tidak ada” where nothing was decided."""
    return str(format_decimal(value, locale=_lang(language))) if value is not None else _("tidak ada")


def footnotes(content: Content, *, language: str) -> list[str]:
    """What the report must confess: why it was corrected, and each rule that an officer signed for."""
    told = _lang(language)
    notes = []
    if content["correction"]:
        notes.append(
            _("Versi %(version)d mengoreksi versi sebelumnya: %(why)s")
            % {"version": content["version"], "why": content["correction"]}
        )
    for one in content["footnotes"]:
        rule = annual_report.rule(one["rule"], date(content["year"], 12, 31))
        notes.append(
            _("Aturan %(number)d, %(label)s: %(message)s Alasan: %(note)s Ditandatangani %(who)s, %(when)s.")
            % {
                "number": rule.number,
                "label": rule.label.in_(told),
                "message": rule.message.in_(told),
                "note": one["note"],
                "who": one["signature"],
                "when": format_datetime(
                    datetime.fromisoformat(one["signed_at"]), "d MMMM y HH:mm 'UTC'", locale=told
                ),
            }
        )
    return notes


def title(content: Content, *, is_full: bool) -> str:
    """What the report is called."""
    words = (
        _("Laporan Layanan Informasi Publik Tahun %(year)d")
        if is_full
        else _("Ringkasan Laporan Layanan Informasi Publik Tahun %(year)d")
    )
    return words % {"year": content["year"]}


def plain_day(day: str, language: str) -> str:
    """ "2 Maret 2026", of a day written by the calendar."""
    return str(format_date(date.fromisoformat(day), "d MMMM y", locale=_lang(language)))


def _lang(language: str) -> Language:
    return "en" if language.startswith("en") else "id"
