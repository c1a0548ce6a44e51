"""One client that files requests through the portal's form over one keep-alive connection."""

from __future__ import annotations

import http.client
import random
import re
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from benchmarks.place import HOST
from benchmarks.questions import answers

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_FORM = "/permohonan/baru/"


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``port``, ``seconds`` to file for and a ``seed`` of its own."""
    dice = random.Random(arguments["seed"])
    connection = http.client.HTTPConnection("127.0.0.1", arguments["port"], timeout=30)
    connection.request("GET", _FORM, headers={"Host": HOST})
    response = connection.getresponse()
    found = _TOKEN.search(response.read())
    cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    if response.status != http.client.OK or found is None:
        raise RuntimeError(f"the form answered {response.status}")
    token = found[1].decode()
    written = answers(dice)

    def race() -> dict[str, Any]:
        took: list[float] = []
        errors = 0
        begin = now = time.perf_counter()
        while now - begin < arguments["seconds"]:
            body = urlencode(
                {
                    **next(written),
                    "key": secrets.token_urlsafe(24),
                    "csrfmiddlewaretoken": token,
                    "website": "",
                }
            )
            headers = {
                "Host": HOST,
                "Cookie": cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                # As behind a proxy: each filing comes from another address, as from other people.
                "X-Forwarded-For": ".".join(str(dice.randint(1, 250)) for _part in range(4)),
            }
            before = time.perf_counter()
            connection.request("POST", _FORM, body, headers)
            response = connection.getresponse()
            response.read()
            now = time.perf_counter()
            if response.status == http.client.FOUND:
                took.append(now - before)
            else:
                errors += 1
        return {"seconds": now - begin, "took": took, "errors": errors}

    return race
