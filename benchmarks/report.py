"""Seconds for a yearly report: counted from the whole book, checked by every rule, typeset in full."""

from __future__ import annotations

from datetime import UTC, date, datetime

from benchmarks.pages import seeded
from benchmarks.result import Options, Result

USUAL = 20_000


def measure(options: Options) -> Result:
    """One process, one engine at a time; the year that is over last."""
    size = options.size or USUAL
    first = date(datetime.now(tz=UTC).year - 1, 1, 1)
    result = Result(
        f"A synthetic book of {size:,} requests since the beginning of last year; last year's report is"
        " counted from the book, held against every rule of consistency (which counts again, writes JSON and CSV and"
        " reads them back) and typeset in full. All requests of the book are read, whatever their year."
    )
    for engine in options.engines:
        with seeded(engine, size, options, first=first) as place, place.asked("report", year=None) as ask:
            runs = [ask() for _run in range(options.runs)]
        aim = "<= 30" if runs[-1]["cases"] >= 100_000 else ""
        result.add(f"{engine}: whole report", "s", [run["whole"] for run in runs], aim)
        result.add(f"{engine}: counting", "s", [run["count"] for run in runs])
        result.add(f"{engine}: counting and rules", "s", [run["draft"] for run in runs])
        result.add(f"{engine}: typesetting", "s", [run["pdf"] for run in runs])
        result.add(f"{engine}: memory", "MiB", [run["memory"] for run in runs])
        result.notes[engine] = {
            name: runs[-1][name] for name in ("year", "cases", "bytes", "broken", "reads_back")
        }
        options.say(
            f"{engine}: {result.figures[-5].median:.1f} s a report, {runs[-1]['cases']} cases in the year"
        )
    return result
