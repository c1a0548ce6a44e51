"""``lutra exemptions``: an old exempt list from the server's own prompt, taken in as proposals.

``import FILE`` reads an XLSX, XLS, ODS or CSV file; wrong rows stay out and are named with sheet, row, column and what
to do, in Indonesian and English; the same file again adds nothing. Nothing is withheld by it: each proposal still needs
its consequence test, another person's approval and a decree. ``--dry-run`` keeps nothing. ``undo RUN`` takes one import
back, ``runs`` lists them. It ends with 1 when the file cannot be read or every row is wrong.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.catalogue.errors import CatalogueError, UnreadableFile
from lutra.catalogue.importing.bodies import Directory
from lutra.cli import Refused
from lutra.cli.files import content_of
from lutra.cli.register import wanted_government
from lutra.directory import actors
from lutra.directory.models import Government, PublicBody
from lutra.exemptions.importing.runs import plan, propose, runs, undo

_MOST_SAID = 200


def register(subparsers: Any) -> None:
    """Add ``lutra exemptions`` and what it can do."""
    parser = subparsers.add_parser(
        "exemptions",
        help=_("mengimpor daftar informasi yang dikecualikan sebagai usulan uji"),
        description=__doc__,
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    add = deeds.add_parser("import", help=_("membaca usulan dari berkas XLSX, XLS, ODS, atau CSV"))
    add.add_argument("file", type=Path, metavar=_("BERKAS"))
    add.add_argument("--dry-run", action="store_true", help=_("hanya tampilkan apa yang akan terjadi"))
    add.add_argument("--body", metavar=_("PD"), help=_("perangkat daerah bagi baris yang tidak menyebutnya"))
    back = deeds.add_parser("undo", help=_("membatalkan satu impor seluruhnya"))
    back.add_argument("number", type=int, metavar=_("NOMOR"))
    listed = deeds.add_parser("runs", help=_("menampilkan impor yang pernah dijalankan"))
    for one in (add, back, listed):
        one.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
        one.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 when done. Raises Refused with the reason."""
    government = wanted_government(args.government)
    deed = {"import": _import, "undo": _undo, "runs": _runs}[args.deed]
    try:
        said = deed(args, government)
    except UnreadableFile as error:
        raise Refused(f"{error} / {error.english}") from error
    except CatalogueError as error:
        raise Refused(str(error)) from error
    if args.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(said)
    counts = said.get("counts", {})
    if args.deed == "import" and counts["rows"] == counts["error"]:
        raise Refused(_("tidak ada yang diimpor: semua baris perlu diperbaiki."))
    return 0


def _import(args: argparse.Namespace, government: Government) -> dict[str, Any]:
    content, by = content_of(args.file), actors.system(government.pk)
    body = _body(government, args.body) if args.body else None
    if args.dry_run:
        found = plan(government, content, by=by, body=body)
        return {"dry_run": True, "run": None, "counts": found.counts, "faults": found.faults}
    made = propose(government, name=args.file.name, content=content, by=by, body=body)
    if made.failure:
        raise Refused(made.failure)
    return {"dry_run": False, "run": made.pk, "counts": made.counts, "faults": made.faults}


def _undo(args: argparse.Namespace, government: Government) -> dict[str, Any]:
    found = runs(government).filter(pk=args.number).first()
    if found is None:
        raise Refused(_("tidak ada impor nomor %(number)d.") % {"number": args.number})
    return {"run": found.pk, "counts": undo(found, by=actors.system(government.pk))}


def _runs(_args: argparse.Namespace, government: Government) -> dict[str, Any]:
    return {
        "runs": [
            {"run": one.pk, "file": one.document.name, "state": one.state, "counts": one.counts}
            for one in runs(government)
        ]
    }


def _body(government: Government, name: str) -> PublicBody:
    found = Directory(government).find(name).body
    if found is None:
        raise Refused(_("tidak ada perangkat daerah %(name)s%(near)s.") % {"name": name, "near": ""})
    return found


def _print(said: dict[str, Any]) -> None:
    for one in said.get("runs", ()):
        print(f"{one['run']}  {one['state']}  {one['file']}  {_counted(one['counts'])}")
    if "counts" in said:
        print(_counted(said["counts"]) + (f"  ({_('impor nomor')} {said['run']})" if said["run"] else ""))
    for fault in said.get("faults", ())[:_MOST_SAID]:
        place = " ".join(filter(None, (fault["sheet"], fault["row"], fault["column"])))
        print(f"- {place}: {fault['message_id']} {fault['action_id']}")
        print(f"  {fault['message_en']} {fault['action_en']}")


def _counted(counts: dict[str, int]) -> str:
    words = {
        "rows": _("baris"),
        "added": _("usulan baru"),
        "unchanged": _("sudah ada"),
        "error": _("perlu diperbaiki"),
        "warnings": _("peringatan"),
        "undone": _("dibatalkan"),
        "kept": _("tetap, sudah diuji"),
    }
    return ", ".join(f"{counts[name]} {word}" for name, word in words.items() if name in counts)
