"""Fetching from a server on this machine that plays a stranger: what comes, what is too much, what is too slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lutra.fetching import Answer, NotFetched, Target, fetch, send


class Pages(BaseHTTPRequestHandler):
    """Four addresses of a stranger."""

    def do_GET(self) -> None:
        if self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            try:
                for _second in range(40):
                    self.wfile.write(b".")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                return
            return
        body = {"/small": b"isi", "/large": b"x" * 5000, "/cut": b"abc"}.get(self.path, b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", "9" if self.path == "/cut" else str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()


def got(port: int, path: str, *, most: int = 1000, timeout: float = 5.0) -> Answer:
    def to_this_machine(target: Target, *, timeout: float) -> Answer:
        return send(replace(target, address="127.0.0.1", port=port), timeout=timeout)

    return fetch(
        f"http://desa.example{path}",
        most=most,
        opener=to_this_machine,
        resolver=lambda _host, _port: ["93.184.216.34"],
        timeout=timeout,
    )


def test_what_a_server_sends_comes_with_its_status(port: int) -> None:
    assert (got(port, "/small").status, got(port, "/small").body) == (200, b"isi")
    assert got(port, "/tiada").status == 404


@pytest.mark.parametrize(
    ("path", "code"), [("/large", "too_large"), ("/cut", "no_answer"), ("/drip", "timeout")]
)
def test_what_is_too_much_broken_off_or_dripping_is_refused(port: int, path: str, code: str) -> None:
    with pytest.raises(NotFetched) as refused:
        got(port, path, timeout=0.3 if path == "/drip" else 5.0)
    assert refused.value.code == code


def test_nobody_is_asked_on_this_machine_by_its_own_name(port: int) -> None:
    with pytest.raises(NotFetched) as refused:
        fetch(f"http://127.0.0.1:{port}/small", most=10)
    assert refused.value.code == "refused_port"
    with pytest.raises(NotFetched) as refused:
        fetch("http://127.0.0.1/small", most=10)
    assert refused.value.code == "refused_address"
