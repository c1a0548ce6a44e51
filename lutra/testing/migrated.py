"""A migrated SQLite database kept between runs: eighty migrations take longer than the tests of most modules.

It is known by what made it, so that it is never older than the code: every migration, and the folders of what
migrations import. Whoever changes one of them migrates anew; whoever wants to anyway says ``--create-db``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps

_OURS = re.compile(r"^from (lutra[\w.]*) import (\w+)", re.MULTILINE)
_KEPT = 4  # of other branches


def kept_in(folder: Path) -> Path:
    """Where in ``folder`` the database stands that today's migrations make."""
    digest = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for file in _sources():
        digest.update(f"\0{file}\0".encode() + file.read_bytes())
    return folder / f"{digest.hexdigest()[:24]}.sqlite3"


def take(kept: Path, target: Path) -> bool:
    """Copy a kept database to where the tests want theirs; False when there is none."""
    try:
        shutil.copyfile(kept, target)
    except FileNotFoundError:
        return False
    os.utime(kept)
    return True


def keep(source: Path, kept: Path) -> None:
    """Keep a database that was just migrated, wholly or not at all; other branches' oldest go."""
    beside = kept.with_name(f"{kept.stem}.{os.getpid()}")
    connection = sqlite3.connect(source)
    try:
        connection.execute("VACUUM INTO ?", (str(beside),))
    finally:
        connection.close()
    beside.replace(kept)
    newest = sorted(kept.parent.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest[_KEPT:]:
        file.unlink(missing_ok=True)


def _sources() -> Iterator[Path]:
    imported: set[Path] = set()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            yield file
            imported |= {_file(*found) for found in _OURS.findall(file.read_text(encoding="utf-8"))}
    folders = {file.parent for file in imported}
    yield from sorted(
        file for folder in folders for file in folder.glob("*") if file.suffix in {".py", ".yaml"}
    )


def _file(module: str, name: str) -> Path:
    """The file of ``from module import name``, whether the name is a module or stands in one."""
    spec = find_spec(f"{module}.{name}") if _is_package(module) else None
    spec = spec or find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{module}.{name}")
    return Path(spec.origin)


def _is_package(module: str) -> bool:
    spec = find_spec(module)
    return spec is not None and spec.submodule_search_locations is not None
