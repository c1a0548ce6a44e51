"""Write NOTICE anew from the packages of the lock files: ``.venv/bin/python scripts/notice.py`` after locking."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Packages that say their licence in none of the fields, or are not installed on Linux.
KNOWN = {
    "axe-playwright-python": "MIT (carries axe-core, MPL-2.0)",
    "colorama": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
}
LONGEST = 70

HEAD = """\
Lutra
Copyright 2026 the Lutra authors

This program is free software: you can redistribute it and/or modify it under the terms of the GNU Affero General
Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any
later version. It is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the
implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See LICENSE for the full text.

SPDX-License-Identifier: AGPL-3.0-or-later

Lutra stands on the work of others. It contains none of their source: pip installs these packages beside it, each
under its own licence. The three psycopg packages (LGPL) are libraries that any other copy may replace.
"""


def packages(lock: str) -> set[str]:
    """The names in one lock file."""
    lines = (ROOT / lock).read_text().splitlines()
    return {found.group() for found in (re.match(r"[a-z0-9-]+(?=\S*==)", line) for line in lines) if found}


def licence(name: str) -> str:
    """What a package's metadata says of its licence, in the shortest of the places where it may stand."""
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return KNOWN.get(name, "unknown")
    classified = [
        line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License")
    ]
    said = metadata.get("License-Expression") or ", ".join(classified) or metadata.get("License") or ""
    return KNOWN.get(name) or said.strip().partition("\n")[0][:LONGEST] or "unknown"


def main() -> None:
    """Write the file."""
    serving = packages("requirements.txt")
    parts = {"To run it": serving, "To work on it": packages("requirements-dev.txt") - serving}
    text = HEAD
    for title, names in parts.items():
        text += f"\n{title}:\n" + "".join(f"  {name:24}{licence(name)}\n" for name in sorted(names))
    (ROOT / "NOTICE").write_text(text)


if __name__ == "__main__":
    main()
