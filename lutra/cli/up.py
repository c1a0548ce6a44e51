"""``lutra up``: the whole installation in one process tree on one port.

It prepares the data folder (see ``lutra prepare``), then keeps the web server and the worker running until Ctrl-C.
This process itself loads no Django: it only looks after the others.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from lutra.cli import Refused
from lutra.cli.supervisor import Child, GaveUp, Supervisor, leash

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  asked for with --host
#: After so many seconds without an answer from the web server, say that we still wait.
_REASSURE = 5.0
#: And after so many, that something must be wrong.
_PATIENCE = 120.0
_BEAT, _CALM = 0.1, 5.0
_SILENCE = "belum menjawab"


def register(subparsers: Any) -> None:
    """Add ``lutra up`` and its options."""
    parser = subparsers.add_parser(
        "up", help="menyiapkan dan menjalankan seluruh aplikasi", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--demo", action="store_true", help="muat data contoh Luwu Utara beserta akun contohnya"
    )
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="porta web (bawaan 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="alamat web (bawaan 127.0.0.1: hanya komputer ini)"
    )
    parser.add_argument("--workers", type=_positive, default=2, metavar="N", help="proses web (bawaan 2)")


def run(args: argparse.Namespace) -> int:
    """Prepare, serve until a signal comes, return 0; raises Refused with the reason when it cannot be served."""
    _port_must_be_free(args.host, args.port)
    environment = {"DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "lutra.settings")}
    if args.demo:
        environment["LUTRA_DEMO"] = "1"
        # Letters print whole addresses; those of the demo lead to this machine.
        environment["LUTRA_BASE_URL"] = os.environ.get("LUTRA_BASE_URL") or f"http://127.0.0.1:{args.port}"
    os.environ.update(environment)
    prepared = _prepare(demo=args.demo)
    if prepared:
        return prepared

    address = f"http://{_bracketed(_EVERYWHERE.get(args.host, args.host))}:{args.port}"
    say(f"memulai {args.workers} proses web dan 1 pekerja ...")
    web = Child("web", _web(args), vital=True)
    worker = Child("pekerja", [sys.executable, "-m", "lutra", "worker"])
    try:
        Supervisor([web, worker], say=say).run(Readiness(args.host, args.port, address).look)
    except GaveUp as reason:
        raise Refused(f"{reason}; sebabnya tertulis di atas. Periksa dengan: lutra doctor") from None
    say("semua proses sudah berhenti; data tetap tersimpan.")
    return 0


def say(text: str) -> None:
    """One line of progress, shown at once even when the output is not a terminal."""
    print(f"lutra: {text}", flush=True)


def _prepare(*, demo: bool) -> int:
    """Run ``lutra prepare`` in a process of its own, whose memory is free again before the serving starts."""
    command = [sys.executable, "-m", "lutra", "prepare", *(["--demo"] if demo else [])]
    parent = os.getpid()
    return subprocess.run(
        command,
        check=False,
        preexec_fn=lambda: leash(parent),
    ).returncode


def _web(args: argparse.Namespace) -> list[str]:
    """The command that serves pages over WSGI; WhiteNoise inside the application serves the static files."""
    return [
        *(sys.executable, "-m", "granian", "lutra.wsgi:application", "--interface", "wsgi"),
        *("--host", args.host, "--port", str(args.port), "--workers", str(args.workers)),
        *("--blocking-threads", "4", "--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning"),
    ]


@dataclass
class Readiness:
    """Asks ``/healthz`` until it answers, then says where the site is."""

    host: str
    port: int
    address: str
    answer: str = _SILENCE
    started_at: float = field(default_factory=time.monotonic)
    said_at: float = field(default_factory=time.monotonic)
    ask_at: float = 0.0

    def look(self) -> bool:
        """One question; True once the application has answered. Raises GaveUp when it never does."""
        now = time.monotonic()
        waited = now - self.started_at
        if now < self.ask_at:
            return False
        # Soon again while nobody listens; calmly once it answers with an error, which fills the log.
        self.ask_at = now + (_BEAT if self.answer == _SILENCE else _CALM)
        if self._answers():
            say(f"siap (ready) dalam {waited:.1f} detik: {self.address}/")
            say("tekan Ctrl-C untuk berhenti.")
            return True
        if waited > _PATIENCE:
            raise GaveUp(f"web {self.answer} setelah {waited:.0f} detik")
        if now - self.said_at > _REASSURE:
            self.said_at = now
            say(f"web {self.answer} setelah {waited:.0f} detik; masih menunggu ...")
        return False

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(_EVERYWHERE.get(self.host, self.host), self.port, timeout=2)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            status = connection.getresponse().status
            self.answer = f"menjawab dengan galat {status}"
            # A redirect to https counts: the application itself has answered.
            return status < HTTPStatus.BAD_REQUEST
        return False


def _port_must_be_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(
                    f"porta {port} sudah dipakai program lain. Pilih porta lain: lutra up --port {port + 1} "
                    f"(atau make run PORT={port + 1})."
                ) from None
            if error.errno == errno.EACCES:
                raise Refused(
                    f"porta {port} hanya boleh dipakai root. Pilih yang lain: --port 8000."
                ) from None
            raise Refused(f"alamat {host} tidak dapat dipakai: {error.strerror or error}.") from None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("porta adalah bilangan 1 sampai 65535")
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("paling sedikit 1")
    return number
