"""What a check of ``lutra doctor`` reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, how it stands, and for a fault what to do about it."""

    name: str
    level: Level
    text: str
    remedy: str = ""


Check = Callable[[], Iterable[Finding]]


def ok(name: str, text: str) -> Finding:
    """All is well."""
    return Finding(name, "ok", text)


def warning(name: str, text: str, remedy: str) -> Finding:
    """It works, but an administrator would want to know."""
    return Finding(name, "warning", text, remedy)


def problem(name: str, text: str, remedy: str) -> Finding:
    """Something does not work until it is mended."""
    return Finding(name, "problem", text, remedy)


def examine(name: str, check: Check) -> list[Finding]:
    """The findings of one check; a check that breaks is itself a problem, and the others go on."""
    try:
        return list(check())
    except Exception as error:
        return [
            problem(
                name, f"tidak dapat diperiksa: {type(error).__name__}: {error}", "lihat pesan kesalahan ini"
            )
        ]
