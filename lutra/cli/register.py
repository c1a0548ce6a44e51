"""``lutra register export``: the legal register of a year as CSV, XLSX or PDF; with ``--public`` the de-identified one.

The legal register tells who asked, so every export of it is entered in the book. Plain CSV is for programs (commas,
UTF-8); ``--excel`` writes the CSV that Excel with Indonesian settings opens by a double click.
"""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lutra.cli import Refused, exporting
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.publishing.export.table import Table
from lutra.publishing.tables import public_table
from lutra.statistics.actions import export_register
from lutra.statistics.errors import RegisterError
from lutra.statistics.register import BOOKS

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
    export.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
    export.add_argument("--public", action="store_true", help=_("register publik tanpa identitas pemohon"))
    exporting.options(export, formats=("csv", "xlsx", "pdf"))


def run(args: argparse.Namespace) -> int:
    """Write the register; 0 when done. Raises Refused with the reason."""
    # Asked before the export is entered in the book, for it could not be taken back.
    form = exporting.form_of(args)
    government = wanted_government(args.government)
    try:
        exporting.write(
            _table(government, args, form),
            args,
            form,
            told={
                "government": government.code,
                "book": args.book,
                "year": args.year,
                "format": args.format,
                "public": args.public,
            },
        )
    except RegisterError as error:
        raise Refused(str(error)) from error
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


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(_("tulis tahun dengan empat angka, misalnya 2026"))
    return int(text)
