"""Seconds from an officer's "publish" to the moment when everybody finds it by search, and until it is gone again."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from benchmarks.place import Served, installed, served
from benchmarks.result import Options, Result, percentile

SIZE = 20_000
ITEMS = 20
AIM = "< 5"
_LOOK_AGAIN = 0.05
_GIVE_UP = 60.0


def measure(options: Options) -> Result:
    """On each engine: fill the index, run the site as it ships, publish item after item and look for each."""
    size = options.size or SIZE
    result = Result(
        f"`lutra up` as it ships, {size:,} entries in the index. {ITEMS} items a run, one after the other: each is"
        " published by the officer's deed in a process of its own; the clock runs from the end of its transaction until"
        f" a page of the search, asked every {_LOOK_AGAIN * 1000:.0f} ms, shows it. Then it is withdrawn, and the clock"
        " runs until no page shows it."
    )
    for engine in options.engines:
        with installed(engine) as place:
            place.work("people")
            options.say(f"{engine}: {size:,} entries ...")
            place.work("search_fill", size=size)
            with served(place) as site, place.asked("publish") as deed:
                there: list[float] = []
                gone: list[float] = []
                for _run in range(options.runs):
                    waits = [_one(site, deed) for _item in range(ITEMS)]
                    there.append(percentile(sorted(wait[0] for wait in waits), 0.95))
                    gone.append(percentile(sorted(wait[1] for wait in waits), 0.95))
            result.add(f"{engine}: found, p95", "s", there, AIM)
            result.add(f"{engine}: gone, p95", "s", gone, AIM)
    return result


def _one(site: Served, deed: Callable[[], dict[str, object]]) -> tuple[float, float]:
    """Publish one, find it, withdraw it, find it no more."""
    made = deed()
    there = _until(site, str(made["word"]), float(str(made["at"])), wanted=True)
    ended = deed()
    return there, _until(site, str(made["word"]), float(str(ended["at"])), wanted=False)


def _until(site: Served, word: str, since: float, *, wanted: bool) -> float:
    """Seconds since ``since``, a moment of the machine's steady clock, until a hit for ``word`` is there, or none."""
    path = f"/cari/?{urlencode({'q': word})}"
    while time.monotonic() - since < _GIVE_UP:
        _status, page, _headers = site.get(path)
        now = time.monotonic()
        if (b'class="hit__title"' in page) is wanted:
            return now - since
        time.sleep(_LOOK_AGAIN)
    raise RuntimeError(f"{word} did not {'appear' if wanted else 'go'} within {_GIVE_UP:.0f} seconds")
