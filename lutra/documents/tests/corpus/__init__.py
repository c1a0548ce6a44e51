"""Files with one trap each, and clean ones, all made here by code.

Each module has ``TRAPS`` (what the file must be found to hide) and ``CLEAN`` (files in which nothing may hold).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trap:
    """A file, made when asked for, and the kind of hidden data in it."""

    name: str
    kind: str
    make: Callable[[], bytes]
    severity: str = "blocks"

    def __str__(self) -> str:
        return f"{self.name}-{self.kind}"
