"""How costs grow with the number of requests in the book: the same pages and filings at several sizes, in one run."""

from __future__ import annotations

import contextlib

from benchmarks import pages
from benchmarks.place import Place
from benchmarks.result import Options, Result, percentile

# The largest is given by --size; the smallest is always there to compare with.
SMALLEST = 10_000
USUAL = 100_000
SLICES = 10
PAGES = ("register", "request", "queue", "case")


def measure(options: Options) -> Result:
    """Measure at 10,000, 100,000 ... up to the wanted size, all of them up at once, in turn within each run."""
    largest = max(options.size or USUAL, SMALLEST)
    sizes = [SMALLEST * 10**power for power in range(6) if SMALLEST * 10**power < largest] + [largest]
    result = Result(
        f"Synthetic books of {', '.join(f'{size:,}' for size in sizes)} requests; the history grows, the standing work"
        f" stays 1,000 open requests. One process for each size calls the site's WSGI application, or files; in"
        f" {SLICES} slices a run the sizes take turns, so that a busy machine is as busy for all. What is compared is"
        " the lower quartile of the wall time of one page or filing: what it costs when nobody interferes. The ratio"
        " is that of the largest book to the smallest."
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
    """One run: the sizes take turns, each in a slice of the time."""
    took: dict[int, dict[str, list[float]]] = {size: {} for size in places}
    with contextlib.ExitStack() as stack:
        seconds = options.seconds / SLICES
        children = {
            size: stack.enter_context(
                place.asked("cost", pages=list(PAGES), seed=f"{size} {run}", seconds=seconds)
            )
            for size, place in places.items()
        }
        for _slice in range(SLICES):
            for size, ask in children.items():
                for kind, times in ask().items():
                    took[size].setdefault(kind, []).extend(times)
    found = {
        size: {kind: percentile(sorted(times), 0.25) for kind, times in kinds.items()}
        for size, kinds in took.items()
    }
    for size, costs in found.items():
        options.say(f"scale: {size:,}: " + ", ".join(f"{kind} {cost:.1f} ms" for kind, cost in costs.items()))
    return found
