"""How costs grow with the number of requests in the book: the same pages and filings at several sizes, in one run."""

from __future__ import annotations

import contextlib

from benchmarks import pages
from benchmarks.place import Place
from benchmarks.result import Options, Result

# The largest is given by --size; the smallest is always there to compare with.
SMALLEST = 10_000
USUAL = 100_000
PAGES = ("register", "request", "queue", "case")


def measure(options: Options) -> Result:
    """Measure at 10,000, 100,000 ... up to the wanted size, all of them up at once, in turn within each run."""
    largest = max(options.size or USUAL, SMALLEST)
    sizes = [SMALLEST * 10**power for power in range(6) if SMALLEST * 10**power < largest] + [largest]
    result = Result(
        f"Synthetic books of {', '.join(f'{size:,}' for size in sizes)} requests; the history grows, the standing work"
        " stays 1,000 open requests. One client at a time asks in turn at each size (the same number of times, closely"
        " after each other, so that a busy machine is as busy for all), in a process of its own that calls the site's"
        " WSGI application, or files; what is compared is the median wall time of one. The ratio is that of the"
        " largest book to the smallest."
    )
    for engine in options.engines:
        with contextlib.ExitStack() as stack:
            places = {size: stack.enter_context(pages.seeded(engine, size, options)) for size in sizes}
            found = [_run(places, options, run) for run in range(options.runs)]
        for kind in (*PAGES, "filing"):
            for size in sizes:
                result.add(f"{engine}: {kind} at {size:,}", "ms", [run[size][kind] for run in found])
            ratios = [run[sizes[-1]][kind] / run[sizes[0]][kind] for run in found]
            result.add(f"{engine}: {kind}, {sizes[-1]:,} to {sizes[0]:,}", "times", ratios, "<= 1.3")
    return result


def _run(places: dict[int, Place], options: Options, run: int) -> dict[int, dict[str, float]]:
    """One run: every size does the same, a slice at a time."""
    found: dict[int, dict[str, float]] = {}
    for size, place in places.items():
        found[size] = place.work("cost", pages=list(PAGES), seed=100 + run, seconds=options.seconds)
        options.say(f"scale: {place.engine} {size:,}: {_words(found[size])}")
    return found


def _words(found: dict[str, float]) -> str:
    return ", ".join(f"{kind} {value:.1f} ms" for kind, value in found.items())
