"""Run the checks that a change must pass: ``check.py all``, ``fast`` (tests on SQLite) or ``static`` (no tests).

Every step runs even when an earlier one failed, so that one run tells everything; the summary at the end has a line
for each. Exit code 0: all passed; 1: at least one failed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
# One process for each core.
PARALLEL = ["-n", "auto", "--dist", "worksteal"]


@dataclass
class Step:
    """One program to run, and what came of it."""

    title: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    code: int | None = None
    seconds: float = 0.0
    last: str = ""

    def run(self) -> None:
        """Run it with its output shown as it comes; keep the last line that says something."""
        print(f"\n=== {self.title}", flush=True)
        start = time.monotonic()
        process = subprocess.Popen(
            [str(BIN / self.command[0]), *self.command[1:]],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdout is not None
        line = b""
        # Read as it comes rather than by lines: pytest's dots are the progress.
        while chunk := process.stdout.read1(4096):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            line = (line + chunk)[-16384:]
        self.code = process.wait()
        self.seconds = time.monotonic() - start
        said = [text for text in line.decode(errors="replace").splitlines() if text.strip()]
        # pytest's own closing line says most, also when something complained after it.
        closing = [text for text in said if re.search(r" in \d+\.\d+s\b", text)]
        self.last = (closing or said or [""])[-1].strip("= ")


def static() -> list[Step]:
    """Style, types and layers."""
    return [
        Step("style (ruff check)", ["ruff", "check", "."]),
        Step("layout (ruff format)", ["ruff", "format", "--check", "."]),
        Step("types (mypy)", ["mypy", "lutra"]),
        Step("layers (import-linter)", ["lint-imports"]),
    ]


def tests(database: str) -> Step:
    """The tests beside the modules, on one of the two databases."""
    # What touches no database has run with the first.
    choice = ["--data-only"] if database == "postgresql" else []
    return Step(
        f"tests on {database}", ["pytest", *PARALLEL, *choice, "lutra"], {"LUTRA_TEST_DATABASE": database}
    )


def journeys() -> list[Step]:
    """The browser journeys, once, where there are any. Two processes: each runs an installation and a browser, too."""
    command = ["pytest", "-n", "2", "--dist", "loadgroup", "e2e"]
    return [Step("browser journeys", command)] if any(ROOT.glob("e2e/test_*.py")) else []


PLANS = {
    "static": static,
    "fast": lambda: [tests("sqlite")],
    "all": lambda: [*static(), tests("sqlite"), tests("postgresql"), *journeys()],
}


def main() -> int:
    """Run the plan named on the command line."""
    if len(sys.argv) != 2 or sys.argv[1] not in PLANS:
        print(f"usage: check.py {'|'.join(PLANS)}", file=sys.stderr)
        return 2
    steps = PLANS[sys.argv[1]]()
    for step in steps:
        step.run()
    print("\n=== summary")
    for step in steps:
        print(
            f"{'passed' if step.code == 0 else 'FAILED'}  {step.title:26} {step.seconds:6.1f} s  {step.last}"
        )
    return 1 if any(step.code for step in steps) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
