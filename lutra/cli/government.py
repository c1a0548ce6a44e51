"""``lutra government``: the first government of an installation, its hosts, its posts and its public bodies.

Said twice, nothing changes; said with another word, only that changes. Everything is entered in the book.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.files import content_of
from lutra.cli.register import wanted_government
from lutra.directory import founding, listing
from lutra.directory.calendars import today
from lutra.directory.errors import WrongEntry
from lutra.directory.gaps import gaps
from lutra.directory.models import Government

# The options in order; each is a field of ``founding.FIELDS``.
_HELP = {
    "name": "Pemerintah Kabupaten Luwu Utara",
    "short_name": "Luwu Utara",
    "abbreviation": "LUTRA",
    "time_zone": "Asia/Makassar",
    "seat": "Masamba",
    "address": "Jl. Simpurusiang …",
    "phone": "0473 …",
    "email": "ppid@…",
    "website": "https://…",
    "service_hours": "Senin–Jumat 08.00–16.00",
}


def register(subparsers: Any) -> None:
    """Add ``lutra government`` and what it can do."""
    parser = subparsers.add_parser(
        "government", help=_("mendaftarkan pemerintah daerah"), description=__doc__
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    add = deeds.add_parser("add", help=_("membuat atau memperbarui satu pemerintah daerah"))
    add.add_argument("code", metavar=_("KODE"), help=_("kode wilayah Kemendagri, seperti 73.22"))
    for field in founding.FIELDS:
        add.add_argument(f"--{field.replace('_', '-')}", dest=field, metavar=_("TEKS"), help=_HELP[field])
    add.add_argument("--host", action="append", default=[], metavar=_("HOST"), help=_("boleh beberapa kali"))
    shown = deeds.add_parser("list", help=_("menampilkan pemerintah daerah dan yang masih kurang"))
    shown.add_argument("--json", action="store_true", help=_("keluarkan sebagai JSON"))
    bodies = deeds.add_parser("bodies", help=_("memuat badan publik dari CSV"))
    bodies.add_argument("code", metavar=_("KODE"))
    bodies.add_argument("file", metavar=_("BERKAS"), help=", ".join(listing.COLUMNS))
    bodies.add_argument("--dry-run", action="store_true", help=_("periksa saja, jangan simpan"))


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when done, 1 for a table with errors. Raises Refused with the reason."""
    try:
        return {"add": _add, "list": _list, "bodies": _bodies}[args.deed](args)
    except WrongEntry as wrong:
        raise Refused("; ".join(f"{name}: {text}" for name, text in wrong.problems.items())) from wrong


def _add(args: argparse.Namespace) -> int:
    given = {name: value for name in founding.FIELDS if (value := getattr(args, name)) is not None}
    government, changed = founding.found(args.code, given=given, hosts=tuple(args.host))
    if changed:
        print(_("%(name)s (%(code)s) disimpan: %(what)s.") % _about(government, ", ".join(changed)))
        print(
            _("Berikutnya: `lutra government bodies %(code)s BERKAS` dan `lutra officer add`.")
            % {"code": government.code}
        )
    else:
        print(
            _("%(name)s (%(code)s) sudah begitu; %(what)s.") % _about(government, _("tidak ada yang berubah"))
        )
    return 0


def _about(government: Government, what: str) -> dict[str, str]:
    return {"name": government.name, "code": government.code, "what": what}


def _list(args: argparse.Namespace) -> int:
    rows: list[dict[str, Any]] = []
    for one in Government.objects.order_by("code").annotate(count=Count("bodies")):
        lacking = gaps(one, on=today(one))
        rows.append(
            {
                "code": one.code,
                "name": one.name,
                "hosts": list(one.hosts.order_by("pk").values_list("host", flat=True)),
                "time_zone": one.time_zone,
                "bodies": one.count,
                "vacant_roles": [str(role) for role in lacking.roles],
                "bodies_without_ppid_pelaksana": [body.slug for body in lacking.bodies],
            }
        )
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(
            _("%(code)s  %(name)s  [%(hosts)s]  %(bodies)d badan publik, %(lacking)d tanpa PPID Pelaksana")
            % {**row, "hosts": ", ".join(row["hosts"]), "lacking": len(row["bodies_without_ppid_pelaksana"])}
        )
    if not rows:
        print(_("Belum ada; mulailah dengan `lutra government add`."))
    return 0


def _bodies(args: argparse.Namespace) -> int:
    government = wanted_government(args.code)
    done = listing.list_bodies(
        government,
        listing.read_table(content_of(Path(args.file))),
        by=founding.server_administrator(government.pk),
        dry_run=args.dry_run,
    )
    for line, problem in done.errors:
        print(_("baris %(line)d: %(problem)s") % {"line": line, "problem": problem}, file=sys.stderr)
    if done.errors:
        raise Refused(
            _("%(count)d kesalahan; tidak ada yang disimpan. Betulkan lalu ulangi.")
            % {"count": len(done.errors)}
        )
    said = (
        _("Akan: %(added)d baru, %(changed)d berubah, %(unchanged)d tetap.")
        if args.dry_run
        else _("Disimpan: %(added)d baru, %(changed)d berubah, %(unchanged)d tetap.")
    )
    print(said % {"added": len(done.added), "changed": len(done.changed), "unchanged": done.unchanged})
    return 0
