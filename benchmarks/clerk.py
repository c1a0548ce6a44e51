"""An officer's day: a hundred requests in every state of the demo, one page after the other."""

from __future__ import annotations

import time

from benchmarks.place import installed, served
from benchmarks.result import Options, Result, percentile

# A deed's form that the case's stage does not allow sends back to the case.
_ANSWERED = frozenset({200, 302})


def measure(options: Options) -> Result:
    """Open every page of the day once on each engine; p50 and p95 of each kind."""
    result = Result(
        "The demo, `lutra up` as it ships, one client with a new connection for each page, signed in as PPID Utama:"
        " the queue in its groups, a hundred cases drawn evenly from all stages, a deed's form for each of them,"
        " objections, the counter's form, register, figures, yearly report. One page of each kind before, to warm up."
    )
    for engine in options.engines:
        with installed(engine) as place:
            options.say(f"{engine}: loading the demo ...")
            place.command("prepare", "--demo")
            found = place.work("clerk")
            result.notes[f"{engine}: stages"] = found["stages"]
            headers = {"Cookie": found["cookie"]}
            with served(place) as site:
                for paths in found["pages"].values():
                    site.get(paths[0], headers)
                for page, paths in found["pages"].items():
                    took, wrong = [], 0
                    for path in paths:
                        begin = time.perf_counter()
                        status, _body, _headers = site.get(path, headers)
                        took.append(time.perf_counter() - begin)
                        wrong += status not in _ANSWERED
                    took.sort()
                    p95 = percentile(took, 0.95) * 1000
                    result.add(f"{engine}: {page}: p50", "ms", [percentile(took, 0.5) * 1000])
                    result.add(f"{engine}: {page}: p95", "ms", [p95], "< 100")
                    result.add(f"{engine}: {page}: errors", "", [wrong], "<= 0")
                    options.say(f"{engine}: {page}: {len(paths)} pages, p95 {p95:.0f} ms, {wrong} wrong")
    return result
