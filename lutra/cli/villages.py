"""``lutra villages``: the sites of the villages whose public documents are harvested.

``list`` shows every village and how it stands (``--json``, ``--missing`` for those without a site). ``add CODE URL`` or
``add FILE.csv`` enters sites: columns ``kode`` and ``url``, wrong lines are named and then nothing is entered;
``--dry-run`` only looks. ``harvest [CODE …]`` asks them now, all that are enabled when no code is given, and fetches
their files; ``--full`` asks for all documents, ``--read-again`` reads what was kept without asking anybody.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.channels.opensid import files, harvesting, queries
from lutra.channels.opensid.errors import HarvestError
from lutra.channels.opensid.models import Harvest, VillageSource
from lutra.channels.opensid.rows import village_code
from lutra.channels.opensid.sources import Line, Listed, list_sources, of_villages, read_table
from lutra.channels.opensid.words import problem
from lutra.cli import Refused
from lutra.cli.register import wanted_government
from lutra.directory.actors import system
from lutra.directory.models import Government


def register(subparsers: Any) -> None:
    """Add ``lutra villages`` and what it can do."""
    parser = subparsers.add_parser(
        "villages", help=_("mendaftarkan dan membaca situs desa"), description=__doc__, allow_abbrev=False
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True, dest="deed")
    listed = deeds.add_parser("list", help=_("menampilkan semua desa dan keadaannya"), allow_abbrev=False)
    listed.add_argument("--missing", action="store_true", help=_("hanya desa yang belum punya situs di sini"))
    add = deeds.add_parser("add", help=_("mendaftarkan situs desa, satu atau dari CSV"), allow_abbrev=False)
    add.add_argument("what", metavar=_("KODE|BERKAS"), help=_("kode desa, atau CSV berkolom kode dan url"))
    add.add_argument("url", nargs="?", metavar=_("ALAMAT"), help=_("alamat situsnya bila yang pertama kode"))
    add.add_argument("--dry-run", action="store_true", help=_("hanya tampilkan apa yang akan terjadi"))
    ask = deeds.add_parser("harvest", help=_("membaca situs desa sekarang"), allow_abbrev=False)
    ask.add_argument("codes", nargs="*", metavar=_("KODE"), help=_("tanpa kode: semua yang aktif"))
    ask.add_argument("--full", action="store_true", help=_("minta semua dokumen, bukan hanya perubahan"))
    ask.add_argument("--read-again", action="store_true", help=_("baca lagi jawaban terakhir yang tersimpan"))
    for one in (listed, add, ask):
        one.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
        one.add_argument("--json", action="store_true", help=_("cetak sebagai JSON"))


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 when done. Raises Refused with the reason."""
    government = wanted_government(args.government)
    deeds = {"list": _list, "add": _add, "harvest": _harvest}
    try:
        return deeds[args.deed](args, government)
    except HarvestError as error:
        raise Refused(str(error)) from error


def _list(args: argparse.Namespace, government: Government) -> int:
    found = [
        _as_json(village)
        for district in queries.coverage(government)
        for village in district.villages
        if not args.missing or village.source is None
    ]
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        print(
            f"{one['code']}  {one['standing']:<9} {one['public_items']:>5}  {one['name']}, {one['district']}"
            f"  {one['url'] or ''}  {one['problem'] or ''}".rstrip()
        )
    return 0


def _as_json(village: queries.Village) -> dict[str, Any]:
    source = village.source
    return {
        "code": village.region.pk,
        "name": village.region.name,
        "kind": village.region.kind,
        "district": village.region.parent.name if village.region.parent else "",
        "standing": village.standing,
        "url": source.base_url if source else None,
        "enabled": source.is_enabled if source else None,
        "public_items": village.public,
        "waiting": village.waiting,
        "rows": {name: count for name, count in village.rows.items() if name != "draft"},
        "last_asked_at": source.asked_at.isoformat() if source and source.asked_at else None,
        "last_answered_at": village.seen_at.isoformat() if village.seen_at else None,
        "problem": str(village.problem.what) if village.problem else None,
        "what_to_do": str(village.problem.todo) if village.problem else None,
    }


def _add(args: argparse.Namespace, government: Government) -> int:
    lines = [Line(1, args.what, args.url)] if args.url else read_table(_content(args.what))
    done = list_sources(government, lines, by=system(government.pk), dry_run=args.dry_run)
    if args.json:
        print(json.dumps(_done_as_json(done, dry_run=args.dry_run), ensure_ascii=False, indent=2))
    else:
        words = _("akan ditambah %(added)d, diubah %(changed)d, tetap %(same)d")
        if not args.dry_run:
            words = _("ditambah %(added)d, diubah %(changed)d, tetap %(same)d")
        print(words % {"added": len(done.added), "changed": len(done.changed), "same": done.unchanged})
    for line, why in done.errors:
        print(_("baris %(line)d: %(why)s") % {"line": line, "why": why}, file=sys.stderr)
    if done.errors:
        raise Refused(_("tidak ada yang didaftarkan: perbaiki baris di atas, lalu ulangi."))
    return 0


def _done_as_json(done: Listed, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "errors": [{"line": line, "message": why} for line, why in done.errors],
    }


def _content(name: str) -> bytes:
    if village_code(name):
        raise Refused(_("tulis juga alamat situsnya: lutra villages add %(code)s ALAMAT.") % {"code": name})
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused(_("%(file)s tidak dapat dibaca: %(why)s") % {"file": name, "why": why}) from None


def _harvest(args: argparse.Namespace, government: Government) -> int:
    found, failed = [], 0
    sources = _wanted(args, government)
    for number, source in enumerate(sources, 1):
        done = (
            harvesting.read_again(source) if args.read_again else harvesting.harvest(source, full=args.full)
        )
        came = files.fetch_files(source) if done and not done.problem and not args.read_again else 0
        found.append(_harvest_as_json(source, done, files_came=came))
        failed += bool(done and done.problem)
        if not args.json:
            print(f"{number}/{len(sources)}  {_in_words(found[-1])}", flush=True)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    if sources and failed == len(sources):
        raise Refused(_("tidak satu pun situs dapat dibaca."))
    return 0


def _wanted(args: argparse.Namespace, government: Government) -> list[VillageSource]:
    if args.codes:
        if wrong := [typed for typed in args.codes if not village_code(typed)]:
            raise Refused(
                _("%(codes)s bukan kode desa, misalnya 73.22.01.2001.") % {"codes": ", ".join(wrong)}
            )
        return of_villages(government, [village_code(typed) for typed in args.codes])
    enabled = VillageSource.objects.filter(government=government, is_enabled=True)
    return list(enabled.select_related("region__parent", "body", "government"))


def _harvest_as_json(source: VillageSource, done: Harvest | None, *, files_came: int) -> dict[str, Any]:
    words = problem(done.problem) if done else None
    return {
        "code": source.region_id,
        "name": source.region.name,
        "url": source.base_url,
        "busy": done is None,
        "status": done.status if done else None,
        "counts": done.counts if done else {},
        "files": files_came,
        "errors": done.errors if done else [],
        "problem": (done.problem or None) if done else None,
        "what": str(words.what) if words else None,
        "what_to_do": str(words.todo) if words else None,
    }


def _in_words(one: dict[str, Any]) -> str:
    if one["busy"]:
        said = _("sedang dibaca atau belum pernah dibaca")
    elif one["problem"]:
        said = f"{one['what']} {one['what_to_do']}"
    else:
        said = ", ".join(f"{name} {count}" for name, count in sorted(one["counts"].items()))
    return f"{one['code']} {one['name']}: {said}"
