"""Seconds for the dossier of one dispute: gathered, typeset, packed, signed and entered in the book."""

from __future__ import annotations

from benchmarks.place import installed
from benchmarks.result import Options, Result

_COUNT = 20


def measure(options: Options) -> Result:
    """One process; every dossier is of a case of its own, so nothing typeset is there already."""
    result = Result(
        f"One process makes the dossiers of {_COUNT} cases a run, each with four letters, a released file of 1 MB and a"
        " sealed one of 1 MB: six papers typeset as PDF/A-2a and PDF/UA-1, archive and annex signed, one entry. The"
        " first one opens fonts and certificate. Checked: objections.dossier.verify."
    )
    for engine in options.engines:
        with installed(engine) as place:
            place.work("people")
            slowest: list[float] = []
            usual: list[float] = []
            checked: list[float] = []
            for run in range(options.runs):
                found = place.work("dossier", run=run, count=options.size or _COUNT)
                slowest.append(max(found["made"]))
                usual.append(sorted(found["made"])[len(found["made"]) // 2])
                checked.append(max(found["checked"]))
            result.add(f"{engine}: slowest dossier", "s", slowest, "< 3")
            result.add(f"{engine}: usual dossier", "s", usual)
            if engine == options.engines[0]:
                result.add("slowest check", "s", checked)
    return result
