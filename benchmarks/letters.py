"""Letters per second: typeset, signed, kept under seal and entered in the book."""

from __future__ import annotations

from benchmarks.place import installed
from benchmarks.result import Options, Result

PROCESSES = 2
_MOST_OF_ONE = 400


def measure(options: Options) -> Result:
    """Two processes, one engine at a time."""
    result = Result(
        f"{PROCESSES} processes on the same installation, each issuing the receipts of requests of its own for"
        f" {options.seconds:g} s a run. Issued: letters.actions.draw_up and issue, that is number, contents,"
        " PDF/A-2a and PDF/UA-1, PAdES signature with an RSA key of 2,048 bits, sealed file on the disk, row and"
        " entry in the book. Typeset:"
        " the PDF alone, without database, signature or file."
    )
    for engine in options.engines:
        with installed(engine) as place:
            place.work("people")
            issued: list[float] = []
            typeset: list[float] = []
            signed: list[float] = []
            for run in range(options.runs):
                work = [
                    {
                        "seconds": options.seconds,
                        "part": part,
                        "parts": PROCESSES,
                        "run": run,
                        "most": _MOST_OF_ONE,
                    }
                    for part in range(PROCESSES)
                ]
                for kind, runs in (("issue", issued), ("typeset", typeset), ("sign", signed)):
                    found = place.crew("letters", [{**each, "what": kind} for each in work])
                    runs.append(sum(each["count"] / each["seconds"] for each in found))
            result.add(f"{engine}: letters issued", "1/s", issued, ">= 50")
            if engine == options.engines[0]:  # the database has no part in these
                result.add("letters typeset", "1/s", typeset, ">= 50")
                result.add("letters typeset and signed", "1/s", signed, ">= 50")
    return result
