"""A table on its way to a file or to the screen: the options that every export takes, and the writing itself.

Plain CSV is for programs (commas, UTF-8); ``--excel`` writes the CSV that Excel with Indonesian settings opens by a
double click.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.files import write_whole
from lutra.publishing.export.formats import chunks
from lutra.publishing.export.table import Cell, Table

_QUIET_SECONDS = 2.0


def options(parser: argparse.ArgumentParser, *, formats: Sequence[str]) -> None:
    """Add what says how and where to write; the first of ``formats`` is the usual one."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=_("jenis berkas; bawaan: csv"))
    parser.add_argument(
        "--excel", action="store_true", help=_("csv bertitik koma yang langsung dibuka Excel Indonesia")
    )
    parser.add_argument(
        "-o", "--output", metavar=_("BERKAS"), default="-", help=_("berkas tujuan; - atau kosong: layar")
    )
    parser.add_argument(
        "--json", action="store_true", help=_("cetak baris, atau ringkasan berkas, sebagai JSON")
    )


def form_of(args: argparse.Namespace) -> str:
    """The format that the options ask for. Raises Refused for options that do not go together, or a wrong target."""
    if args.excel and args.format != "csv":
        raise Refused(_("--excel hanya untuk csv; xlsx sudah dapat dibuka Excel."))
    on_screen = args.output == "-"
    if on_screen and not args.json and args.format in {"xlsx", "pdf"} and sys.stdout.isatty():
        raise Refused(
            _("berkas %(kind)s tidak dapat ditampilkan di layar; beri nama berkas dengan -o.")
            % {"kind": args.format}
        )
    target = Path(args.output)
    if not target.name or (target.exists() and not target.is_file()):
        raise Refused(_("%(path)s bukan nama berkas; tulis misalnya -o register.csv.") % {"path": target})
    return "json" if on_screen and args.json else "csv-excel" if args.excel else str(args.format)


def write(table: Table, args: argparse.Namespace, form: str, *, told: Mapping[str, object]) -> None:
    """Write the table where the options say; of a file tell its rows, and ``told`` where JSON is asked for.

    Raises Refused where the file cannot be written.
    """
    counted = _Counted()
    pieces = chunks(replace(table, rows=counted(table.rows)), form)
    if args.output == "-":
        _print(pieces)
        return
    digest = write_whole(Path(args.output), pieces)
    if args.json:
        print(
            json.dumps(
                {**told, "rows": counted.rows, "file": args.output, "sha256": digest}, ensure_ascii=False
            )
        )
    else:
        print(_("%(rows)d baris ditulis ke %(file)s.") % {"rows": counted.rows, "file": args.output})


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
