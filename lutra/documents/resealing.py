"""Putting the sealed files under the newest key; see ``lutra.directory.resealing``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings

from lutra.directory.resealing import Found
from lutra.directory.sealing import resealed

_DIGEST = re.compile(r"[0-9a-f]{64}")


def files(*, change: bool) -> Iterator[Found]:
    """Every sealed file of the store. A file is replaced whole or not at all."""
    for path in sorted((Path(settings.LUTRA_FILES) / "sealed").glob("*/*")):
        if not _DIGEST.fullmatch(path.name):  # a draft of a process that was killed
            continue
        try:
            fresh = resealed(path.read_bytes())
        except FileNotFoundError:  # purged a moment ago
            continue
        except InvalidToken:
            yield "lost"
            continue
        if fresh is not None and change:
            draft = path.with_name(f".{path.name}.{os.getpid()}.reseal")
            with draft.open("wb") as file:
                file.write(fresh)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        yield "new" if fresh is None else "old"
