"""``lutra ledger verify``: recompute the book's chain and print its root."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.directory.models import Government
from lutra.ledger.queries import Verification, protected, verify

_QUIET_SECONDS = 2.0


def register(subparsers: Any) -> None:
    """Add ``lutra ledger`` and what it can do."""
    parser = subparsers.add_parser("ledger", help=_("memeriksa keutuhan buku"), description=__doc__)
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    check = deeds.add_parser("verify", help=_("menghitung ulang rantai buku dan mencetak akarnya"))
    check.add_argument(
        "--government", metavar=_("KODE"), help=_("hanya pemerintah daerah ini, misalnya 73.22")
    )
    check.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Verify one book or all; 0 when whole. Raises Refused, naming the first broken entry, when not."""
    codes = dict(Government.objects.values_list("pk", "code"))
    found = verify(_wanted(args.government, codes), progress=Progress())
    if args.json:
        print(json.dumps([_as_json(each, codes) for each in found], ensure_ascii=False, indent=2))
    else:
        for each in found:
            print(_as_line(each, codes))
        if not found:
            print(_("Buku masih kosong."))
    if not protected():
        warning = _("peringatan: pemicu pelindung buku tidak ada di basis data; jalankan `lutra doctor`.")
        print(f"lutra: {warning}", file=sys.stderr)
    broken = [each for each in found if not each.is_whole]
    if broken:
        raise Refused("; ".join(_as_reason(each, codes) for each in broken))
    return 0


class Progress:
    """Says on stderr how far the reading is, once it takes longer than a person likes to wait in silence."""

    def __init__(self) -> None:
        self.said_at = time.monotonic()

    def __call__(self, entries: int) -> None:
        """Be told that so many entries of the present book were read."""
        if time.monotonic() - self.said_at >= _QUIET_SECONDS:
            self.said_at = time.monotonic()
            print(f"lutra: {_('%(count)s entri diperiksa ...') % {'count': entries}}", file=sys.stderr)


def _wanted(code: str | None, codes: dict[int, str]) -> int | None:
    if code is None:
        return None
    for pk, each in codes.items():
        if each == code:
            return pk
    known = ", ".join(sorted(codes.values())) or "-"
    raise Refused(
        _("tidak ada pemerintah daerah berkode %(code)s; yang ada: %(known)s.")
        % {"code": code, "known": known}
    )


def _name(found: Verification, codes: dict[int, str]) -> str:
    return codes.get(found.government_id, f"#{found.government_id}")


def _as_json(found: Verification, codes: dict[int, str]) -> dict[str, Any]:
    return {"government": codes.get(found.government_id), **asdict(found)}


def _as_line(found: Verification, codes: dict[int, str]) -> str:
    state = _("utuh") if found.is_whole else _("RUSAK di entri %(seq)s") % {"seq": found.broken}
    return f"{_name(found, codes)}  {found.entries}  {found.root}  {state}"


def _as_reason(found: Verification, codes: dict[int, str]) -> str:
    return _("buku %(name)s rusak di entri %(seq)s: %(reason)s") % {
        "name": _name(found, codes),
        "seq": found.broken,
        "reason": found.reason,
    }
