"""Seconds to import a messy file of many items: read, planned, written, entered; and the same file once more."""

from __future__ import annotations

from benchmarks.place import installed
from benchmarks.result import Options, Result

SIZE = 20_000


def measure(options: Options) -> Result:
    """On each engine: one process imports a spreadsheet into an empty list, then the same file again."""
    size = options.size or SIZE
    result = Result(
        f"{size:,} invented items in one XLSX file of eleven columns, headings in the third row: bodies by full name,"
        " short name and with slips of the keyboard, six ways to write a class, seven to write a time, a link in every"
        " third row. First: all rows are added. Again: the same file changes nothing. Undone: the whole import is taken"
        " back."
    )
    for engine in options.engines:
        firsts, agains, undone, memory = [], [], [], []
        for run in range(options.runs):
            with installed(engine) as place:
                place.work("people")
                options.say(f"{engine}: {size:,} rows, run {run + 1} ...")
                found = place.work("catalogue", size=size, seed=run)
            firsts.append(found["first"])
            agains.append(found["again"])
            undone.append(found["undone"])
            memory.append(found["memory"])
            result.notes[engine] = {"added": found["added"], "unchanged": found["unchanged"]}
        result.add(f"{engine}: first", "s", firsts, "< 60" if size <= SIZE else "")
        result.add(f"{engine}: again", "s", agains)
        result.add(f"{engine}: undone", "s", undone)
        result.add(f"{engine}: memory", "MiB", memory)
    return result
