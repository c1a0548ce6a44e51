"""Seconds from ``lutra up`` on an installed demo to its first page."""

from __future__ import annotations

import time

from benchmarks.place import installed, served
from benchmarks.result import Options, Result


def measure(options: Options) -> Result:
    """Load the demo once, then start and stop the site some times."""
    result = Result(
        "The demo is loaded and migrated before (the first start also takes what is said in the notes). Measured from"
        " the start of `lutra up` (which looks for migrations and changed static files, then starts two web processes"
        " and the worker) to the last byte of the front page."
    )
    for engine in options.engines:
        with installed(engine) as place:
            begin = time.monotonic()
            place.command("prepare", "--demo")
            result.notes[f"{engine}: loading the demo (s)"] = round(time.monotonic() - begin, 1)
            runs = []
            for _run in range(options.runs):
                begin = time.monotonic()
                with served(place):
                    runs.append(time.monotonic() - begin)
            result.add(f"{engine}: first page", "s", runs, "< 5")
    return result
