"""Public bodies from a table: each row a body, errors by line, all of them or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import WrongEntry
from lutra.directory.models import Government, Post, PublicBody, Region
from lutra.directory.permissions import permit
from lutra.directory.roles import Role
from lutra.ledger import actions as ledger

# Headings as the office writes them, too.
HEADINGS: Mapping[str, str] = {
    "nama": "name", "singkatan": "short_name", "nama_singkat": "short_name", "jenis": "kind", "induk": "parent",
    "wilayah": "region", "kode_wilayah": "region", "kode": "slug",
}  # fmt: skip
COLUMNS = ("name", "short_name", "kind", "slug", "parent", "region")
NEEDED = ("name", "kind")
LONGEST_FILE = 2 * 1024 * 1024


@dataclass
class Listed:
    """What a table of bodies did, or would do; with ``errors`` (line, what to do) it did nothing."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def read_table(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV with their line numbers, by our headings. Raises WrongEntry for what is no such table."""
    if len(content) > LONGEST_FILE:
        raise WrongEntry({"file": _("Berkas lebih besar dari 2 MB; periksa apakah ini daftar badan publik.")})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongEntry({"file": _("Berkas bukan UTF-8; simpan sebagai CSV UTF-8.")}) from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        lines = [(reader.line_num, line) for line in reader]
    except csv.Error as error:
        raise WrongEntry({"file": _("Berkas bukan CSV yang utuh: %(why)s.") % {"why": error}}) from error
    if not lines:
        raise WrongEntry({"file": _("Berkas kosong.")})
    heads = [slugify(cell).replace("-", "_") for cell in lines[0][1]]
    names = [HEADINGS.get(head, head) for head in heads]
    if missing := [name for name in NEEDED if name not in names]:
        raise WrongEntry(
            {
                "file": _("Kolom %(missing)s tidak ada. Kolom yang dikenal: %(known)s.")
                % {"missing": ", ".join(missing), "known": ", ".join(COLUMNS)}
            }
        )
    return [
        (number, {name: cell.strip() for name, cell in zip(names, line, strict=False)})
        for number, line in lines[1:]
        if any(cell.strip() for cell in line)
    ]


@transaction.atomic
def list_bodies(
    government: Government, rows: list[tuple[int, dict[str, str]]], /, *, by: Actor, dry_run: bool = False
) -> Listed:
    """Add or change a body for each row, known again by its slug; each perangkat daerah gets its PPID Pelaksana's post.

    With an error nothing is written. Raises NotPermitted.
    """
    permit(by, "directory.manage", government_id=government.pk)
    ledger.lock(government.pk)
    done = Listed()
    known = {body.slug: body for body in PublicBody.objects.filter(government=government)}
    wanted: dict[str, PublicBody] = {}
    for line, row in rows:
        problems = list(_row(government, row, known, wanted, done))
        done.errors += [(line, problem) for problem in problems]
    if done.errors or dry_run:
        transaction.set_rollback(dry_run and not done.errors)
        return done
    for body in wanted.values():
        if body.parent is not None:
            body.parent_id = body.parent.pk  # one that stood further up in the same table has its number now
        body.save()
        if body.kind in PublicBody.WITH_PELAKSANA:
            Post.objects.get_or_create(
                government=government,
                body=body,
                role=Role.PPID_PELAKSANA,
                defaults={"title": f"{government.pelaksana_label} {body.short_name}"[:200]},
            )
    if done.added or done.changed:
        ledger.record(
            government_id=government.pk,
            kind="bodies.listed",
            subject=("government", government.pk),
            by=by,
            data={"added": done.added, "changed": done.changed},
        )
    return done


def _row(
    government: Government,
    row: dict[str, str],
    known: dict[str, PublicBody],
    wanted: dict[str, PublicBody],
    done: Listed,
) -> Iterator[str]:
    """Take one row over into ``wanted``; what is wrong with it comes out."""
    name, short = row.get("name", ""), row.get("short_name", "") or row.get("name", "")[:80]
    slug, kind = row.get("slug", "") or slugify(short)[:80], _kind(row.get("kind", ""))
    wrong = []
    if not name:
        wrong.append(_("nama kosong"))
    if len(name) > 200 or len(short) > 80:
        wrong.append(_("nama paling banyak 200 huruf, singkatan 80"))
    if not kind:
        kinds = ", ".join(PublicBody.Kind.values)
        wrong.append(
            _("jenis “%(kind)s” tidak dikenal; pilih %(kinds)s")
            % {"kind": row.get("kind", ""), "kinds": kinds}
        )
    if not slug or slug != slugify(slug) or len(slug) > 80:
        wrong.append(_("kode (slug) hanya huruf kecil, angka, dan tanda hubung"))
    if slug in wanted:
        wrong.append(_("kode %(slug)s sudah dipakai baris di atasnya") % {"slug": slug})
    parent = wanted.get(row.get("parent", "")) or known.get(row.get("parent", ""))
    if row.get("parent") and parent is None:
        wrong.append(_("induk %(parent)s belum ada; taruh barisnya di atas") % {"parent": row["parent"]})
    region = Region.objects.filter(code=row.get("region", "")).first() if row.get("region") else None
    if row.get("region") and (region is None or not region.code.startswith(government.code)):
        wrong.append(_("wilayah %(region)s bukan wilayah pemerintah daerah ini") % {"region": row["region"]})
    if wrong:
        yield from wrong
        return
    is_new = slug not in known
    body = PublicBody(government=government, slug=slug) if is_new else known[slug]
    fields: dict[str, object] = {"name": name, "short_name": short, "kind": kind}
    if row.get("parent"):
        fields |= {"parent": parent}
    if region:
        fields |= {"region": region}
    differs = [code for code, value in fields.items() if is_new or getattr(body, code) != value]
    for code, value in fields.items():
        setattr(body, code, value)
    if is_new:
        done.added.append(slug)
    elif differs:
        done.changed.append(slug)
    else:
        done.unchanged += 1
    wanted[slug] = body


def _kind(typed: str) -> str:
    """The kind that was meant: its code or its Indonesian name; "" for neither."""
    names = {str(label).casefold(): value for value, label in PublicBody.Kind.choices}
    return typed if typed in PublicBody.Kind.values else names.get(typed.casefold(), "")
