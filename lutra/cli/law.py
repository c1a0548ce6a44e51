"""``lutra law``: count a due date, list the clauses, prove the statute book. No Django unless --government asks."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any

from lutra.cli import Refused
from lutra.law import calendars, check, clocks, statute
from lutra.law.calendars import long_date
from lutra.law.errors import LawError
from lutra.law.statute import Clause

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?")


def register(subparsers: Any) -> None:
    """Add ``lutra law`` and what it can do."""
    parser = subparsers.add_parser(
        "law", help="menghitung tenggat; menampilkan dan menguji kitab undang-undang", allow_abbrev=False
    )
    deeds = parser.add_subparsers(title="perintah", metavar="PERINTAH", required=True)
    _register_due(deeds)
    _register_list(deeds)
    _register_check(deeds)


def run(args: argparse.Namespace) -> int:
    """Do what was asked. Raises Refused with the reason when the law gives no answer or the book does not hold."""
    try:
        return int(args.law_deed(args))
    except (LawError, ValueError) as error:
        raise Refused(str(error)) from error


# --- due -----------------------------------------------------------------------------------------------------------


def _register_due(deeds: Any) -> None:
    parser = deeds.add_parser(
        "due",
        help="menghitung hari terakhir menurut aturan",
        description="Menghitung hari terakhir sebuah aturan, dengan dasar hukum dan cara menghitungnya.",
        allow_abbrev=False,
    )
    parser.add_argument("rule", type=_rule, metavar="ATURAN", help="misalnya request.reply")
    parser.add_argument(
        "--from",
        dest="start",
        type=_start,
        required=True,
        metavar="TANGGAL",
        help="hari mulai, tahun-bulan-tanggal; untuk aturan jam boleh TANGGALTJAM:MENIT",
    )
    parser.add_argument(
        "--then",
        nargs="+",
        action="extend",
        type=_rule,
        default=[],
        metavar="ATURAN",
        help="aturan berikutnya, mulai pada hari aturan sebelumnya berakhir; boleh diulang",
    )
    parser.add_argument("--government", metavar="KODE", help="kode pemerintah daerah, misalnya 73.22")
    parser.add_argument(
        "--as-known-on", type=_day, metavar="TANGGAL", help="hanya keputusan yang ditetapkan sampai hari ini"
    )
    parser.add_argument(
        "--joint-leave-is-workday",
        "--count-joint-leave",
        dest="joint_leave_is_workday",
        action="store_true",
        help="hitung cuti bersama sebagai hari kerja",
    )
    parser.add_argument(
        "--local-holiday",
        type=_day,
        action="append",
        default=[],
        metavar="TANGGAL",
        help="libur yang ditetapkan kepala daerah; boleh diulang",
    )
    parser.add_argument("--six-day-week", action="store_true", help="Sabtu adalah hari kerja")
    parser.add_argument("--explain", action="store_true", help="uraikan hari demi hari")
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    parser.set_defaults(law_deed=_due)


def _due(args: argparse.Namespace) -> int:
    calendar = _calendar_of_government(args) or calendars.calendar(
        as_known_on=args.as_known_on,
        joint_leave_is_workday=args.joint_leave_is_workday,
        local=tuple(calendars.LocalHoliday(day, day.isoformat()) for day in sorted(set(args.local_holiday))),
        week=calendars.SIX_DAYS if args.six_day_week else calendars.FIVE_DAYS,
    )
    found = clocks.chain([args.rule, *args.then], args.start, calendar=calendar)
    if args.json:
        # A program that asks for JSON gets the whole derivation; it can leave out what it does not want.
        _print_json([due.as_json() for due in found])
    else:
        print("\n\n".join("\n".join(_due_lines(due, explain=args.explain)) for due in found))
    return 0


def _calendar_of_government(args: argparse.Namespace) -> calendars.Calendar | None:
    """The calendar of --government as it is set here, unless a reading was given on the command line."""
    if not args.government or args.joint_leave_is_workday or args.local_holiday or args.six_day_week:
        return None
    # Only now is a database wanted; without --government the command never loads Django.
    framework = import_module("lutra.cli.framework")
    framework.set_up()
    found: calendars.Calendar | None = import_module("lutra.cli.readings").calendar_by_code(
        args.government, as_known_on=args.as_known_on
    )
    if found is None:
        print(
            f"lutra law due: {args.government} tidak terpasang di sini; dipakai pembacaan baku.",
            file=sys.stderr,
        )
    return found


def _due_lines(due: clocks.Due, *, explain: bool) -> Iterator[str]:
    yield due.law.label.id
    yield f"  Mulai          {_spoken(due.start)}, {due.law.begins.id}"
    side = "sebelum" if due.law.direction == "before" else "setelah"
    yield f"  Paling lambat  {_spoken(due.due)}, {due.law.term.id} {side}nya"
    yield f"  Dasar          {due.clause}"
    decrees = _decrees_behind(due)
    if decrees:
        yield f"  Kalender       {decrees}"
    if due.provisional:
        yield "  Sementara      ya, karena libur sebagian tahunnya belum ditetapkan atau tidak tercatat"
    if not explain:
        return
    if due.law.reading:
        yield f"  Bacaan         {due.law.reading.id}"
    yield ""
    yield from (_step_line(step) for step in due.explanation)


def _decrees_behind(due: clocks.Due) -> str:
    """The decrees that could move this date, in words; nothing for clocks that no decree moves."""
    if due.law.unit != "working_day":
        return ""
    first, last = sorted((due.start.year, due.due.year))
    return "; ".join(
        decree.short for year in range(first, last + 1) for decree in due.calendar.decrees_for(year)
    )


def _step_line(step: clocks.Step) -> str:
    count = "" if step.count is None else str(step.count)
    words = {
        "start": "mulai",
        "workday": "hari kerja",
        "calendar_day": "hari",
        "month": "bulan",
        "hour": "jam",
    }
    parts = [
        words.get(step.kind, ""),
        step.label.id if step.label and step.kind != "start" else "",
        f"({step.decree})" if step.decree else "",
    ]
    if step.kind == "note":
        return f"  {'':29}      {step.label.id if step.label else ''}"
    text = " ".join(part for part in parts if part)
    return f"  {_spoken(step.date):<29} {count:>4}  {text}".rstrip()


def _spoken(day: date) -> str:
    return long_date(day) + (f" pukul {day:%H.%M}" if isinstance(day, datetime) else "")


# --- list ----------------------------------------------------------------------------------------------------------


def _register_list(deeds: Any) -> None:
    parser = deeds.add_parser(
        "list",
        help="menampilkan ketentuan dan status verifikasinya",
        description=(
            "Status: T naskah dibaca penuh, S dinyatakan sumber, D dari peraturan turunan, M dari ingatan. "
            "Ketentuan berstatus M tidak pernah dicetak dalam surat."
        ),
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    parser.set_defaults(law_deed=_list)


def _list(args: argparse.Namespace) -> int:
    clauses = statute.clauses()
    if args.json:
        _print_json([_clause_json(clause) for clause in clauses])
        return 0
    width = max(len(clause.id) for clause in clauses)
    for clause in clauses:
        print(f"{clause.verification}  {clause.id:<{width}}  {clause.citation}: {clause.summary.id}")
    counts = {tag: sum(clause.verification == tag for clause in clauses) for tag in "TSDM"}
    print(
        f"\n{len(clauses)} ketentuan: " + ", ".join(f"{n} berstatus {tag}" for tag, n in counts.items()) + "."
    )
    return 0


def _clause_json(clause: Clause) -> dict[str, Any]:
    until = clause.in_force_until
    return {
        "id": clause.id,
        "law": clause.law,
        "citation": clause.citation,
        "citation_en": clause.citation_en,
        "summary": {"id": clause.summary.id, "en": clause.summary.en},
        "in_force_from": clause.in_force_from.isoformat(),
        "in_force_until": until and until.isoformat(),
        "verification": clause.verification,
        "confidence": clause.confidence,
        "printable": clause.printable,
        "note": clause.note,
    }


# --- check ---------------------------------------------------------------------------------------------------------


def _register_check(deeds: Any) -> None:
    parser = deeds.add_parser(
        "check",
        help="menguji kitab hukum terhadap situasi bernama",
        description="Memeriksa kitab hukum dan membuktikannya dengan situasi bernama; gagal bila satu saja meleset.",
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    parser.set_defaults(law_deed=_check)


def _check(args: argparse.Namespace) -> int:
    report = check.check()
    broken = [*report.problems, *map(str, report.failed)]
    passed = len(report.proofs) - len(report.failed)
    if args.json:
        _print_json(
            {
                "passed": passed,
                "failed": len(report.failed),
                "problems": list(report.problems),
                "broken": broken[0] if broken else None,
                "situations": [
                    {"id": proof.situation.id, "law": list(proof.situation.law), "passed": proof.passed}
                    for proof in report.proofs
                ],
            }
        )
    else:
        for line in broken:
            print(line)
        print(
            f"{passed} situasi terbukti, {len(report.failed)} meleset, {len(report.problems)} masalah dalam kitab."
        )
    if broken:
        raise Refused(f"kitab hukum tidak lulus: {broken[0]}")
    return 0


# --- words typed and printed ---------------------------------------------------------------------------------------


def _rule(text: str) -> str:
    try:
        return clocks.rule(text).name
    except clocks.UnknownRule as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' bukan tanggal; tulis seperti 2026-03-11.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"tanggal {text} tidak ada dalam kalender.") from None


def _start(text: str) -> date:
    if not _MOMENT.fullmatch(text):
        return _day(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"saat {text} tidak ada dalam kalender.") from None


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
