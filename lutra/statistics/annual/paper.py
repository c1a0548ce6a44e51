"""The report as PDF: tagged (PDF/UA-1), archival (PDF/A-2a), under the office's letterhead; same content, same bytes.

Only the worker and the command line import this module, since the typesetter takes more memory than a web process has.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.letters.printable import printable_all
from lutra.statistics.annual import text
from lutra.statistics.annual.content import Content, sha256
from lutra.statistics.annual.text import Section

_TEMPLATE = (Path(__file__).parent / "paper.typ").read_bytes()


def pdf(government: Government, content: Content, /, *, is_full: bool, language: str = "id") -> bytes:
    """The full report, or its summary, as PDF."""
    with translation.override(language):
        paper = _paper(government, content, is_full=is_full, language=language)
    at = datetime.fromisoformat(content["drawn_on"]).replace(tzinfo=UTC)
    try:
        return _compile(printable_all(paper), at=at)
    except typst.TypstError:
        # A mark that no font draws: the rare text is simplified, the report comes out.
        return _compile(printable_all(paper, plain=True), at=at)


def _paper(government: Government, content: Content, *, is_full: bool, language: str) -> dict[str, Any]:
    digest = sha256(content)
    is_draft = content["version"] == 0
    version = _("Rancangan") if is_draft else _("Versi %(version)d") % {"version": content["version"]}
    name = content["overall"]["name"]
    day = text.plain_day(content["drawn_on"], language)
    return {
        "language": language,
        "title": text.title(content, is_full=is_full),
        "version": version,
        "government": {
            "name": name,
            "office": _("Pejabat Pengelola Informasi dan Dokumentasi"),
            "lines": _lines(government),
        },
        "draft": _("Rancangan: belum diterbitkan dan belum mengikat.") if is_draft else "",
        "chapters": [
            {
                "title": f"{chapter.letter}. {chapter.title}",
                "clause": chapter.clause,
                "sections": [_blocks(section, language) for section in chapter.sections],
            }
            for chapter in text.chapters(content, language=language, is_full=is_full)
        ],
        "notes": {"title": _("Catatan kaki"), "lines": text.footnotes(content, language=language)},
        "signer": {
            "place": ", ".join(part for part in (government.seat, day) if part),
            "words": content["signature"],
        },
        "basis": _(
            "Dihitung dari buku sampai entri %(upto)d (%(root)s), keadaan per %(as_of)s. Sidik laporan: %(digest)s."
        )
        % {
            "upto": content["upto"],
            "root": content["root"] or "–",
            "as_of": text.plain_day(content["as_of"], language),
            "digest": digest,
        },
        "footer": f"{text.title(content, is_full=is_full)} · {name} · {version}",
        "page": _("Halaman"),
    }


def _lines(government: Government) -> list[str]:
    contact = [government.phone, government.email, government.website]
    return [line for line in (government.address, " · ".join(part for part in contact if part)) if line]


def _blocks(section: Section, language: str) -> dict[str, Any]:
    """A section as the template takes it: words, then tables of texts."""
    tables = []
    numbered = bool(section.bodies)
    if section.figures:
        rows = [
            [f"({place}) {one.label}" if numbered else one.label, one.value]
            for place, one in enumerate(section.figures, start=1)
        ]
        tables.append(_table([5, 1], [_("Uraian"), _("Jumlah")], [*rows, *map(list, section.times)]))
    if section.bodies:
        headings = [_("Perangkat daerah"), *(f"({place})" for place in range(1, len(section.figures) + 1))]
        rows = [[line.name, *(cell.value for cell in line.cells)] for line in section.bodies]
        tables.append(_table([6, *([2] * len(section.figures))], headings, rows))
    if section.oldest:
        rows = [
            [
                one["reference"],
                text.plain_day(one["received_on"], language),
                text.number(one["days"], language),
            ]
            for one in section.oldest
        ]
        tables.append(
            _table([3, 3, 1], [_("Permohonan terlama yang belum selesai"), _("Diterima"), _("Hari")], rows)
        )
    if section.compared:
        headings = [_("Uraian"), _("Tahun sebelumnya"), _("Tahun ini")]
        tables.append(_table([4, 1, 1], headings, [list(row) for row in section.compared]))
    return {"title": section.title, "texts": [list(pair) for pair in section.texts], "tables": tables}


def _table(widths: list[int], headings: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"widths": widths, "headings": headings, "rows": rows}


def _compile(paper: dict[str, Any], *, at: datetime) -> bytes:
    made = _compiler().compile(
        input=_TEMPLATE,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at,
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter made no PDF")
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        root=str(Path(__file__).parent),
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )
