"""What one page and one filing cost in a seeded installation, without a network."""

from __future__ import annotations

import io
import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from benchmarks.jobs import file, paths
from benchmarks.place import HOST
from benchmarks.questions import answers
from lutra.directory.models import Government


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``pages``: which kinds; ``seconds``: for how long, all kinds together; ``seed`` for the filings."""
    site, found = WSGIHandler(), paths.find()
    government = Government.objects.get(code="73.22")
    written = answers(random.Random(arguments["seed"]))
    deeds: dict[str, Callable[[int], None]] = {
        kind: _asking(site, found[kind], found["cookie"]) for kind in arguments["pages"]
    }
    deeds["filing"] = lambda _number: file.one(government, next(written))
    for deed in deeds.values():
        for number in range(20):
            deed(number)
    numbers = itertools.count(20)
    return lambda: _measure(deeds, numbers, arguments["seconds"])


def _measure(
    deeds: dict[str, Callable[[int], None]], numbers: Iterator[int], seconds: float
) -> dict[str, list[float]]:
    """Milliseconds of each, all kinds in turn."""
    took: dict[str, list[float]] = {kind: [] for kind in deeds}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        number = next(numbers)
        for kind, deed in deeds.items():
            before = time.perf_counter()
            deed(number)
            took[kind].append((time.perf_counter() - before) * 1000)
    return took


def _asking(site: Any, wanted: list[str], cookie: str) -> Callable[[int], None]:
    def ask(number: int) -> None:
        path, _mark, query = wanted[number % len(wanted)].partition("?")
        answered: list[str] = []
        response = site(
            _environ(path, query, cookie), lambda status, _headers, _error=None: answered.append(status)
        )
        b"".join(response)
        response.close()
        if answered != ["200 OK"]:
            raise RuntimeError(f"{path} answered {answered}")

    return ask


def _environ(path: str, query: str, cookie: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_COOKIE": cookie,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "HTTP_HOST": HOST,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
