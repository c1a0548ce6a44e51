"""The ``lutra`` command: one table of commands, of which only the wanted one is imported.

So ``lutra law due`` answers in a moment without loading Django, and a new command is one line in ``COMMANDS`` and a
module with ``register(subparsers)``, which adds its parser and sets ``run`` with ``set_defaults(run=run)``.

Exit codes: 0 done, 1 refused with the reason on stderr, 2 the command was written wrongly.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass


class Refused(Exception):
    """The command was understood and cannot be done; the text is the reason, in words for the one who typed it."""


@dataclass(frozen=True)
class Command:
    """Where a command lives, what the list of commands says of it, and whether Django must stand before its import."""

    module: str
    help: str
    django: bool = True


COMMANDS: dict[str, Command] = {
    "up": Command(
        "lutra.cli.up", "menyiapkan dan menjalankan seluruh aplikasi: web dan pekerja", django=False
    ),
    "prepare": Command(
        "lutra.cli.prepare", "memutakhirkan basis data dan berkas statis, tanpa menjalankan apa pun"
    ),
    "worker": Command("lutra.cli.worker", "menjalankan pekerja latar: pengikut buku dan jam hukum"),
    "jobs": Command("lutra.cli.jobs", "menampilkan pekerjaan lama dan mengulang yang dikesampingkan"),
    "doctor": Command(
        "lutra.cli.doctor", "memeriksa pemasangan dan memberi tahu cara membetulkannya", django=False
    ),
    "government": Command("lutra.cli.government", "mendaftarkan pemerintah daerah dan badan publiknya"),
    "officer": Command("lutra.cli.officer", "mendaftarkan petugas, jabatannya, dan tautan kata sandinya"),
    "law": Command(
        "lutra.cli.law", "menghitung tenggat; menampilkan dan menguji kitab undang-undang", django=False
    ),
    "ledger": Command("lutra.cli.ledger", "memeriksa keutuhan buku"),
    "letters": Command("lutra.cli.letters", "memeriksa keaslian surat"),
    "dossier": Command("lutra.cli.dossier", "membuat dan memeriksa berkas sengketa untuk Komisi Informasi"),
    "documents": Command(
        "lutra.cli.documents",
        "memeriksa berkas sebelum dikeluarkan: data tersembunyi dan data pribadi",
        django=False,
    ),
    "requests": Command(
        "lutra.cli.requests", "mengimpor permohonan dari register lain, misalnya SP4N-LAPOR!"
    ),
    "ingest": Command(
        "lutra.cli.ingest", "membaca pesan masuk dari kanal lain, misalnya dokumen desa", django=False
    ),
    "villages": Command("lutra.cli.villages", "mendaftarkan situs desa dan memanen dokumen publiknya"),
    "search": Command("lutra.cli.search", "menyusun ulang dan memeriksa yang dilihat dan dicari umum"),
    "register": Command("lutra.cli.register", "mengekspor buku register"),
    "report": Command("lutra.cli.report", "menyusun laporan layanan informasi tahunan"),
    "backup": Command("lutra.cli.backup", "membuat cadangan lengkap yang sudah diperiksa"),
    "restore": Command("lutra.cli.restore", "memulihkan cadangan, atau memeriksanya"),
    "exemptions": Command(
        "lutra.cli.exemptions", "mengimpor daftar informasi yang dikecualikan sebagai usulan uji"
    ),
    "catalogue": Command("lutra.cli.catalogue", "mengimpor daftar informasi publik"),
    "identity": Command("lutra.cli.identity", "mengganti kunci yang menyegel identitas"),
    "bench": Command("lutra.cli.bench", "mengukur kinerja", django=False),
    "manage": Command("lutra.cli.manage", "meneruskan perintah pengelolaan Django, untuk administrator"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; ``argv`` without the program's name. Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    wanted = next((word for word in words if not word.startswith("-")), None)
    try:
        parser = _parser(wanted)
        args = parser.parse_args(words)
        if wanted is None:
            parser.print_help()
            return 2
        code = int(args.run(args) or 0)
        sys.stdout.flush()  # while a full disk can still be told
        return code
    except SystemExit as end:  # argparse has said what is wrong
        return end.code if isinstance(end.code, int) else 2
    except Refused as reason:
        print(f"lutra: {reason}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as in `lutra law list | head`
        _forget_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        reason_in_words = _expected(error)
        if reason_in_words is None:
            raise
        print(f"lutra: {reason_in_words}", file=sys.stderr)
        if isinstance(error, OSError):
            _forget_output()
        return 1


def _forget_output() -> None:
    """Lead what is still to be printed to nowhere, or Python would complain about it at its end."""
    with contextlib.suppress(OSError, ValueError):  # a test's output is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    """The parser that lists all commands and knows the arguments of the wanted one."""
    parser = argparse.ArgumentParser(
        prog="lutra", description="Informasi publik terbuka untuk pemerintah daerah.", allow_abbrev=False
    )
    subparsers = parser.add_subparsers(title="perintah", metavar="PERINTAH")
    for name, command in COMMANDS.items():
        if name != wanted:
            subparsers.add_parser(name, help=command.help)
            continue
        if command.django:
            importlib.import_module("lutra.cli.framework").set_up()
        module = importlib.import_module(command.module)
        module.register(subparsers)
        subparsers.choices[name].set_defaults(run=module.run)
    return parser


def _expected(error: Exception) -> str | None:
    """Words for an error that an administrator can mend without reading a traceback; None for all others."""
    if isinstance(error, ModuleNotFoundError) and error.name in {c.module for c in COMMANDS.values()}:
        return "perintah ini belum tersedia dalam versi ini."
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"sistem menolak{where}: {error.strerror or type(error).__name__}."
    framework = sys.modules.get("lutra.cli.framework")
    return framework.in_words(error) if framework else None
