"""Milliseconds of a search over everything public, with all facets and excerpts, and seconds to make its index."""

from __future__ import annotations

from benchmarks.place import installed
from benchmarks.result import Options, Result

SIZE = 200_000
QUESTIONS = 300


def measure(options: Options) -> Result:
    """On each engine: fill the index, then ask in one process."""
    size = options.size or SIZE
    result = Result(
        f"{size:,} invented entries of twelve years (titles of a regency's papers, summaries of some 30 words, one in"
        f" twenty with a document of 420 words). {QUESTIONS} questions a run in one process, each with total, six"
        " facets, a page of 20 and excerpts: one to three words, a tenth mistyped, a tenth phrases, a tenth not typed"
        " to the end, a quarter narrowed, a tenth of later pages. First: the process has just begun; what it reads of"
        " the columns is timed apart. Then: other questions of the same kind. Changed: one entry is stored before each"
        " question. Indexing: 1,000 entries a transaction."
    )
    for engine in options.engines:
        with installed(engine) as place:
            place.work("people")
            options.say(f"{engine}: {size:,} entries ...")
            filled = place.work("search_fill", size=size)
            result.add(f"{engine}: indexing", "1/s", [size / filled["seconds"]])
            result.add(f"{engine}: one entry stored", "ms", [filled["one"]])
            first: list[float] = []
            columns: list[float] = []
            later: dict[str, list[float]] = {}
            memory: list[float] = []
            notes: dict[str, object] = {}
            for run in range(options.runs):
                found = place.work("search_ask", size=size, count=QUESTIONS, seed=run)
                columns.append(found["columns"])
                first.append(found["first"]["p95"])
                memory.append(found["memory"])
                for name in ("first", "then", "changed"):
                    for share in ("p50", "p95", "max"):
                        later.setdefault(f"{name}, {share}", []).append(found[name][share])
                notes = {"hits": found["hits"], "slowest": found["slowest"]}
            for name, runs in later.items():
                result.add(f"{engine}: {name}", "ms", runs, "< 50" if name.endswith("p95") else "")
            result.add(f"{engine}: columns read once in a process", "ms", columns)
            result.add(f"{engine}: memory of the process", "MB", memory)
            result.notes[f"{engine}"] = {**notes, "bytes": filled["bytes"]}
    return result
