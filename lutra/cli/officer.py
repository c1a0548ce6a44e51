"""``lutra officer``: accounts of officers, their posts by decree, and the link by which they set their password.

A password never stands on a command line: the link is good once, for three days, and may be asked for again.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.register import wanted_government
from lutra.directory import founding
from lutra.directory.calendars import today
from lutra.directory.errors import DirectoryError, WrongEntry
from lutra.directory.models import Government, Holding, PublicBody, User
from lutra.directory.roles import Role

# The pages are nothing of the command's; only the address is.
_LINK = "lutra.web.invitations.link"


def register(subparsers: Any) -> None:
    """Add ``lutra officer`` and what it can do."""
    parser = subparsers.add_parser("officer", help=_("mendaftarkan petugas"), description=__doc__)
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    add = deeds.add_parser("add", help=_("membuat akun dan tautan untuk menetapkan kata sandi"))
    add.add_argument("username", metavar=_("NAMA_PENGGUNA"))
    add.add_argument("--government", metavar=_("KODE"))
    for option in ("name", "nip", "email"):
        add.add_argument(f"--{option}", default="", metavar=_("TEKS"))
    add.add_argument("--role", choices=Role.values, help=_("langsung memegang jabatan dengan peran ini"))
    invite = deeds.add_parser("invite", help=_("membuat tautan baru untuk menetapkan kata sandi"))
    invite.add_argument("username", metavar=_("NAMA_PENGGUNA"))
    role = deeds.add_parser("role", help=_("menetapkan pejabat pada jabatan, menurut SK"))
    role.add_argument("username", metavar=_("NAMA_PENGGUNA"))
    role.add_argument("role", choices=Role.values, metavar=_("PERAN"), help=", ".join(Role.values))
    for one in (add, role):
        one.add_argument("--decree", default="", metavar=_("NOMOR_SK"), help=_("wajib bersama peran"))
        one.add_argument(
            "--body", metavar=_("KODE_BADAN"), help=_("slug badan publik; wajib bagi ppid_pelaksana")
        )
        one.add_argument("--title", default="", metavar=_("JABATAN"))
        one.add_argument("--from", dest="starts_on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        one.add_argument("--until", dest="ends_on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        one.add_argument(
            "--capacity", choices=Holding.Capacity.values, default=Holding.Capacity.DEFINITIVE.value
        )
    shown = deeds.add_parser("list", help=_("menampilkan petugas dan jabatannya hari ini"))
    shown.add_argument("--government", metavar=_("KODE"))
    shown.add_argument("--json", action="store_true", help=_("keluarkan sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when done. Raises Refused with the reason."""
    deeds = {"add": _add, "invite": _invite, "role": _role, "list": _list}
    try:
        deeds[args.deed](args)
    except WrongEntry as wrong:
        raise Refused("; ".join(f"{name}: {text}" for name, text in wrong.problems.items())) from wrong
    except DirectoryError as refusal:
        raise Refused(str(refusal)) from refusal
    return 0


def _add(args: argparse.Namespace) -> None:
    government = wanted_government(args.government)
    if args.role and not args.decree.strip():
        raise Refused(_("peran hanya bersama nomor SK: tambahkan --decree."))
    user, is_new = founding.enrol_officer(
        government,
        username=args.username,
        full_name=args.name,
        nip=args.nip,
        email=args.email,
        by=founding.server_administrator(government.pk),
    )
    print((_("Akun %(name)s dibuat.") if is_new else _("Akun %(name)s sudah ada.")) % {"name": user.username})
    if args.role:
        _appointed(user, government, args)
    if not user.has_usable_password():
        _told(user)


def _invite(args: argparse.Namespace) -> None:
    _told(_officer(args.username))


def _told(user: User) -> None:
    print(_("Kata sandi ditetapkan pada alamat ini, satu kali, dalam tiga hari:"))
    print(import_string(_LINK)(user))


def _role(args: argparse.Namespace) -> None:
    user = _officer(args.username)
    if user.government is None:
        raise Refused(_("%(name)s bukan petugas pemerintah daerah mana pun.") % {"name": user.username})
    _appointed(user, user.government, args)


def _appointed(user: User, government: Government, args: argparse.Namespace) -> None:
    body = None
    if args.body:
        body = PublicBody.objects.filter(government=government, slug=args.body).first()
        if body is None:
            raise Refused(_("tidak ada badan publik %(slug)s di sini.") % {"slug": args.body})
    post, is_new = founding.give_role(
        user,
        role=args.role,
        body=body,
        title=args.title,
        decree=args.decree,
        starts_on=args.starts_on or today(government),
        ends_on=args.ends_on,
        capacity=args.capacity,
        by=founding.server_administrator(government.pk),
    )
    said = _("%(user)s ditetapkan sebagai %(post)s.") if is_new else _("%(user)s sudah memegang %(post)s.")
    print(said % {"user": user, "post": post})


def _officer(username: str) -> User:
    user = User.objects.filter(username=username, is_applicant=False).select_related("government").first()
    if user is None:
        raise Refused(_("tidak ada petugas bernama pengguna %(name)s.") % {"name": username})
    return user


def _list(args: argparse.Namespace) -> None:
    government = wanted_government(args.government)
    on = today(government)
    users = User.objects.filter(government=government, is_applicant=False).order_by("username")
    rows: list[dict[str, Any]] = [
        {
            "username": user.username,
            "name": user.full_name,
            "posts": [
                {"role": held.post.role, "title": held.post.title, "decree": held.decree}
                for held in user.holdings.all()
                if held.holds_on(on)
            ],
            "has_password": user.has_usable_password(),
        }
        for user in users.prefetch_related("holdings__post")
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        posts = "; ".join(f"{post['title']} ({post['role']})" for post in row["posts"]) or _("tanpa jabatan")
        print(f"{row['username']:<20} {row['name']:<32} {posts}")
