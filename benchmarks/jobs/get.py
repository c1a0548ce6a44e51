"""One client that asks for pages over one keep-alive connection; where ``wrk`` is missing."""

from __future__ import annotations

import http.client
import itertools
import time
from collections.abc import Callable
from typing import Any


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``port``, ``paths``, ``headers`` and ``seconds``."""
    connection = http.client.HTTPConnection("127.0.0.1", arguments["port"], timeout=20)
    connection.connect()

    def race() -> dict[str, Any]:
        took: list[float] = []
        errors = 0
        begin = now = time.perf_counter()
        for path in itertools.cycle(arguments["paths"]):
            connection.request("GET", path, headers=arguments["headers"])
            response = connection.getresponse()
            response.read()
            before, now = now, time.perf_counter()
            took.append(now - before)
            errors += response.status != http.client.OK
            if now - begin >= arguments["seconds"]:
                break
        return {"seconds": now - begin, "took": took, "errors": errors}

    return race
