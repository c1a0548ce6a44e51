"""``lutra doctor``: what an installation lacks and how to mend it.

The first checks need nothing but Python, so that a broken installation is examined too; those that need the settings
and the database are in ``doctor_checks`` and run once Django stands.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lutra.cli.findings import Check, Finding, Level, examine, ok, problem, warning

_OLDEST = (3, 11)
_WORDS: dict[Level, str] = {"ok": "baik", "warning": "perhatian", "problem": "MASALAH"}


def register(subparsers: Any) -> None:
    """Add ``lutra doctor``."""
    parser = subparsers.add_parser(
        "doctor", help="memeriksa pemasangan", description="Memeriksa pemasangan dan cara membetulkannya."
    )
    parser.add_argument("--json", action="store_true", help="keluarkan hasil sebagai JSON")


def run(args: argparse.Namespace) -> int:
    """Examine everything; returns 1 when there is at least one problem."""
    findings = list(_all())
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        _show(findings)
    return 1 if any(finding.level == "problem" for finding in findings) else 0


def _show(findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{_WORDS[finding.level]:<10} {finding.name:<12} {finding.text}")
        if finding.remedy:
            print(f"{'':<23} -> {finding.remedy}")
    count = {level: sum(1 for finding in findings if finding.level == level) for level in _WORDS}
    print(f"\n{count['ok']} baik, {count['warning']} perhatian, {count['problem']} masalah.")


def _all() -> Iterator[Finding]:
    yield from examine("python", _python)
    yield from examine("paket", _packages)
    settings = examine("pengaturan", _settings)
    yield from settings
    if all(finding.level != "problem" for finding in settings):
        checks: dict[str, Check] = importlib.import_module("lutra.cli.doctor_checks").CHECKS
        for name, check in checks.items():
            yield from examine(name, check)


def _python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < _OLDEST:
        yield problem("python", f"Python {version} terlalu lama", "pasang Python 3.11 atau yang lebih baru")
    else:
        yield ok("python", f"Python {version}")


def _packages() -> Iterator[Finding]:
    """Every package that the installed metadata asks for is there; extras are asked for elsewhere."""
    if not _installed("lutra"):
        yield warning(
            "paket",
            "lutra dijalankan dari foldernya tanpa dipasang",
            "pip install --no-deps --no-build-isolation --editable .",
        )
        return
    lacking = []
    for requirement in importlib.metadata.requires("lutra") or []:
        if "extra ==" in requirement:
            continue
        name = re.match(r"[A-Za-z0-9._-]+", requirement)
        if name and not _installed(name.group()):
            lacking.append(name.group())
    if lacking:
        yield problem(
            "paket",
            f"belum terpasang: {', '.join(lacking)}",
            "pip install --require-hashes -r requirements.txt",
        )
    else:
        yield ok("paket", "semua paket Python terpasang")


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _settings() -> Iterator[Finding]:
    try:
        importlib.import_module("lutra.cli.framework").set_up()
    except Exception as error:
        yield problem(
            "pengaturan",
            f"tidak dapat dibaca: {type(error).__name__}: {error}",
            "perbaiki variabel LUTRA_… yang disebut",
        )
        return
    yield ok("pengaturan", "terbaca")
