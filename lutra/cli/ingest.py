"""``lutra ingest CHANNEL [FILE…]``: what came in from elsewhere, as normalised messages in JSON.

It reads the standard input where no file is given and always prints the messages as one JSON list. With ``--dry-run``
that is all, and Django is not even loaded; without it each file that could be read is kept and taken in, as if the
channel had brought it just now. It ends with 1 when nothing of what was given could be read, or something could not be
taken in. What is wrong with one message stands in its ``errors``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
        description="Membaca masukan mentah dan mencetaknya sebagai pesan seragam (JSON). Tanpa --dry-run masukan itu"
        " juga disimpan dan diolah.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "channel", choices=[*CHANNELS, *NOT_YET], metavar="KANAL", help=f"sudah ada: {', '.join(CHANNELS)}"
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="BERKAS", help="tanpa berkas, masukan baku dibaca"
    )
    parser.add_argument("--dry-run", action="store_true", help="hanya baca dan cetak")
    parser.add_argument("--government", metavar="KODE", help="pemerintah daerah, misalnya 73.22")
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON (selalu demikian)")


def run(args: argparse.Namespace) -> int:
    """Print the messages, and take them in; 0 when at least one input could be read. Raises Refused with the reason."""
    read = CHANNELS.get(args.channel)
    if read is None:
        raise Refused(f"kanal {args.channel} belum tersedia; yang sudah ada: {', '.join(CHANNELS)}.")
    messages: list[dict[str, Any]] = []
    failed: list[str] = []
    missing: list[str] = []
    readable: list[Input] = []
    names = [str(path) for path in args.files] or ["-"]
    for name in names:
        try:
            content = _content(name)
        except Refused as refusal:
            missing.append(str(refusal))
            continue
        found = read(content)
        if found and all(one.kind == "unreadable" for one in found):
            failed.append(f"{name}: {' '.join(found[0].errors)}")
        else:
            readable.append(Input(name, content, found))
        messages += [{**one.as_json(), "file": name} for one in found]
    print(_in_json(messages))
    for reason in (*missing, *failed):
        print(f"lutra: {reason}", file=sys.stderr)
    if not readable:
        raise Refused("tidak ada masukan yang dapat dibaca.")
    if not args.dry_run:
        _take_in(args, readable)
    if missing:
        raise Refused("tidak semua berkas ada; yang ada sudah dibaca.")
    return 0


@dataclass(frozen=True, slots=True)
class Input:
    """One file that could be read: its name, its bytes, and the messages in it."""

    name: str
    content: bytes
    messages: list[Message]


def _take_in(args: argparse.Namespace, inputs: list[Input]) -> None:
    """Keep the files and do what they ask for. Only here the database is needed, so only here Django is loaded."""
    sys.stdout.flush()
    importlib.import_module("lutra.cli.framework").set_up()
    importlib.import_module(f"lutra.cli.taking_in.{args.channel}").take_in(args.government, inputs)


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
