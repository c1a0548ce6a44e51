"""``lutra documents``: look through a file before it is given out. Loads no Django and no database."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from lutra.cli import Refused
from lutra.documents.hidden.kinds import KINDS as HIDDEN
from lutra.documents.inspection import Inspection, inspect
from lutra.documents.personal.match import KINDS as PERSONAL
from lutra.documents.sandbox import DEFAULT, Limits


def register(subparsers: Any) -> None:
    """Add ``lutra documents`` and what it can do."""
    parser = subparsers.add_parser(
        "documents", help="memeriksa berkas sebelum dikeluarkan", description=__doc__, allow_abbrev=False
    )
    deeds = parser.add_subparsers(title="perintah", metavar="PERINTAH", required=True)
    looking = deeds.add_parser(
        "inspect",
        help="mencari data tersembunyi dan data pribadi dalam satu berkas",
        description="Mencari data tersembunyi dan data pribadi. Data pribadi hanya ditampilkan tersamar.",
        allow_abbrev=False,
    )
    looking.add_argument("file", type=Path, metavar="BERKAS")
    looking.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    looking.add_argument(
        "--timeout", type=float, default=DEFAULT.wall, metavar="DETIK", help="waktu paling lama (bawaan 600)"
    )
    looking.set_defaults(documents_deed=_inspect)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; raises Refused with the reason."""
    return int(args.documents_deed(args))


def _inspect(args: argparse.Namespace) -> int:
    path: Path = args.file
    if not path.is_file():
        raise Refused(f"{path} tidak ada atau bukan berkas.")
    try:
        found = inspect(path, limits=Limits(wall=args.timeout))
    except OSError as error:
        raise Refused(f"{path} tidak dapat dibaca: {error.strerror}.") from error
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=2) if args.json else _in_words(found))
    if found.errors:
        # What was found stands above; the file is withheld all the same.
        raise Refused(f"{path.name} tidak dapat diperiksa sampai tuntas: {' '.join(found.errors)}")
    return 0


def _in_words(found: Inspection) -> str:
    lines = [
        f"jenis            {found.media_type or 'tidak dikenal'}",
        f"halaman          {found.pages}",
        f"panjang teks     {found.text_length}",
        f"OCR              {'dijalankan' if found.ocr_ran else 'tidak perlu'}",
    ]
    for title, findings in (
        ("data tersembunyi", found.blocking),
        ("catatan", [each for each in found.hidden if each.severity == "note"]),
    ):
        lines.append(f"{title:<16} {len(findings)}")
        for each in findings:
            words = HIDDEN[each.kind].words if each.kind in HIDDEN else each.kind
            lines.append(f"  {words}: {each.place}{' — ' if each.detail_masked else ''}{each.detail_masked}")
    lines.append(f"data pribadi     {len(found.personal)}")
    for one in found.personal:
        where = f"halaman {one.page}, huruf ke-{one.offset}" + (f", {one.place}" if one.place else "")
        office = " (milik kantor)" if one.certainty == "official" else ""
        lines.append(f"  {PERSONAL.get(one.kind, one.kind)}{office}: {one.value_masked} ({where})")
    return "\n".join(lines)
