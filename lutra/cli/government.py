"""``lutra government``: the first government of an installation, its hosts, its posts, its bodies and their sites.

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
from lutra.directory import founding, listing, sites
from lutra.directory.calendars import today
from lutra.directory.errors import WrongEntry
from lutra.directory.gaps import gaps
from lutra.directory.models import Government, Host, PublicBody

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
    _register_site(deeds)
    bodies = deeds.add_parser("bodies", help=_("memuat badan publik dari CSV"))
    bodies.add_argument("code", metavar=_("KODE"))
    bodies.add_argument("file", metavar=_("BERKAS"), help=", ".join(listing.COLUMNS))
    bodies.add_argument("--dry-run", action="store_true", help=_("periksa saja, jangan simpan"))


def _register_site(deeds: Any) -> None:
    site = deeds.add_parser("site", help=_("memberi satu badan publik nama host sendiri, atau melepasnya"))
    site.add_argument("code", metavar=_("KODE"))
    site.add_argument("body", metavar=_("BADAN"), help=_("slug badan publik, seperti dinkes"))
    site.add_argument("--host", metavar=_("HOST"), help="dinkes.example.go.id")
    site.add_argument(
        "--look", default=None, metavar=_("WARNA"), help=", ".join(filter(None, Host.Look.values))
    )
    site.add_argument("--remove", action="store_true", help=_("lepas nama host itu"))
    for field in sites.FRONT_DESK:
        site.add_argument(f"--{field.replace('_', '-')}", dest=field, metavar=_("TEKS"), help=_HELP[field])


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when done, 1 for a table with errors. Raises Refused with the reason."""
    try:
        return {"add": _add, "list": _list, "bodies": _bodies, "site": _site}[args.deed](args)
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
                "hosts": sites.main_hosts(one),
                "sites": {site.host: site.body.slug for site in sites.sites(one) if site.body},
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


def _site(args: argparse.Namespace) -> int:
    """Give, change or end a body's own site, and say where its front desk is; nothing said: show what it has."""
    government = wanted_government(args.code)
    body = PublicBody.objects.filter(government=government, slug=args.body).first()
    if body is None:
        raise Refused(
            _("tidak ada badan publik “%(slug)s” di %(name)s.") % {"slug": args.body, "name": government}
        )
    by = founding.server_administrator(government.pk)
    given = {name: value for name in sites.FRONT_DESK if (value := getattr(args, name)) is not None}
    if given:
        sites.tell_front_desk(body, given=given, by=by)
    if args.remove:
        found = sites.sites(government).filter(body=body, host=(args.host or "").lower()).first()
        if found is None:
            raise Refused(
                _("%(body)s tidak punya situs di host itu; sebutkan dengan --host.") % {"body": body}
            )
        sites.take(found, by=by)
    elif args.host:
        now = body.hosts.filter(host=args.host.lower()).first()
        look = args.look if args.look is not None else (now.look if now else "")
        sites.give(body, host=args.host, look=look, by=by)
    elif args.look is not None:
        raise Refused(_("Sebutkan dengan --host situs mana yang diwarnai."))
    hosts = ", ".join(body.hosts.order_by("pk").values_list("host", flat=True))
    print(_("%(body)s: %(hosts)s") % {"body": body, "hosts": hosts or _("belum punya situs sendiri")})
    return 0
