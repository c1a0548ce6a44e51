"""Everything at once: the list, the register and the answers as whole tables, streamed row by row."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from lutra.directory.calendars import today
from lutra.publishing.exempted import exempt_table
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.export.table import Cell, Heading, Table
from lutra.publishing.opendata.addresses import Site
from lutra.publishing.queries import years
from lutra.publishing.tables import public_table, source

_CHUNK = 500
_READ = 65_536
LINES = "application/x-ndjson"
#: The forms in which a whole table is given: suffix and media type.
FORMS: Mapping[str, str] = {
    **{name: FORMATS[name].media_type for name in ("csv", "xlsx", "json")},
    "jsonl": LINES,
}


def items_table(site: Site) -> Table:
    """Every item of the list, by number; files as their download addresses with a space between."""
    return Table(
        title=_("Daftar informasi publik"),
        headings=[
            Heading("number", _("Nomor")),
            Heading("title", _("Judul"), 60),
            Heading("summary", _("Ringkasan isi"), 80),
            Heading("class", _("Kelas informasi")),
            Heading("body", _("Perangkat daerah"), 40),
            Heading("holder", _("Yang menguasai"), 40),
            Heading("responsible", _("Penanggung jawab"), 40),
            Heading("year", _("Tahun")),
            Heading("place_code", _("Kode wilayah")),
            Heading("place", _("Tempat"), 30),
            Heading("retention", _("Jangka waktu simpan")),
            Heading("updated_on", _("Diperbarui")),
            Heading("next_due", _("Diperbarui lagi")),
            Heading("files", _("Berkas"), 60),
            Heading("url", _("Alamat"), 40),
        ],
        rows=_items(site),
        source=source(site.government),
    )


def _items(site: Site) -> Iterator[list[Cell]]:
    for row in site.items().prefetch_related("files").iterator(chunk_size=_CHUNK):
        files = [file.url or site.file(row.number, file.file_id) for file in row.files.all()]
        yield [
            row.number,
            row.title,
            row.summary,
            row.kind,
            row.body_name,
            row.holder,
            row.responsible,
            row.year,
            row.place_code,
            row.place_name,
            row.retention,
            row.dated_on.isoformat(),
            row.next_due.isoformat() if row.next_due else "",
            " ".join(files),
            site.item(row.number),
        ]


def answers_table(site: Site) -> Table:
    """Every answer of the reading room, by number."""
    return Table(
        title=_("Jawaban yang dibuka untuk umum"),
        headings=[
            Heading("number", _("Nomor")),
            Heading("title", _("Judul"), 60),
            Heading("summary", _("Ringkasan isi"), 80),
            Heading("outcome", _("Hasil")),
            Heading("body", _("Perangkat daerah"), 40),
            Heading("answered_on", _("Dijawab")),
            Heading("url", _("Alamat"), 40),
        ],
        rows=_answers(site),
        source=source(site.government),
    )


def _answers(site: Site) -> Iterator[list[Cell]]:
    for row in site.answers().iterator(chunk_size=_CHUNK):
        yield [
            row.number,
            row.title,
            row.summary,
            row.outcome,
            row.body_name,
            row.answered_on.isoformat(),
            site.answer(row.number),
        ]


def register_table(site: Site) -> Table:
    """Every line of the public register, year by year."""
    known = sorted(years(site.government))
    body = site.office.slug if site.office else ""
    sample = public_table(site.government, year=known[-1] if known else 2026, body=body)
    return Table(
        title=_("Register publik permohonan informasi"),
        headings=sample.headings,
        rows=(row for year in known for row in public_table(site.government, year=year, body=body).rows),
        source=sample.source,
    )


def exempt_list(site: Site) -> Table:
    """The exemptions in force today, in the register's columns."""
    body = site.office.slug if site.office else ""
    return replace(
        exempt_table(site.government, on=today(site.government), body=body), source=source(site.government)
    )


#: What is given whole: the word of the address, and what makes the table.
TABLES: Mapping[str, Callable[[Site], Table]] = {
    "informasi": items_table,
    "register": register_table,
    "jawaban": answers_table,
    "dikecualikan": exempt_list,
}


def pieces(table: Table, form: str) -> Iterator[bytes]:
    """The table in one of ``FORMS``, piece by piece. Raises KeyError for any other."""
    return _lines(table) if form == "jsonl" else chunks(table, form)


def _lines(table: Table) -> Iterator[bytes]:
    """One JSON object a line."""
    codes = [heading.code for heading in table.headings]
    for row in table.rows:
        yield (json.dumps(dict(zip(codes, row, strict=True)), ensure_ascii=False) + "\n").encode()


def checksums(site: Site) -> Iterator[bytes]:
    """The SHA-256 of every file of the list, as ``sha256sum`` writes it: digest, two spaces, address."""
    rows = site.files().exclude(sha256="").values_list("sha256", "item__number", "file_id")
    for sha256, number, file_id in rows.iterator(chunk_size=2000):
        yield f"{sha256}  {site.file(number, file_id)}\n".encode()


def bundle(site: Site, *, at: datetime) -> Iterator[bytes]:
    """A zip of all tables as CSV and JSON lines, with a note on its making and the digest of each file in it."""
    with tempfile.TemporaryFile() as kept:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as whole:
            digests = [
                _put(whole, f"{name}.{form}", pieces(table(site), form), at)
                for name, table in TABLES.items()
                for form in ("csv", "jsonl")
            ]
            digests.append(_put(whole, "berkas.sha256", checksums(site), at))
            digests.append(_put(whole, "BACA-SAYA.txt", iter([_note(site, at).encode()]), at))
            _put(whole, "SHA256SUMS", iter(line.encode() for line in digests), at)
        kept.seek(0)
        while piece := kept.read(_READ):
            yield piece


def _put(whole: zipfile.ZipFile, name: str, content: Iterator[bytes], at: datetime) -> str:
    """Write one file of the bundle; gives its line of the list of digests."""
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with whole.open(entry, "w", force_zip64=True) as file:
        for piece in content:
            digest.update(piece)
            file.write(piece)
    return f"{digest.hexdigest()}  {name}\n"


def _note(site: Site, at: datetime) -> str:
    when = at.isoformat(timespec="seconds")
    return f"{site.office or site.government.name}, {site.base}/\n{when}\n{source(site.government)}\n"
