"""``lutra backup FILE``: everything in one archive, while the application runs, read again before it counts as done.

The archive holds the tables of one moment, all files, the books' roots and a digest of every part. The keys stay apart,
so that whoever finds the archive reads no identity: ``--keys`` takes them along under a passphrase.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.archive import telling
from lutra.cli.archive.errors import ArchiveError
from lutra.cli.archive.writing import write


def register(subparsers: Any) -> None:
    """Add ``lutra backup`` and its options."""
    parser = subparsers.add_parser("backup", help=_("membuat cadangan lengkap"), description=__doc__)
    parser.add_argument(
        "file", metavar=_("BERKAS"), type=Path, help=_("arsip yang dibuat, misalnya lutra.tar")
    )
    telling.add_passphrase(
        parser, keys=_("sertakan kunci, disegel dengan kata sandi; tanpa ini simpan folder keys terpisah")
    )
    parser.add_argument("--json", action="store_true", help=_("cetak isinya sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Write the backup; 0 when whole. Raises Refused when it cannot be made, or when what was copied is damaged."""
    path: Path = args.file
    if path.exists():
        raise Refused(_("%s sudah ada; cadangan tidak menimpa cadangan. Pakai nama lain.") % path)
    if not path.parent.is_dir():
        raise Refused(_("folder %s tidak ada.") % path.parent)
    try:
        manifest = write(path, passphrase=telling.passphrase(args, twice=True), progress=telling.Told())
    except ArchiveError as error:
        raise Refused(str(error)) from error
    telling.summary(manifest, as_json=args.json, done=_("Cadangan dibuat dan diperiksa:"))
    if manifest.faults:
        raise Refused(
            _("cadangan dibuat, tetapi yang disalin sudah rusak sebelumnya: %s.") % "; ".join(manifest.faults)
        )
    return 0
