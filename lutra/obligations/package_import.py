"""Packages from a CSV file, as procurement systems export it: row by row, with a dry run, safe to repeat."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.ledger import actions as ledger
from lutra.obligations import packages
from lutra.obligations.errors import UnreadableList
from lutra.obligations.models import Package
from lutra.obligations.packages import PackageForm
from lutra.obligations.rights import may_keep

MOST_ROWS = 20_000
# Headings as they are met, folded; the first that fits wins.
_HEADINGS = {
    "key": ("kode rup", "id rup", "kode paket", "kode"),
    "name": ("nama paket", "paket", "nama"),
    "body": ("perangkat daerah", "satuan kerja", "satker", "skpd", "opd", "instansi"),
    "year": ("tahun anggaran", "tahun"),
    "value": ("nilai kontrak", "nilai", "pagu", "hps"),
    "method": ("metode pemilihan", "metode", "cara pengadaan"),
    "provider": ("penyedia", "nama penyedia", "pelaksana"),
}
_NEEDED = ("name", "body", "year", "value", "method")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row; ``row`` counts as a spreadsheet does, the heading being row 1."""

    row: int
    message: str


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


def read_packages(
    government: Government, content: bytes, /, *, by: Actor, dry_run: bool = False, at: datetime | None = None
) -> Outcome:
    """Import every row that is right; say of each other one what is wrong.

    A row is found again by its code and year, without a code by body, year and name; so a second import of the same
    file changes nothing. ``dry_run`` does everything and undoes it. Raises UnreadableList.
    """
    rows = _rows(content)
    outcome = Outcome()
    bodies = _bodies(government)
    moment = at or timezone.now()
    with transaction.atomic():
        ledger.lock(government.pk)
        known = _known(government)
        for number, row in rows:
            try:
                _take(row, bodies, known, outcome, by=by, at=moment)
            except _Wrong as wrong:
                outcome.errors.append(RowError(number, str(wrong)))
        if dry_run:
            transaction.set_rollback(True)
        elif outcome.added or outcome.changed:
            ledger.record(
                government_id=government.pk,
                kind="packages.imported",
                subject=("government", government.pk),
                by=by,
                at=moment,
                data={"added": outcome.added, "changed": outcome.changed, "errors": len(outcome.errors)},
            )
    return outcome


class _Wrong(Exception):
    """A row cannot be taken; the message says why."""


def _take(
    row: dict[str, str],
    bodies: dict[str, PublicBody],
    known: dict[tuple[object, ...], Package],
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
) -> None:
    body = bodies.get(_fold(row["body"]))
    if body is None:
        raise _Wrong(_("Perangkat daerah “%(name)s” tidak dikenal.") % {"name": row["body"][:80]})
    if not may_keep(by, body):
        raise _Wrong(_("Anda tidak mengelola paket %(name)s.") % {"name": body.short_name})
    form = PackageForm(
        name=" ".join(row["name"].split()),
        year=_number(row["year"], _("Tahun")),
        value=_number(row["value"], _("Nilai")),
        method=row["method"],
        provider=row.get("provider", ""),
        key=row.get("key", ""),
    )
    if wrong := packages.problems(form):
        raise _Wrong(" ".join(wrong.values()))
    identity = _identity(form.key.strip(), body.pk, form.year, form.name)
    there = known.get(identity)
    if there is None:
        known[identity] = packages.enter(body, form=form, by=by, at=at)
        outcome.added += 1
        return
    before = _state(there)
    outcome.changed += (changed := _state(packages.change(there, form=form, by=by, at=at)) != before)
    outcome.unchanged += not changed


def _state(package: Package) -> tuple[object, ...]:
    return (
        package.name,
        package.year,
        package.value,
        package.method,
        package.provider,
        package.key,
    )


def _identity(key: str, body: int, year: int, name: str) -> tuple[object, ...]:
    return (year, key) if key else (year, body, name.casefold())


def _known(government: Government) -> dict[tuple[object, ...], Package]:
    rows = Package.objects.filter(government=government).select_related("body")
    return {_identity(one.key, one.body_id, one.year, one.name): one for one in rows}


def _bodies(government: Government) -> dict[str, PublicBody]:
    found: dict[str, PublicBody] = {}
    for body in PublicBody.objects.filter(government=government, is_active=True):
        for name in (body.name, body.short_name, body.slug):
            found.setdefault(_fold(name), body)
    return found


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise UnreadableList(_("Ini bukan berkas CSV. Simpan lembarnya sebagai CSV lalu unggah lagi."))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableList(_("Berkas CSV ini rusak: %(error)s.") % {"error": error}) from error
    if len(lines) > MOST_ROWS + 1:
        raise UnreadableList(_("Paling banyak %(most)d baris sekali impor.") % {"most": MOST_ROWS})
    if not lines:
        raise UnreadableList(_("Berkas ini kosong."))
    places = _places(lines[0])
    return [
        (number, {name: line[place].strip() if place < len(line) else "" for name, place in places.items()})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _places(heading: list[str]) -> dict[str, int]:
    folded = [_fold(cell) for cell in heading]
    places = {
        name: next(folded.index(word) for word in words if word in folded)
        for name, words in _HEADINGS.items()
        if any(word in folded for word in words)
    }
    missing = [_HEADINGS[name][0] for name in _NEEDED if name not in places]
    if missing:
        raise UnreadableList(
            _("Baris pertama harus berisi judul kolom; belum ada: %(missing)s.")
            % {"missing": ", ".join(missing)}
        )
    return places


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _number(text: str, what: str) -> int:
    """Rupiah as people write it: "Rp1.250.000,00", "1250000", "1,250,000.00"."""
    bare = re.sub(r"^\s*rp\.?\s*|\s", "", text.casefold())
    bare = re.sub(r"[.,]\d{1,2}$", "", bare)  # cents; thousands have three digits
    bare = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", bare)
    if not bare.isascii() or not bare.isdigit() or len(bare) > 16:
        raise _Wrong(_("%(what)s “%(text)s” bukan angka.") % {"what": what, "text": text[:40]})
    return int(bare)
