"""Filings per second: eight clients at once, straight through the deed and through the portal's form."""

from __future__ import annotations

from typing import Any

from benchmarks.place import Place, installed, served
from benchmarks.result import Options, Result, percentile

CLIENTS = 8
_METHOD = (
    "Eight processes file for one government at once, each as fast as it can, for {seconds:g} s a run. Deed:"
    " requests.actions.file with the checks of the law's form, number, promise, code, sealed identity and the entry"
    " in the book. Form: POST of /permohonan/baru/ to `lutra up` (two web processes, one worker, which meanwhile"
    " makes letters and register lines) over keep-alive connections of plain Python clients; 302 counts, anything"
    " else is an error. Queries: all statements of one filing but BEGIN and COMMIT. SQLite: WAL, synchronous=NORMAL,"
    " as shipped. PostgreSQL: the server's own defaults (fsync on, synchronous_commit on), same machine."
)


def measure(options: Options) -> Result:
    """Measure both ways on each engine."""
    result = Result(_METHOD.format(seconds=options.seconds))
    for engine in options.engines:
        with installed(engine, LUTRA_BEHIND_PROXY="1") as place:
            place.work("people")
            by_deed(place, options, result, engine)
            by_form(place, options, result, engine)
            options.say(f"filing: {engine} done")
    return result


def by_deed(place: Place, options: Options, result: Result, label: str) -> None:
    """Measure ``requests.actions.file``."""
    counted = place.work("file", seed=0)
    result.add(f"{label}: queries a filing", "", [len(counted["queries"])], "<= 15")
    result.add(f"{label}: transactions a filing", "", [counted["transactions"]], "<= 1")
    result.notes[f"{label}: statements"] = counted["queries"]
    _race(place, "file", options, result, f"{label}: deed")


def by_form(place: Place, options: Options, result: Result, label: str) -> None:
    """Measure the portal's form."""
    with served(place) as site:
        _race(place, "post", options, result, f"{label}: form", port=site.port)


def _race(place: Place, job: str, options: Options, result: Result, label: str, **arguments: Any) -> None:
    rates, middle, slow, errors = [], [], [], 0
    for run in range(options.runs):
        found = place.crew(
            job,
            [
                {"seconds": options.seconds, "seed": 1 + client + run * CLIENTS, **arguments}
                for client in range(CLIENTS)
            ],
        )
        took = sorted(second for each in found for second in each["took"])
        rates.append(len(took) / max(each["seconds"] for each in found))
        middle.append(percentile(took, 0.50) * 1000)
        slow.append(percentile(took, 0.95) * 1000)
        errors += sum(each.get("errors", 0) for each in found)
    result.add(f"{label}: filings", "1/s", rates, ">= 100")
    result.add(f"{label}: p50", "ms", middle)
    result.add(f"{label}: p95", "ms", slow)
    result.add(f"{label}: errors", "", [errors], "<= 0")
