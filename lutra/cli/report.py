"""``lutra report annual YEAR``: the yearly report on the information service (PERKI 1/2021 Pasal 56).

While the report is not issued this prints it as it would be now, with the rules that it still breaks; they are said on
stderr, too. Once it is issued the issued version is counted again from the book and printed only if it is unchanged.
``--issue`` freezes it, which is refused (exit code 1) while a rule fails. ``--sign-override RULE --note TEXT`` lets one
pass; the note is printed in the report as a footnote. Officers do the same at the desk under their own name; here it is
the administrator of the server who signs, and the report says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.files import write_whole
from lutra.cli.register import wanted_government
from lutra.directory import actors
from lutra.directory.calendars import today
from lutra.directory.models import Government
from lutra.law import annual_report
from lutra.statistics.annual import actions
from lutra.statistics.annual.consistency import Failure
from lutra.statistics.annual.content import Content, as_csv, as_json, sha256
from lutra.statistics.annual.queries import draft, is_unchanged, newest, standing
from lutra.statistics.errors import ReportError

_PDF = "lutra.statistics.annual.paper.pdf"  # loaded only for a PDF: the typesetter is large


def register(subparsers: Any) -> None:
    """Add ``lutra report`` and what it can do."""
    parser = subparsers.add_parser(
        "report", help=_("menyusun laporan layanan informasi tahunan"), description=__doc__
    )
    deeds = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    annual = deeds.add_parser("annual", help=_("laporan layanan informasi satu tahun"), description=__doc__)
    annual.add_argument("year", type=_year, metavar=_("TAHUN"), help=_("tahun laporan, misalnya 2025"))
    annual.add_argument("--government", metavar=_("KODE"), help=_("pemerintah daerah, misalnya 73.22"))
    annual.add_argument(
        "--format", choices=["json", "csv", "pdf"], default="json", help=_("jenis berkas; bawaan: json")
    )
    annual.add_argument("--summary", action="store_true", help=_("ringkasan: tanpa rincian perangkat daerah"))
    annual.add_argument("--json", action="store_true", help=_("cetak ringkasan berkas sebagai JSON"))
    annual.add_argument(
        "-o", "--output", metavar=_("BERKAS"), default="-", help=_("berkas tujuan; - atau kosong: layar")
    )
    annual.add_argument(
        "--sign-override", metavar=_("ATURAN"), help=_("loloskan satu aturan yang dilanggar; perlu --note")
    )
    annual.add_argument(
        "--note", metavar=_("TEKS"), default="", help=_("alasan yang dicetak sebagai catatan kaki")
    )
    annual.add_argument("--issue", action="store_true", help=_("terbitkan: bekukan laporan beserta sidiknya"))
    annual.add_argument(
        "--correction",
        metavar=_("TEKS"),
        default="",
        help=_("bersama --issue: alasan versi baru ini mengoreksi"),
    )


def run(args: argparse.Namespace) -> int:
    """Write the report; 0 when done. Raises Refused with the reason."""
    target = _target(args)
    government = wanted_government(args.government)
    by = actors.system(government.pk)
    try:
        if args.sign_override:
            _check_rule(args.sign_override, args.year)
            actions.override(government, year=args.year, rule=args.sign_override, note=args.note, by=by)
        if args.issue:
            actions.issue(government, year=args.year, by=by, correction=args.correction)
    except ReportError as refusal:
        raise Refused(str(refusal)) from refusal
    content, failures = _content(government, args.year)
    file = _file(government, content, args)
    if target is None:
        sys.stdout.buffer.write(file)
        sys.stdout.buffer.flush()
    else:
        write_whole(target, [file], mode=0o644)
        _tell(args, government, content, file)
    _warn(government, args.year, failures)
    return 0


def _content(government: Government, year: int) -> tuple[Content, tuple[Failure, ...]]:
    """The issued report, counted again; or how it would be issued now, with what is in the way."""
    issued = newest(government, year)
    if issued is None:
        drawn = draft(government, year)
        return drawn.content, drawn.blocking
    if not is_unchanged(issued):
        raise Refused(
            _(
                "laporan %(year)d versi %(version)d tidak lagi sama dengan buku; ada yang mengubahnya. Jalankan"
                " `lutra ledger verify` dan bandingkan dengan cadangan."
            )
            % {"year": year, "version": issued.version}
        )
    return issued.content, ()


def _check_rule(rule: str, year: int) -> None:
    known = [one.id for one in annual_report.rules(date(year, 12, 31))]
    if rule not in known:
        raise Refused(
            _("tidak ada aturan %(rule)s; yang ada: %(known)s.") % {"rule": rule, "known": ", ".join(known)}
        )


def _file(government: Government, content: Content, args: argparse.Namespace) -> bytes:
    if args.format == "pdf":
        made: bytes = import_string(_PDF)(government, content, is_full=not args.summary)
        return made
    if args.summary:  # what the summary leaves out, as its PDF does
        content = {**content, "bodies": [], "oldest": [], "summary_of": sha256(content)}
    return as_csv(content) if args.format == "csv" else as_json(content)


def _target(args: argparse.Namespace) -> Path | None:
    """Where the file goes; None for the screen. Asked before anything is entered in the book."""
    if args.correction and not args.issue:
        raise Refused(_("--correction hanya bersama --issue."))
    if bool(args.sign_override) != bool(args.note.strip()):
        raise Refused(_("--sign-override dan --note selalu bersama: aturan dan alasannya."))
    if args.output == "-":
        if args.format == "pdf" and sys.stdout.isatty():
            raise Refused(_("berkas pdf tidak dapat ditampilkan di layar; beri nama berkas dengan -o."))
        return None
    target = Path(args.output)
    if not target.name or (target.exists() and not target.is_file()):
        raise Refused(_("%(path)s bukan nama berkas; tulis misalnya -o laporan.pdf.") % {"path": target})
    return target


def _tell(args: argparse.Namespace, government: Government, content: Content, file: bytes) -> None:
    said = {
        "government": government.code,
        "year": args.year,
        "version": content["version"],
        "upto": content["upto"],
        "report_sha256": sha256(content),
        "file": args.output,
        "sha256": hashlib.sha256(file).hexdigest(),
    }
    if args.json:
        print(json.dumps(said, ensure_ascii=False))
    elif said["version"]:
        print(_("Laporan %(year)d versi %(version)d ditulis ke %(file)s.") % said)
    else:
        print(_("Rancangan laporan %(year)d ditulis ke %(file)s.") % said)


def _warn(government: Government, year: int, failures: tuple[Failure, ...]) -> None:
    """What is in the way of issuing, and whether the report is late, beside the file itself."""
    for one in failures:
        print(
            f"{one.rule.number}. {one.rule.id}: {one.rule.message.id} [{'; '.join(one.faults[:5])}]",
            file=sys.stderr,
        )
    stands = standing(government, year, on=today(government))
    if stands.delivery is None and stands.is_overdue:
        print(
            _(
                "Laporan %(year)d seharusnya disampaikan ke Komisi Informasi paling lambat %(due)s (%(clause)s)."
            )
            % {"year": year, "due": stands.due.due.isoformat(), "clause": stands.due.clause},
            file=sys.stderr,
        )


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and 2010 <= int(text) <= 2999):
        raise argparse.ArgumentTypeError(_("tulis tahun dengan empat angka sejak 2010, misalnya 2025"))
    return int(text)
