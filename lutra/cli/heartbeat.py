"""The worker's sign of life: a file it touches, so that ``lutra doctor`` needs no query and no open port."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

#: A worker that has not touched its file for so many seconds is taken for dead.
SILENT_AFTER = 30.0


def path() -> Path:
    """Where the sign lies: ``worker.heartbeat`` in the data folder."""
    return Path(settings.DATA) / "worker.heartbeat"


def beat() -> None:
    """Say that the worker lives. Called once in each round of its loop; costs a few microseconds."""
    path().touch()


def age() -> float | None:
    """Seconds since the last sign; None when there never was one."""
    try:
        return max(0.0, time.time() - path().stat().st_mtime)
    except FileNotFoundError:
        return None
