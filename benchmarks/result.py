"""What a benchmark finds: figures with their unit, every single run, and the aim they are held against."""

from __future__ import annotations

import operator
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_COMPARE: dict[str, Callable[[float, float], bool]] = {">=": operator.ge, "<=": operator.le, "<": operator.lt}


def quietly(_text: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure. ``size`` is the number of requests in the book (None: the benchmark's own choice)."""

    size: int | None = None
    runs: int = 3
    seconds: float = 8.0  # of one run under load
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    keep: Path | None = None  # where seeded installations are kept for the next time
    say: Callable[[str], None] = quietly


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, measured some times. ``aim`` is written as ">= 400"; empty where there is none."""

    name: str
    unit: str
    runs: Sequence[float]
    aim: str = ""

    @property
    def median(self) -> float:
        """The figure: the median of its runs."""
        return statistics.median(self.runs)

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        if not self.aim:
            return None
        sign, bound = self.aim.split()
        return _COMPARE[sign](self.median, float(bound))

    def as_json(self) -> dict[str, Any]:
        """The figure for ``--json``."""
        return {
            "name": self.name,
            "median": _rounded(self.median),
            "unit": self.unit,
            "runs": [_rounded(run) for run in self.runs],
            "aim": self.aim or None,
            "met": self.is_met,
        }


@dataclass(slots=True)
class Result:
    """All that one benchmark found, and how."""

    method: str
    figures: list[Figure] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, unit: str, runs: Sequence[float], aim: str = "") -> None:
        """Take one figure in; without a run there is none."""
        if runs:
            self.figures.append(Figure(name, unit, list(runs), aim))

    def as_json(self) -> dict[str, Any]:
        """The result for ``--json``."""
        return {
            "method": self.method,
            "figures": [each.as_json() for each in self.figures],
            "notes": self.notes,
        }


def machine() -> dict[str, Any]:
    """The machine, and how busy others kept it when the measuring began."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank)."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _rounded(value: float) -> float:
    return round(value, 1) if abs(value) >= 100 else round(value, 3)
