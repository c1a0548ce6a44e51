"""``lutra catalogue``: the list of public information from the server's own prompt.

``import FILE`` takes in an XLSX, XLS, ODS or CSV file: wrong rows stay out and are named with sheet, row, column, value
and what to do, in Indonesian and English; the same file again changes nothing. ``--dry-run`` only says what would be
added, changed and left. It ends with 0 when at least one row was right, with 1 when the file cannot be read or every
row is wrong (with ``--strict``: any row). ``undo RUN`` takes one import back, ``runs`` lists them. ``export`` writes
the list in the law's columns as CSV, XLSX, JSON or PDF.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.catalogue.errors import CatalogueError, UnreadableFile
from lutra.catalogue.importing.bodies import Directory
from lutra.catalogue.importing.planning import Plan, Planned, Verdict, plan
from lutra.catalogue.importing.runs import do_import, keep_file, runs, undo_import
from lutra.catalogue.items.found import STATES, Wanted, items
from lutra.catalogue.models import ImportRun
from lutra.cli import Refused, exporting
from lutra.cli.files import content_of
from lutra.cli.register import wanted_government
from lutra.directory import actors
from lutra.directory.calendars import today
from lutra.directory.models import Government, PublicBody
from lutra.letters.addresses import base_url
from lutra.publishing.catalogue.table import table_of
from lutra.publishing.opendata.addresses import site_of

_MOST_SAID = 200  # faults on the screen; all of them stand in the JSON


def register(subparsers: Any) -> None:
    """Add ``lutra catalogue`` and what it can do."""
    parser = subparsers.add_parser(
        "catalogue", help=_("mengimpor dan mengekspor daftar informasi publik"), description=__doc__
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    add = deeds.add_parser("import", help=_("mengimpor butir dari berkas XLSX, XLS, ODS, atau CSV"))
    add.add_argument("file", type=Path, metavar=_("BERKAS"))
    add.add_argument("--dry-run", action="store_true", help=_("hanya tampilkan apa yang akan terjadi"))
    add.add_argument(
        "--strict", action="store_true", help=_("tolak seluruh berkas bila ada baris yang salah")
    )
    add.add_argument("--body", metavar=_("PD"), help=_("perangkat daerah bagi baris yang tidak menyebutnya"))
    undo = deeds.add_parser("undo", help=_("membatalkan satu impor seluruhnya"))
    undo.add_argument("number", type=int, metavar=_("NOMOR"))
    listed = deeds.add_parser("runs", help=_("menampilkan impor yang pernah dijalankan"))
    export = deeds.add_parser("export", help=_("menulis daftar dalam kolom undang-undang"))
    export.add_argument("--body", metavar=_("PD"), help=_("hanya butir perangkat daerah ini"))
    export.add_argument(
        "--state", choices=STATES, default="listed", help=_("butir mana; bawaan: yang sudah diumumkan")
    )
    exporting.options(export, formats=("csv", "xlsx", "json", "pdf"))
    for one in (add, undo, listed, export):
        one.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
    for one in (add, undo, listed):
        one.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 when done. Raises Refused with the reason."""
    government = wanted_government(args.government)
    try:
        if args.deed == "import":
            return _import(args, government)
        if args.deed == "export":
            return _export(args, government)
        if args.deed == "undo":
            return _undo(args, government)
        return _runs(args, government)
    except UnreadableFile as error:
        raise Refused(f"{error} / {error.english}") from error
    except CatalogueError as error:
        raise Refused(str(error)) from error


# --- import ----------------------------------------------------------------------------------------------------------


def _import(args: argparse.Namespace, government: Government) -> int:
    content = content_of(args.file)
    body = _body(government, args.body) if args.body else None
    by = actors.system(government.pk)
    tell = None if args.json or not sys.stderr.isatty() else _progress
    done: ImportRun | None = None
    if args.dry_run:
        found = plan(government, content, by=by, on=today(government), body=body, progress=tell)
    else:
        kept = keep_file(government, name=args.file.name, content=content, by=by, body=body)
        imported = do_import(kept, by=by, strict=args.strict, progress=tell)
        if imported.plan is None:
            raise Refused(imported.run.failure)
        found = imported.plan
        done = imported.run if imported.is_done else None
    said = _as_json(args, government, content, found, done)
    if args.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(said, found)
    _warn(found)
    if done is None and (not args.dry_run or found.counts["error"] == found.counts["rows"]):
        raise Refused(
            _("tidak ada yang diimpor: %(wrong)d dari %(rows)d baris perlu diperbaiki.")
            % {"wrong": found.counts["error"], "rows": found.counts["rows"]}
        )
    return 0


def _body(government: Government, name: str) -> PublicBody:
    match = Directory(government).find(name)
    if match.body is None:
        near = [match.near] if match.near else [str(body) for body in match.several]
        raise Refused(
            _("tidak ada perangkat daerah %(name)s%(near)s.")
            % {"name": name, "near": f"; {_('mungkin')} {', '.join(near)}" if near else ""}
        )
    return match.body


def _progress(stage: str, done: int, total: int) -> None:
    words = {"read": _("dibaca"), "written": _("ditulis")}
    print(f"\r{words[stage]} {done}/{total}   ", end="", file=sys.stderr, flush=True)
    if done >= total:
        print(file=sys.stderr)


def _as_json(
    args: argparse.Namespace, government: Government, content: bytes, found: Plan, done: ImportRun | None
) -> dict[str, Any]:
    counts = found.counts
    return {
        "file": str(args.file),
        "sha256": hashlib.sha256(content).hexdigest(),
        "government": government.code,
        "dry_run": args.dry_run,
        "run": done.pk if done else None,
        "counts": {
            "rows": counts["rows"],
            "added": counts["added"],
            "changed": counts["changed"],
            "unchanged": counts["unchanged"],
            "errors": counts["error"],
            "warnings": counts["warnings"],
        },
        "sheets": [
            {
                "sheet": table.sheet,
                "header_row": table.header_row,
                "rows": len(table.rows),
                "columns": {name: table.headings.get(at, "") for name, at in table.columns.items()},
                "ignored": table.ignored,
            }
            for table in found.file.tables
        ],
        "errors": _faults(found, warnings=False),
        "warnings": _faults(found, warnings=True),
        "rows": [_row(row) for row in found.rows],
    }


def _faults(found: Plan, *, warnings: bool) -> list[dict[str, Any]]:
    reads = [row.read for row in found.rows] + (found.file.notes if warnings else [])
    return [
        {"sheet": read.sheet, "row": read.row, **one.as_json()}
        for read in reads
        for one in read.faults
        if one.is_warning == warnings
    ]


def _row(row: Planned) -> dict[str, Any]:
    item = row.item
    return {
        "sheet": row.read.sheet,
        "row": row.read.row,
        "verdict": str(row.verdict),
        "title": row.read.fields.get("title", ""),
        "body": row.read.body.slug if row.read.body else None,
        "key": row.key or None,
        "number": item.number if item else None,
        "values": {name: _plain(value) for name, value in row.read.fields.items()},
        "links": list(row.read.links),
        "changes": {name: [_plain(now), _plain(then)] for name, (now, then) in row.changes.items()},
        "new_links": list(row.new_links) if row.verdict in (Verdict.ADDED, Verdict.CHANGED) else [],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _print(said: dict[str, Any], found: Plan) -> None:
    counts = said["counts"]
    if said["dry_run"]:
        print(
            _("Akan ditambahkan %(added)d, diubah %(changed)d, tetap %(unchanged)d, ditolak %(errors)d.")
            % counts
        )
    else:
        print(
            _("Ditambahkan %(added)d, diubah %(changed)d, tetap %(unchanged)d, ditolak %(errors)d.") % counts
        )
    if said["run"]:
        print(
            _("Nomor impor %(run)d; batalkan dengan `lutra catalogue undo %(run)d`.") % {"run": said["run"]}
        )
    for row in found.of(Verdict.CHANGED)[:20]:
        print(
            "  "
            + _("baris %(row)d: %(title)s – %(fields)s")
            % {
                "row": row.read.row,
                "title": row.read.fields.get("title", ""),
                "fields": ", ".join([*row.changes, *(["link"] if row.new_links else [])]),
            }
        )


def _warn(found: Plan) -> None:
    """Every fault beside the result itself, in both languages."""
    faults = _faults(found, warnings=False) + _faults(found, warnings=True)
    for one in faults[:_MOST_SAID]:
        place = " ".join(
            part
            for part in (
                one["sheet"] and f"{one['sheet']}:",
                _("baris %(row)d") % {"row": one["row"]} if one["row"] else "",
                _("kolom %(column)s") % {"column": one["column"]} if one["column"] else "",
                f"({one['cell']})" if one["cell"] else "",
            )
            if part
        )
        print(f"{place.rstrip(':')}: {one['message_id']} {one['action_id']}", file=sys.stderr)
        print(f"  {one['message_en']} {one['action_en']}", file=sys.stderr)
    if len(faults) > _MOST_SAID:
        print(
            _("… dan %(more)d lagi; pakai --json untuk semuanya.") % {"more": len(faults) - _MOST_SAID},
            file=sys.stderr,
        )


# --- export ----------------------------------------------------------------------------------------------------------


def _export(args: argparse.Namespace, government: Government) -> int:
    form = exporting.form_of(args)
    body = _body(government, args.body) if args.body else None
    wanted = Wanted(state=args.state, body=body.pk if body else None)
    exporting.write(
        table_of(
            site_of(government, base_url(government)),
            items(government, wanted, on=today(government)),
            language=get_language() or "id",
        ),
        args,
        form,
        told={"government": government.code, "state": args.state, "format": args.format},
    )
    return 0


# --- undo and list ---------------------------------------------------------------------------------------------------


def _undo(args: argparse.Namespace, government: Government) -> int:
    wanted = ImportRun.objects.filter(government=government, pk=args.number).first()
    if wanted is None:
        raise Refused(
            _("tidak ada impor nomor %(run)d; lihat `lutra catalogue runs`.") % {"run": args.number}
        )
    done = undo_import(wanted, by=actors.system(government.pk))
    kept = [{"number": item.number, "title": item.title} for item in done.kept]
    if args.json:
        print(
            json.dumps({"run": wanted.pk, "undone": done.undone, "kept": kept}, ensure_ascii=False, indent=2)
        )
    else:
        print(_("%(undone)d butir dikembalikan.") % {"undone": done.undone})
    for item in done.kept:
        print(_("%(item)s sudah diubah sesudah impor, jadi dibiarkan.") % {"item": item}, file=sys.stderr)
    return 0


def _runs(args: argparse.Namespace, government: Government) -> int:
    found = [
        {
            "run": one.pk,
            "file": one.document.name,
            "sha256": one.document.sha256,
            "state": one.state,
            "created_at": one.created_at.isoformat(),
            "counts": one.counts,
            "failure": one.failure,
        }
        for one in runs(government, by=actors.system(government.pk))
    ]
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for row in found:
        print(
            f"{row['run']}  {row['created_at'][:16]}  {row['state']:<7} {row['file']}  {row['failure']}".rstrip()
        )
    return 0
