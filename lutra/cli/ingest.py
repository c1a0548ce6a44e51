"""``lutra ingest CHANNEL [FILE…]``: what came in from elsewhere, as normalised messages in JSON. Loads no Django.

It reads the standard input where no file is given and always prints the messages as one JSON list. So far it only
reads and prints: nothing is stored yet, so use ``--dry-run``. Without it the messages are printed and the command ends
with 1, as it does when nothing of what was given could be read. What is wrong with one message stands in its
``errors``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lutra.channels.messages import Message
from lutra.channels.opensid.payload import MOST_BYTES
from lutra.channels.opensid.reading import read as read_opensid
from lutra.cli import Refused

CHANNELS: dict[str, Callable[[bytes], list[Message]]] = {"opensid": read_opensid}
# Promised, so that they are told from a slip of the pen.
NOT_YET = ("email", "whatsapp", "telegram", "facebook", "instagram", "sms", "cap")


def register(subparsers: Any) -> None:
    """Add ``lutra ingest`` and what it takes."""
    parser = subparsers.add_parser(
        "ingest",
        help="membaca pesan masuk dari kanal lain",
        description="Membaca masukan mentah dan mencetaknya sebagai pesan seragam (JSON). Untuk saat ini hanya"
        " dibaca dan dicetak, belum disimpan: pakailah --dry-run; tanpa itu perintah berakhir dengan 1.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "channel", choices=[*CHANNELS, *NOT_YET], metavar="KANAL", help=f"sudah ada: {', '.join(CHANNELS)}"
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="BERKAS", help="tanpa berkas, masukan baku dibaca"
    )
    parser.add_argument("--dry-run", action="store_true", help="hanya baca dan cetak")
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON (selalu demikian)")


def run(args: argparse.Namespace) -> int:
    """Print the messages; 0 when at least one input could be read. Raises Refused with the reason."""
    read = CHANNELS.get(args.channel)
    if read is None:
        raise Refused(f"kanal {args.channel} belum tersedia; yang sudah ada: {', '.join(CHANNELS)}.")
    messages: list[dict[str, Any]] = []
    failed: list[str] = []
    names = [str(path) for path in args.files] or ["-"]
    for name in names:
        found = read(_content(name))
        if found and all(one.kind == "unreadable" for one in found):
            failed.append(f"{name}: {' '.join(found[0].errors)}")
        messages += [{**one.as_json(), "file": name} for one in found]
    print(_in_json(messages))
    for reason in failed:
        print(f"lutra: {reason}", file=sys.stderr)
    if len(failed) == len(names):
        raise Refused("tidak ada masukan yang dapat dibaca.")
    if not args.dry_run:
        raise Refused("pesan hanya dicetak; penyimpanannya belum tersedia. Pakailah --dry-run.")
    return 0


def _content(name: str) -> bytes:
    """The bytes of a file, at most one more than any reader takes. Raises Refused where it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"{name} tidak dapat dibaca: {why}.") from error


def _in_json(messages: list[dict[str, Any]]) -> str:
    """Text that any output takes: half characters, which JSON allows and UTF-8 does not, become "?"."""
    text = json.dumps(messages, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", errors="replace").decode("utf-8")
