"""``lutra identity``: give the sealed identities a new key, and forget the old one when nothing needs it any more.

``rotate`` puts a new key in front, then reseals everything under it while the application runs; killed, it is simply
begun again. ``forget`` takes old keys out of use, and only after it has opened everything with the newest one.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lutra import keys as key_files
from lutra.cli import Refused
from lutra.directory.sealing import keys

# A process that read the keys a moment before the new one came may still be sealing something with the old one.
SETTLED_SECONDS = 600
_EVERY = 500  # things between two lines of progress


def register(subparsers: Any) -> None:
    """Add ``lutra identity`` and what it can do."""
    parser = subparsers.add_parser("identity", help=_("mengganti kunci identitas"), description=__doc__)
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    deeds.add_parser("rotate", help=_("membuat kunci baru lalu menyegel ulang semuanya"))
    deeds.add_parser("reseal", help=_("melanjutkan penyegelan ulang tanpa membuat kunci baru"))
    deeds.add_parser("status", help=_("menghitung apa yang masih memakai kunci lama"))
    forget = deeds.add_parser("forget", help=_("melepas kunci lama setelah tidak ada yang memakainya"))
    forget.add_argument(
        "--now", action="store_true", help=_("jangan menunggu sepuluh menit sejak kunci baru")
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when done. Raises Refused with what is in the way."""
    deeds = {"rotate": _rotate, "reseal": _reseal, "status": _status}
    if args.deed == "forget":
        _forget(now=args.now)
    else:
        deeds[args.deed]()
    return 0


def _rotate() -> None:
    if settings.LUTRA_IDENTITY_KEYS:
        raise Refused(
            _(
                "kunci diatur lewat LUTRA_IDENTITY_KEYS; taruh kunci baru di depannya pada semua mesin,"
                " mulai ulang, lalu jalankan `lutra identity reseal`."
            )
        )
    if len(keys()) > 1 and _walk(change=False)["old"]:
        print(_("Penggantian sebelumnya belum selesai; dilanjutkan tanpa kunci baru."))
    else:
        key_files.replace(settings.LUTRA_IDENTITY_KEY_FILE, (Fernet.generate_key().decode(), *keys()))
        print(_("Kunci baru dipasang; yang lama tetap dapat membuka."), flush=True)
    _reseal()


def _reseal() -> None:
    _told(_walk(change=True), done=True)
    left = _walk(change=False)
    if left["old"]:  # sealed by a process that did not know the new key yet
        _walk(change=True)
    print(_("Selesai. Setelah cadangan baru dibuat, lepas kunci lama dengan `lutra identity forget`."))


def _status() -> None:
    print(_("%(count)d kunci dipakai.") % {"count": len(keys())})
    _told(_walk(change=False), done=False)


def _forget(*, now: bool) -> None:
    known = keys()
    path = settings.LUTRA_IDENTITY_KEY_FILE
    if len(known) < 2:
        print(_("Hanya ada satu kunci; tidak ada yang perlu dilepas."))
        return
    if not settings.LUTRA_IDENTITY_KEYS and not now and time.time() - path.stat().st_mtime < SETTLED_SECONDS:
        raise Refused(_("kunci baru dipasang kurang dari sepuluh menit yang lalu; tunggu, atau pakai --now."))
    found = _walk(change=False)
    if found["old"] or found["lost"]:
        raise Refused(
            _("%(old)d masih memakai kunci lama dan %(lost)d tidak dapat dibuka; kunci lama tetap disimpan.")
            % {"old": found["old"], "lost": found["lost"]}
        )
    if settings.LUTRA_IDENTITY_KEYS:
        print(_("Semuanya memakai kunci terbaru; sisakan hanya kunci itu dalam LUTRA_IDENTITY_KEYS."))
        return
    retired = path.with_name("identity.retired")
    before = key_files.listed(retired) if retired.exists() else ()
    # Kept aside first: older backups open only with it, and a kill between the two lines loses nothing.
    key_files.replace(retired, tuple(dict.fromkeys((*known[1:], *before))))
    key_files.replace(path, known[:1])
    print(_("Kunci lama dilepas dan disimpan dalam keys/identity.retired untuk membuka cadangan lama."))


def _walk(*, change: bool) -> Counter[str]:
    """How everything that lies sealed stands, resealed on the way when ``change``."""
    counted: Counter[str] = Counter()
    for path in settings.LUTRA_SEALED:
        for found in import_string(path)(change=change):
            counted[found] += 1
            if change and counted["old"] and counted.total() % _EVERY == 0:
                print(_("%(count)d diperiksa ...") % {"count": counted.total()}, flush=True)
    return counted


def _told(found: Counter[str], *, done: bool) -> None:
    sentence = (
        _("%(old)d disegel ulang, %(new)d sudah memakai kunci baru, %(lost)d tidak dapat dibuka.")
        if done
        else _("%(old)d memakai kunci lama, %(new)d memakai kunci terbaru, %(lost)d tidak dapat dibuka.")
    )
    print(sentence % {name: found[name] for name in ("old", "new", "lost")})
