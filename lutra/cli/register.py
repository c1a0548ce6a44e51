"""``lutra register export``: the legal register of a year as CSV, XLSX or PDF; with ``--public`` the de-identified one.

The legal register tells who asked, so every export of it is entered in the book. Plain CSV is for programs (commas,
UTF-8); ``--excel`` writes the CSV that Excel with Indonesian settings opens by a double click.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.publishing.export.formats import chunks
from lutra.publishing.export.table import Cell, Table
from lutra.publishing.tables import public_table
from lutra.statistics.actions import export_register
from lutra.statistics.errors import RegisterError
from lutra.statistics.register import BOOKS

_QUIET_SECONDS = 2.0
_FALLBACK = "73.22"


def register(subparsers: Any) -> None:
    """Add ``lutra register`` and what it can do."""
    parser = subparsers.add_parser("register", help=_("mengekspor buku register"), description=__doc__)
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    export = deeds.add_parser("export", help=_("menulis register satu tahun ke berkas atau ke layar"))
    export.add_argument(
        "--book", choices=sorted(BOOKS), default="requests", help=_("buku register yang diekspor")
    )
    export.add_argument("--year", type=_year, required=True, help=_("tahun register, misalnya 2026"))
    export.add_argument(
        "--format", choices=["csv", "xlsx", "pdf"], default="csv", help=_("jenis berkas; bawaan: csv")
    )
    export.add_argument(
        "--excel", action="store_true", help=_("csv bertitik koma yang langsung dibuka Excel Indonesia")
    )
    export.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
    export.add_argument("--public", action="store_true", help=_("register publik tanpa identitas pemohon"))
    export.add_argument(
        "-o", "--output", metavar=_("BERKAS"), default="-", help=_("berkas tujuan; - atau kosong: layar")
    )
    export.add_argument(
        "--json", action="store_true", help=_("cetak baris, atau ringkasan berkas, sebagai JSON")
    )


def run(args: argparse.Namespace) -> int:
    """Write the register; 0 when done. Raises Refused with the reason."""
    if args.excel and args.format != "csv":
        raise Refused(_("--excel hanya untuk csv; xlsx sudah dapat dibuka Excel."))
    on_screen = args.output == "-"
    if on_screen and not args.json and args.format != "csv" and sys.stdout.isatty():
        raise Refused(
            _("berkas %(kind)s tidak dapat ditampilkan di layar; beri nama berkas dengan -o.")
            % {"kind": args.format}
        )
    target = Path(args.output)
    # Asked before the export is entered in the book, for it could not be taken back.
    if not target.name or (target.exists() and not target.is_file()):
        raise Refused(_("%(path)s bukan nama berkas; tulis misalnya -o register.csv.") % {"path": target})
    form = "json" if on_screen and args.json else "csv-excel" if args.excel else args.format
    government = wanted_government(args.government)
    counted = _Counted()
    try:
        table = _table(government, args, form)
        pieces = chunks(replace(table, rows=counted(table.rows)), form)
        if on_screen:
            _print(pieces)
            return 0
        digest = _write(target, pieces)
    except RegisterError as error:
        raise Refused(str(error)) from error
    _report(args, government, rows=counted.rows, digest=digest)
    return 0


def wanted_government(code: str | None) -> Government:
    """The government with this code; without one the only there is, the installation's own, or Luwu Utara."""
    known = {government.code: government for government in Government.objects.order_by("code")}
    if code is None:
        code = next(iter(known)) if len(known) == 1 else settings.LUTRA_DEFAULT_GOVERNMENT or _FALLBACK
    if code not in known:
        raise Refused(
            _("tidak ada pemerintah daerah berkode %(code)s; yang ada: %(known)s.")
            % {"code": code, "known": ", ".join(known) or _("belum ada, jalankan `lutra up --demo`")}
        )
    return known[code]


def _table(government: Government, args: argparse.Namespace, form: str) -> Table:
    if not args.public:
        return export_register(
            government, book=args.book, year=args.year, format=form, by=actors.system(government.pk)
        )
    if args.book != "requests":
        raise Refused(
            _("register publik hanya ada untuk permohonan; hapus --public atau pilih --book requests.")
        )
    return public_table(government, year=args.year)


class _Counted:
    """Counts the rows that pass, and says on stderr how far it is once that takes longer than two seconds."""

    def __init__(self) -> None:
        self.rows = 0

    def __call__(self, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        said_at = time.monotonic()
        for self.rows, row in enumerate(rows, start=1):
            if time.monotonic() - said_at >= _QUIET_SECONDS:
                said_at = time.monotonic()
                print(_("… %(rows)d baris") % {"rows": self.rows}, file=sys.stderr)
            yield row


def _print(pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _write(path: Path, pieces: Iterable[bytes]) -> str:
    """Write the file wholly or not at all, readable by its owner only; returns its SHA-256."""
    beside = path.with_name(f"{path.name}.part")
    digest = hashlib.sha256()
    try:
        # What lies there under this name may be somebody else's, or a link that leads elsewhere.
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        beside.replace(path)
    except OSError as error:
        raise Refused(
            _("%(path)s tidak dapat ditulis: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return digest.hexdigest()


def _report(args: argparse.Namespace, government: Government, *, rows: int, digest: str) -> None:
    if args.json:
        summary = {
            "government": government.code,
            "book": args.book,
            "year": args.year,
            "format": args.format,
            "public": args.public,
            "rows": rows,
            "file": args.output,
            "sha256": digest,
        }
        print(json.dumps(summary, ensure_ascii=False))
    else:
        print(_("%(rows)d baris ditulis ke %(file)s.") % {"rows": rows, "file": args.output})


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(_("tulis tahun dengan empat angka, misalnya 2026"))
    return int(text)
