"""``lutra search rebuild``: make every public row and the index of the search anew; ``check``: compare them.

The rows are disposable, and nothing is lost by making them again. While the index is made, only part of it is found.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.register import wanted_government
from lutra.publishing.catalogue import projection as items
from lutra.publishing.readingroom import projection as answers
from lutra.publishing.search import indexing

_SHOWN = 20


def register(subparsers: Any) -> None:
    """Add ``lutra search`` and what it can do."""
    parser = subparsers.add_parser("search", help=_("menyusun ulang yang dicari umum"), description=__doc__)
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    for name, says in (
        ("rebuild", _("menyusun ulang baris publik dan indeks")),
        ("check", _("membandingkan indeks dengan yang terbit; 1 bila berbeda")),
    ):
        deed = deeds.add_parser(name, help=says)
        deed.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
        deed.add_argument("--json", action="store_true", help=_("cetak hasil sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Do one of the two. Raises Refused when the index is not what is public."""
    government = wanted_government(args.government)
    if args.deed == "check":
        found = indexing.differences(government)
        if args.json:
            print(json.dumps({"government": government.code, "differences": found}, ensure_ascii=False))
        if found:
            shown = "; ".join(found[:_SHOWN])
            raise Refused(
                _("indeks berbeda di %(count)d tempat (%(shown)s); jalankan `lutra search rebuild`.")
                % {"count": len(found), "shown": shown}
            )
        if not args.json:
            print(_("Indeks sama dengan yang terbit."))
        return 0
    counts = {
        "government": government.code,
        "items": items.rebuild(government),
        "answers": answers.rebuild(government),
        "entries": indexing.rebuild(government, progress=_tell),
    }
    if args.json:
        print(json.dumps(counts, ensure_ascii=False))
    else:
        print(_("%(items)d butir, %(answers)d jawaban, %(entries)d hasil pencarian disusun ulang.") % counts)
    return 0


def _tell(done: int) -> None:
    if done % 10_000 == 0:
        print(_("… %(rows)d") % {"rows": done}, file=sys.stderr)
