"""``lutra letters verify FILE``: is this file a letter of ours, unchanged?"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError

from lutra.cli import Refused
from lutra.cli.files import content_of
from lutra.letters.models import Letter
from lutra.letters.signing import read_signature


def register(subparsers: Any) -> None:
    """Add ``lutra letters`` and what it can do."""
    parser = subparsers.add_parser("letters", help=_("memeriksa keaslian surat"), description=__doc__)
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    check = deeds.add_parser("verify", help=_("mencocokkan berkas surat dengan sidik dan tanda tangannya"))
    check.add_argument("file", type=Path, metavar=_("BERKAS"))
    check.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Say number, date and signature of a letter; raises Refused for a file that is no letter of this installation."""
    content = content_of(args.file)
    digest = hashlib.sha256(content).hexdigest()
    letter = Letter.objects.filter(sha256=digest).select_related("government").first()
    if letter is None:
        raise Refused(
            _("berkas ini bukan surat dari pemasangan ini, atau isinya sudah berubah (SHA-256 %(digest)s).")
            % {"digest": digest}
        )
    try:
        signature = read_signature(content)
    except PdfError:
        signature = None
    found = {
        "number": letter.reference,
        "kind": letter.kind,
        "issued_on": letter.issued_on.isoformat(),
        "government": letter.government.name,
        "sha256": digest,
        "signature": signature,
    }
    print(json.dumps(found, ensure_ascii=False, indent=2) if args.json else _in_words(found))
    return 0


def _in_words(found: dict[str, Any]) -> str:
    signature = found["signature"]
    if signature is None:
        signed = _("tanpa tanda tangan elektronik")
    elif signature["intact"] and signature["whole"]:
        signed = _("tanda tangan utuh dari %(signer)s") % signature
    else:
        signed = _("tanda tangan rusak")
    return f"{found['number']} · {found['issued_on']} · {found['government']} · {signed}"
