"""``lutra dossier make`` and ``lutra dossier verify``: the dossier for the commission, and whether one is unchanged."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.files import content_of, write_whole
from lutra.cli.register import wanted_government
from lutra.directory import actors
from lutra.documents.errors import DocumentError
from lutra.letters.dossier.actions import make
from lutra.letters.errors import LetterError
from lutra.objections.dispute_queries import was_made_here
from lutra.objections.dossier import sha256, verify
from lutra.objections.errors import DossierDamaged
from lutra.objections.models import Objection


def register(subparsers: Any) -> None:
    """Add ``lutra dossier`` and what it can do."""
    parser = subparsers.add_parser(
        "dossier", help=_("membuat dan memeriksa berkas sengketa"), description=__doc__
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    making = deeds.add_parser("make", help=_("menyusun berkas sengketa satu keberatan"))
    making.add_argument(
        "reference", metavar=_("NOMOR"), help=_("nomor keberatan, misalnya 0007/KEB/LUTRA/2026")
    )
    making.add_argument("-o", "--output", type=Path, required=True, metavar=_("BERKAS"))
    making.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
    making.set_defaults(deed=_make)
    check = deeds.add_parser("verify", help=_("memeriksa apakah berkas sengketa masih seperti saat dibuat"))
    check.add_argument("file", type=Path, metavar=_("BERKAS"))
    check.set_defaults(deed=_verify)
    for deed in (making, check):
        deed.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Make or check; raises Refused with the reason."""
    return int(args.deed(args))


def _make(args: argparse.Namespace) -> int:
    government = wanted_government(args.government)
    objection = (
        Objection.objects.select_related("government", "request")
        .filter(government=government, reference=args.reference)
        .first()
    )
    if objection is None:
        raise Refused(_("tidak ada keberatan bernomor %(number)s.") % {"number": args.reference})
    try:
        made = make(objection, by=actors.system(government.pk))
    except (DocumentError, LetterError, DossierDamaged) as error:
        raise Refused(str(error)) from error
    beside = args.output.with_name(f"{args.output.stem}-tertutup{args.output.suffix}")
    write_whole(args.output, [made.bundle])
    if made.annex is not None:
        write_whole(beside, [made.annex])
    found = {
        "objection": objection.reference,
        "file": str(args.output),
        "sha256": sha256(made.bundle),
        "annex": str(beside) if made.annex is not None else None,
        "annex_sha256": sha256(made.annex) if made.annex is not None else None,
    }
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(f"{found['file']}  {found['sha256']}")
        if made.annex is not None:
            print(f"{found['annex']}  {found['annex_sha256']}  {_('lampiran tertutup')}")
    return 0


def _verify(args: argparse.Namespace) -> int:
    content = content_of(args.file)
    try:
        found = verify(content)
    except DossierDamaged as error:
        raise Refused(str(error)) from error
    if not found.is_whole:
        raise Refused(_("berkas ini sudah berubah: %(problems)s") % {"problems": " ".join(found.problems)})
    digest = sha256(content)
    said = {
        "objection": found.manifest["objection"],
        "dispute": found.manifest["dispute"],
        "government": found.manifest["government"]["name"],
        "kind": found.manifest["kind"],
        "files": found.files,
        "entries": found.entries,
        "root": found.manifest["ledger"]["root"],
        "signature": found.manifest["signature"] if found.is_signed else None,
        "sha256": digest,
        "made_here": was_made_here(digest),
    }
    print(json.dumps(said, ensure_ascii=False, indent=2) if args.json else _in_words(said))
    return 0


def _in_words(said: dict[str, Any]) -> str:
    signature = said["signature"]
    signed = (
        _("tanda tangan sah dari %(signer)s (sidik sertifikat %(fingerprint)s)") % signature
        if signature
        else _("tidak ditandatangani")
    )
    here = _("tercatat dalam buku ini") if said["made_here"] else _("tidak tercatat dalam buku ini")
    counted = _("utuh: %(files)d berkas, %(entries)d entri buku") % said
    return f"{said['objection']} · {said['government']} · {counted} · {signed} · {here}"
