"""``lutra bench``: measure how fast Lutra is on this machine. It needs the source folder, where the benchmarks are."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import lutra
from lutra.cli import Refused

_ROOT = Path(lutra.__file__).resolve().parent.parent
_ENGINES = ("sqlite", "postgresql")


def register(subparsers: Any) -> None:
    """Add ``lutra bench`` and its options."""
    parser = subparsers.add_parser("bench", help="mengukur kinerja", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAMA", help="tolok ukur yang dijalankan (bawaan: semua)")
    parser.add_argument("--list", action="store_true", help="tampilkan tolok ukur yang ada, lalu selesai")
    parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")
    parser.add_argument("--size", type=_positive, metavar="N", help="banyaknya permohonan dalam basis data")
    parser.add_argument(
        "--runs", type=_positive, default=3, metavar="N", help="ulangan; yang dilaporkan mediannya (bawaan 3)"
    )
    parser.add_argument(
        "--seconds", type=float, default=8.0, metavar="N", help="lama satu ulangan di bawah beban (bawaan 8)"
    )
    parser.add_argument(
        "--engine", choices=_ENGINES, action="append", help="hanya basis data ini (bawaan: keduanya)"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="simpan basis data buatan di sini untuk dipakai lagi"
    )


def run(args: argparse.Namespace) -> int:
    """Run the wanted benchmarks one after the other; a result that falls short is reported, never refused."""
    sys.path.insert(0, str(_ROOT))  # the console script does not have the source folder on its path
    try:
        known = importlib.import_module("benchmarks").BENCHMARKS
    except ModuleNotFoundError:
        raise Refused(f"tolok ukur hanya ada dalam kode sumber; tidak ada di {_ROOT}.") from None
    if args.list:
        for name, entry in known.items():
            print(f"{name:<10} {entry.says}")
        return 0
    if unknown := [name for name in args.names if name not in known]:
        raise Refused(f"tidak ada tolok ukur {', '.join(unknown)}; yang ada: {', '.join(known)}.")
    result = importlib.import_module("benchmarks.result")
    options = result.Options(
        size=args.size,
        runs=args.runs,
        seconds=args.seconds,
        engines=tuple(args.engine or _ENGINES),
        keep=args.keep,
        say=_say,
    )
    found: dict[str, Any] = {"machine": result.machine(), "benchmarks": {}}
    for name in args.names or known:
        _say(f"{name}: {known[name].says} ...")
        begin = time.monotonic()
        measured = importlib.import_module(known[name].module).measure(options)
        found["benchmarks"][name] = {**measured.as_json(), "took_seconds": round(time.monotonic() - begin, 1)}
        if not args.json:
            _show(name, found["benchmarks"][name])
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _say(text: str) -> None:
    print(f"lutra: {text}", file=sys.stderr, flush=True)


def _show(name: str, result: dict[str, Any]) -> None:
    print(f"\n{name}\n  {result['method']}")
    for figure in result["figures"]:
        aim = ""
        if figure["aim"]:
            aim = f"{figure['aim']:<12} {'tercapai' if figure['met'] else 'BELUM TERCAPAI'}"
        print(f"  {figure['name']:<52} {figure['median']:>12,} {figure['unit']:<6} {aim}")
    for key, value in result["notes"].items():
        print(f"  {key}: {json.dumps(value, ensure_ascii=False)}")


def _positive(text: str) -> int:
    number = int(text.replace("_", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("paling sedikit 1")
    return number
