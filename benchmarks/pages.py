"""Pages per second, latency and memory of the site as it ships, with many requests in the book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from benchmarks import load
from benchmarks.place import Place, Served, installed, served
from benchmarks.result import Options, Result

SIZE = 100_000
# Page, aim for pages a second. The aims of the list and the request page are the project's; the others have none.
PAGES = (
    ("register", ">= 400"),
    ("request", ">= 400"),
    ("queue", ""),
    ("case", ""),
    ("home", ""),
    ("form", ""),
)
_FOR_OFFICERS = frozenset({"queue", "case"})
_STYLES = re.compile(rb'<link[^>]+href="([^"]+\.css)"')


def measure(options: Options) -> Result:
    """Measure every page on each engine."""
    size = options.size or SIZE
    result = Result(
        f"{size:,} synthetic requests of nearly five years in one government, 1,000 of them open. `lutra up` as it"
        f" ships (granian, two web processes of four threads, one worker), {load.CLIENTS} keep-alive connections"
        f" ({load.client_name()}) on the same cores, {options.seconds:g} s a run after a warm-up of 2 s. Register:"
        " ten addresses in turn, four of them the first page. Request page: 400 tracking codes from all years. Queue"
        " and case: signed in as PPID Utama; four groups, and 400 cases old and open. Anything but 200 is an error."
        " RSS: each web process after all runs. First view: HTML and style sheets of the front page as sent with gzip."
    )
    for engine in options.engines:
        with seeded(engine, size, options) as place:
            found = place.work("paths")
            with served(place) as site:
                _first_view(site, result, engine)
                for page, aim in PAGES:
                    headers = {"Cookie": found["cookie"]} if page in _FOR_OFFICERS else {}
                    measure_page(place, site, found[page], headers, options, result, f"{engine}: {page}", aim)
                memory = site.web_worker_memory()
                result.add(f"{engine}: memory of a web process", "MB", [max(memory, default=0.0)], "<= 120")
                result.notes[f"{engine}: memory of each web process (MB)"] = [
                    round(each, 1) for each in memory
                ]
    return result


def seeded(engine: str, size: int, options: Options, *, first: date | None = None) -> Any:
    """An installation with ``size`` requests; with ``--keep`` the SQLite one is found again the next time.

    ``first``: the day of the oldest one; without it they are spread over nearly five years.
    """
    since = first.isoformat() if first else ""
    keep = options.keep / f"{size}{since and '-'}{since}" if options.keep else None
    return _Seeded(engine, size, since, options, keep)


class _Seeded:
    """``installed``, filled before it is handed out."""

    def __init__(self, engine: str, size: int, since: str, options: Options, keep: Any) -> None:
        self._inner = installed(engine, keep=keep, LUTRA_BEHIND_PROXY="1")
        self._engine, self._size, self._since, self._options = engine, size, since, options

    def __enter__(self) -> Place:
        place = self._inner.__enter__()
        self._options.say(f"{self._engine}: {self._size:,} requests ...")
        place.work("people")
        place.work("seed", size=self._size, first=self._since)
        return place

    def __exit__(self, *error: Any) -> bool | None:
        return self._inner.__exit__(*error)


def measure_page(
    place: Place,
    site: Served,
    paths: list[str],
    headers: Mapping[str, str],
    options: Options,
    result: Result,
    label: str,
    aim: str,
) -> None:
    """Check that every tenth address answers, warm up, then measure."""
    statuses = {site.get(path, dict(headers))[0] for path in paths[:: max(1, len(paths) // 10)]}
    if statuses != {200}:
        result.notes[f"{label}: not measured"] = f"answered {sorted(statuses)}"
        return
    load.run(place, site.port, paths, headers=headers, seconds=2)
    runs = [
        load.run(place, site.port, paths, headers=headers, seconds=options.seconds)
        for _run in range(options.runs)
    ]
    result.add(f"{label}: pages", "1/s", [run["requests"] / run["seconds"] for run in runs], aim)
    result.add(f"{label}: p50", "ms", [run["p50"] for run in runs])
    result.add(f"{label}: p95", "ms", [run["p95"] for run in runs], "< 60")
    result.add(f"{label}: errors", "", [sum(run["errors"] for run in runs)], "<= 0")
    options.say(f"{label}: {result.figures[-4].median:.0f}/s, p95 {result.figures[-2].median:.0f} ms")


def _first_view(site: Served, result: Result, engine: str) -> None:
    """What somebody's first visit costs: the front page and its style sheets."""
    _status, _body, plain = site.get("/")
    _status, body, headers = site.get("/", {"Accept-Encoding": "gzip"})
    page = site.get("/")[1]
    styles = [site.get(path.decode(), {"Accept-Encoding": "gzip"})[1] for path in _STYLES.findall(page)]
    size = len(body) + sum(len(style) for style in styles)
    result.add(f"{engine}: first view, HTML and CSS", "kB", [size / 1000], "<= 50")
    result.notes[f"{engine}: first view"] = {
        "html": len(body),
        "html_encoding": headers.get("Content-Encoding", "none"),
        "css": [len(style) for style in styles],
        "html_plain": len(page),
        "server": plain.get("Server", ""),
    }
