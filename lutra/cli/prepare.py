"""``lutra prepare``: make the data folder fit to serve – database, static files and, when asked, the demo."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def register(subparsers: Any) -> None:
    """Add ``lutra prepare`` and its options."""
    parser = subparsers.add_parser(
        "prepare", help="memutakhirkan basis data dan berkas statis", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--demo", action="store_true", help="muat data contoh Luwu Utara beserta akun contohnya"
    )


def run(args: argparse.Namespace) -> int:
    """Do what is still to be done; a second call finds nothing and takes about a second."""
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.glob("*.sqlite3")):
        folder.chmod(0o700)  # at the start only: who opens it later, for a web server in front, wants it so
    say(f"folder data: {folder}")
    with _alone(folder):
        _migrate()
        _collect_static()
        if args.demo:
            _load_demo()
    return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else prepares this folder: two that make the same tables at once break each other off."""
    with (folder / "prepare.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("folder data ini sedang disiapkan proses lain; menunggu ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file opens the lock, also when this process is killed


def say(text: str) -> None:
    """One line of progress, shown at once even when the output is not a terminal."""
    print(f"lutra: {text}", flush=True)


def _migrate() -> None:
    """Bring the tables up to date, one line for each migration."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    say(f"basis data ({connection.vendor}): {len(plan)} langkah migrasi ...")
    start = time.monotonic()
    call_command("migrate", interactive=False, verbosity=1)
    say(f"basis data mutakhir setelah {time.monotonic() - start:.1f} detik")


def _collect_static() -> None:
    """Copy, hash and compress the static files; only when one of them changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    mark = root / ".signature"
    signature = _signature()
    if mark.exists() and mark.read_text() == signature:
        return
    say("berkas statis: menyalin dan memampatkan ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(signature)


def _signature() -> str:
    """A hash over name, size and time of every static file of every application."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            status = Path(storage.path(name)).stat()
            seen.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _load_demo() -> None:
    """Load the demo where it is not yet, and say how to sign in."""
    # The demo is no part of an installation without it, so it is not imported there.
    demo = importlib.import_module("lutra.demo")
    demo.load(progress=say)
    say(f"akun contoh, semuanya dengan kata sandi {demo.PASSWORD}:")
    for username, role in demo.LOGINS:
        print(f"         {username:<10} {role}", flush=True)
