"""``lutra requests import FILE``: requests of another register (SP4N-LAPOR!, a spreadsheet) into this one.

CSV, XLSX, XLS and ODS. Each right row is filed by the same deed as any request, with a number and a clock of its own;
it keeps its source and the number there, so the same file again changes nothing. Wrong rows stay out and are named with
row, column and what to do, in Indonesian and English. ``--dry-run`` only says what would happen. It ends with 0 when at
least one row was right or there already, with 1 when the file cannot be read or every row is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.catalogue.errors import UnreadableFile
from lutra.cli import Refused
from lutra.cli.files import content_of
from lutra.cli.register import wanted_government
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.law import statute
from lutra.requests.importing import CHANNEL, Outcome, Result, carry_out, plan

_MOST_SAID = 200  # faults on the screen; all of them stand in the JSON


def register(subparsers: Any) -> None:
    """Add ``lutra requests`` and what it can do."""
    parser = subparsers.add_parser(
        "requests", help=_("mengimpor permohonan dari register lain"), description=__doc__
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    add = deeds.add_parser("import", help=_("mengimpor permohonan dari berkas CSV, XLSX, XLS, atau ODS"))
    add.add_argument("file", type=Path, metavar=_("BERKAS"))
    add.add_argument("--dry-run", action="store_true", help=_("hanya tampilkan apa yang akan terjadi"))
    add.add_argument(
        "--source",
        metavar=_("SUMBER"),
        default="",
        help=_("register asal bagi baris yang tidak menyebutnya, misalnya LAPOR"),
    )
    add.add_argument(
        "--channel",
        choices=[row.code for row in statute.channels() if row.by_officer],
        default=CHANNEL,
        help=_("cara permohonan masuk bagi baris yang tidak menyebutnya; bawaan: lapor"),
    )
    add.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
    add.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Import; 0 when at least one row was right. Raises Refused with the reason."""
    government = wanted_government(args.government)
    content = content_of(args.file)
    deed = plan if args.dry_run else carry_out
    try:
        done = deed(
            government, content, source=args.source, channel=args.channel, by=actors.system(government.pk)
        )
    except UnreadableFile as error:
        raise Refused(f"{error} / {error.english}") from error
    said = _as_json(args, government, content, done)
    if args.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(said)
    _warn(done)
    counts = done.counts
    if counts["rows"] == 0:
        raise Refused(
            _("tidak ada baris yang terbaca; baris judul perlu memuat sedikitnya dua kolom yang dikenal.")
        )
    if counts["errors"] == counts["rows"]:
        raise Refused(_("tidak ada yang diimpor: %(errors)d dari %(rows)d baris perlu diperbaiki.") % counts)
    return 0


def _as_json(
    args: argparse.Namespace, government: Government, content: bytes, done: Outcome
) -> dict[str, Any]:
    return {
        "file": str(args.file),
        "sha256": hashlib.sha256(content).hexdigest(),
        "government": government.code,
        "dry_run": args.dry_run,
        "counts": done.counts,
        "rows": [_row(result) for result in done.rows],
        "errors": [
            {"sheet": result.row.sheet, "row": result.row.number, **fault.as_json()}
            for result in done.rows
            for fault in result.faults
        ],
    }


def _row(result: Result) -> dict[str, Any]:
    """A row without anything that tells who asked."""
    row = result.row
    return {
        "sheet": row.sheet,
        "row": row.number,
        "verdict": result.verdict,
        "source": row.source,
        "source_id": row.source_id,
        "channel": row.channel,
        "received_on": row.received_on.isoformat() if row.received_on else None,
        "reference": result.reference or None,
        "due": result.due.isoformat() if result.due else None,
        "missing": list(result.missing),
    }


def _print(said: dict[str, Any]) -> None:
    counts = said["counts"]
    if said["dry_run"]:
        print(_("Akan didaftarkan %(added)d, sudah ada %(unchanged)d, ditolak %(errors)d.") % counts)
    else:
        print(_("Didaftarkan %(added)d, sudah ada %(unchanged)d, ditolak %(errors)d.") % counts)
    for row in said["rows"]:
        if row["verdict"] == "added":
            print(
                "  "
                + _("baris %(row)d: %(source)s %(source_id)s – %(reference)s, dijawab paling lambat %(due)s")
                % {**row, "reference": row["reference"] or _("nomor menyusul")}
            )


def _warn(done: Outcome) -> None:
    """Every fault beside the result itself, in both languages."""
    faults = [(result.row, fault) for result in done.rows for fault in result.faults]
    for row, fault in faults[:_MOST_SAID]:
        place = _("baris %(row)d") % {"row": row.number}
        where = ", ".join(part for part in (row.sheet, place, fault.column or fault.code) if part)
        print(f"{where}: {fault.words['id']} / {fault.words['en']}", file=sys.stderr)
    if len(faults) > _MOST_SAID:
        print(
            _("… dan %(more)d lainnya; lihat --json.") % {"more": len(faults) - _MOST_SAID}, file=sys.stderr
        )
