"""The release check: pages of a text PDF per second, and how well personal and hidden data are found."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import typst

from benchmarks.personaldata import samples
from benchmarks.result import Options, Result
from benchmarks.words import WORDS
from lutra.documents.inspection import inspect
from lutra.documents.personal import find
from lutra.documents.sandbox import Sandbox

_PAGES = 200
_SAMPLES = 10_000


def measure(options: Options) -> Result:
    """One process, one file at a time, as the worker does it."""
    result = Result(
        f"A PDF of {_PAGES} pages of text and tables, typeset by Typst, looked through in the sandbox: text,"
        " letters that nobody can see (each page drawn twice), structure, earlier versions, personal data."
        f" Found: shares over {_SAMPLES:,} generated sentences, half of them with one item of personal data,"
        " half with figures that look like it. The sentences come from the same hands as the finder."
    )
    with tempfile.TemporaryDirectory() as folder, Sandbox() as within:
        path = Path(folder) / "laporan.pdf"
        path.write_bytes(_report())
        inspect(path, within=within)
        speeds = []
        for _run in range(options.runs):
            begin = time.perf_counter()
            found = inspect(path, within=within)
            speeds.append(found.pages / (time.perf_counter() - begin))
        result.notes["pages"] = found.pages
        result.notes["blocking findings in a clean report"] = len(found.blocking)
    result.add("pages of a text PDF looked through", "1/s", speeds, ">= 10")
    _quality(result)
    return result


def _quality(result: Result) -> None:
    right = wrong = missed = 0
    by_kind: dict[str, list[int]] = {}
    begin = time.perf_counter()
    false: dict[str, int] = {}
    for sample in samples(_SAMPLES):
        kinds = {match.kind for match in find(sample.text)} - {"name"}
        if sample.kind is None:
            wrong += bool(kinds)
            for kind in kinds:
                false[kind] = false.get(kind, 0) + 1
            continue
        counts = by_kind.setdefault(sample.kind, [0, 0])
        counts[1] += 1
        if sample.kind in kinds:
            right += 1
            counts[0] += 1
        else:
            missed += 1
        wrong += bool(kinds - {sample.kind})
    took = time.perf_counter() - begin
    result.add("personal data: recall", "%", [100 * right / (right + missed)], ">= 98")
    result.add("personal data: precision", "%", [100 * right / (right + wrong)], ">= 98")
    result.add("sentences searched", "1/s", [_SAMPLES / took])
    result.notes["recall by kind, %"] = {
        kind: round(100 * hits / count, 1) for kind, (hits, count) in sorted(by_kind.items())
    }
    result.notes["false findings by kind"] = dict(sorted(false.items()))


def _report() -> bytes:
    chance = random.Random(7322)
    parts = ['#set page(paper: "a4")\n']
    for number in range(_PAGES):
        words = " ".join(chance.choice(WORDS) for _ in range(330))
        rows = ", ".join(f"[{chance.choice(WORDS)}], [{chance.randint(1, 999_999)}]" for _ in range(10))
        parts.append(f"= Bab {number + 1}\n{words}\n#table(columns: 2, {rows})\n#pagebreak(weak: true)\n")
    made: bytes = typst.compile("".join(parts).encode())
    return made
