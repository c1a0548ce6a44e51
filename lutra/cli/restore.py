"""``lutra restore FILE``: put a backup into an empty installation, or with ``--force`` in the place of another.

The archive is checked first; the new database is made and verified beside the old one and takes its place in one step.
A backup of SQLite may be restored into PostgreSQL and the other way round.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.archive import container, telling
from lutra.cli.archive.errors import ArchiveError
from lutra.cli.archive.restoring import restore


def register(subparsers: Any) -> None:
    """Add ``lutra restore`` and its options."""
    parser = subparsers.add_parser("restore", help=_("memulihkan cadangan"), description=__doc__)
    parser.add_argument("file", metavar=_("BERKAS"), type=Path, help=_("arsip dari `lutra backup`"))
    parser.add_argument("--check", action="store_true", help=_("hanya periksa arsip; jangan ubah apa pun"))
    parser.add_argument(
        "--force", action="store_true", help=_("gantikan data yang ada; basis data lama disisihkan")
    )
    telling.add_passphrase(parser, keys=_("pasang juga kunci yang ada dalam cadangan"))
    parser.add_argument(
        "--without-keys", action="store_true", help=_("pulihkan walau identitas dan surat tidak dapat dibuka")
    )
    parser.add_argument("--json", action="store_true", help=_("cetak isinya sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Restore or check; 0 when all was verified. Raises Refused with what is damaged or in the way."""
    progress = telling.Told()
    try:
        if args.check:
            manifest = container.check(args.file, progress)
        else:
            manifest = restore(
                args.file,
                force=args.force,
                passphrase=telling.passphrase(args, twice=False),
                without_keys=args.without_keys,
                progress=progress,
            )
    except ArchiveError as error:
        raise Refused(str(error)) from error
    done = _("Cadangan utuh:") if args.check else _("Pemulihan selesai dan diperiksa:")
    telling.summary(manifest, as_json=args.json, done=done)
    if manifest.faults:
        raise Refused(_("sudah rusak ketika cadangan dibuat: %s.") % "; ".join(manifest.faults))
    return 0
