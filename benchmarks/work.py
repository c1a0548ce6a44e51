"""A child process of a benchmark: ``python -m benchmarks.work JOB ARGUMENTS``.

A job is a module of ``benchmarks.jobs`` with ``prepare(arguments)``, which makes everything ready and returns what is
to be measured. The child says "ready"; for each line it then reads, it does it and prints what it returned as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys

from lutra.cli import framework


def main() -> None:
    """Do one job."""
    name, arguments = sys.argv[1], json.loads(sys.argv[2])
    framework.set_up()
    measured = importlib.import_module(f"benchmarks.jobs.{name}").prepare(arguments)
    print("ready", flush=True)
    for _line in sys.stdin:
        print(json.dumps(measured()), flush=True)


if __name__ == "__main__":
    main()
