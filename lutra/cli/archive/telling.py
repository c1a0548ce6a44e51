"""What backup and restore tell whoever waits at the terminal."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
import time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.cli.archive import vault
from lutra.cli.archive.container import Manifest

_QUIET_SECONDS = 2.0


class Told:
    """Says on stderr how far the work is, at most every two seconds and never about work that is quick."""

    def __init__(self) -> None:
        self.said_at = time.monotonic()

    def __call__(self, text: str) -> None:
        """Be told what is being done now."""
        if time.monotonic() - self.said_at >= _QUIET_SECONDS:
            self.said_at = time.monotonic()
            print(f"lutra: {text}", file=sys.stderr, flush=True)


def add_passphrase(parser: Any, *, keys: str) -> None:
    """The options by which the keys come along under a passphrase."""
    parser.add_argument("--keys", action="store_true", help=keys)
    parser.add_argument(
        "--passphrase-file", metavar=_("BERKAS"), type=Path, help=_("baca kata sandi kunci dari berkas ini")
    )


def passphrase(args: argparse.Namespace, *, twice: bool) -> str | None:
    """The passphrase for the keys; None where they stay apart. Raises Refused for one that is too short."""
    if not args.keys:
        return None
    if args.passphrase_file:
        given = str(args.passphrase_file.read_text()).strip()
    else:
        given = getpass.getpass(_("Kata sandi untuk kunci: "))
        if twice and getpass.getpass(_("Sekali lagi: ")) != given:
            raise Refused(_("kedua kata sandi tidak sama."))
    if twice and len(given) < vault.SHORTEST:
        raise Refused(
            _(
                "kata sandi untuk kunci sedikitnya %d huruf: siapa pun yang menebaknya membaca semua identitas."
            )
            % vault.SHORTEST
        )
    return given


def summary(manifest: Manifest, *, as_json: bool, done: str) -> None:
    """Print what an archive holds."""
    if as_json:
        facts = {
            "made_at": manifest.made_at,
            "version": manifest.version,
            "engine": manifest.engine,
            "tables": {table.name: table.rows for table in manifest.tables},
            "rows": manifest.rows,
            "files": manifest.files,
            "keys": manifest.has_keys,
            "books": {book.code: {"entries": book.entries, "root": book.root} for book in manifest.books},
            "faults": list(manifest.faults),
        }
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    print(
        _("%(done)s %(tables)d tabel, %(rows)d baris, %(files)d berkas.")
        % {"done": done, "tables": len(manifest.tables), "rows": manifest.rows, "files": manifest.files}
    )
    for book in manifest.books:
        print(f"{book.code}  {book.entries}  {book.root}")
