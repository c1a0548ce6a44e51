"""Asking the virus scanner of the machine (clamd), by its INSTREAM command: the file is sent to it in pieces.

No scanner is no error: the result says that nobody looked, and so does the certificate. A scanner that is there and
does not answer properly is one, and the file is withheld.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

__all__ = ["Scan", "address", "scan", "version"]

_SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl", "/run/clamd.scan/clamd.sock")
_PIECE = 256 * 1024
_CONNECT = 5.0  # seconds
_ANSWER = 120.0  # seconds for one piece, and for the judgement after the last
_LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner said. ``clean`` None: nobody looked, or it could not tell, and then ``error`` says why."""

    ran: bool
    clean: bool | None = None
    signature: str = ""
    engine: str = ""
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the examination."""
        return asdict(self)


def address() -> str:
    """Where the scanner listens; empty when there is none."""
    said: str = settings.LUTRA_CLAMD
    if said == "off":
        return ""
    return said or next((path for path in _SOCKETS if Path(path).is_socket()), "")


def scan(path: Path) -> Scan:
    """Have the file ``path`` looked at."""
    where = address()
    if not where:
        return Scan(ran=False)
    engine = ""
    try:
        engine = version()
        with _connect(where) as link:
            answer = _stream(link, path)
    except (OSError, ValueError) as error:
        return Scan(ran=False, engine=engine, error=type(error).__name__)
    return _judge(answer, engine)


def version() -> str:
    """What the scanner calls itself and its signatures ("ClamAV 1.4/27500/…"). Raises OSError."""
    with _connect(address()) as link:
        link.sendall(b"zVERSION\0")
        return _answer(link)[:120]


def _connect(where: str) -> socket.socket:
    if where.startswith("tcp://"):
        parts = urlsplit(where)
        link = socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=_CONNECT)
    else:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            link.settimeout(_CONNECT)
            link.connect(where.removeprefix("unix:"))
        except OSError:
            link.close()
            raise
    link.settimeout(_ANSWER)
    return link


def _stream(link: socket.socket, path: Path) -> str:
    link.sendall(b"zINSTREAM\0")
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                link.sendall(struct.pack("!I", len(piece)) + piece)
        link.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It closes the line on a file that is too large for it, and has said so before.
        return _answer(link)
    return _answer(link)


def _answer(link: socket.socket) -> str:
    """One answer, up to its closing zero. Raises ValueError for one that never ends."""
    said = b""
    while not said.endswith(b"\0"):
        part = link.recv(1024)
        if not part:
            break
        said += part
        if len(said) > _LONGEST_ANSWER:
            raise ValueError("answer too long")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _judge(answer: str, engine: str) -> Scan:
    """``stream: OK``, ``stream: NAME FOUND``; anything else is no judgement."""
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Scan(ran=True, clean=True, engine=engine)
    if said.endswith(" FOUND"):
        return Scan(ran=True, clean=False, signature=said.removesuffix(" FOUND")[:120], engine=engine)
    if "size limit" in said.lower():
        return Scan(ran=False, engine=engine, error="StreamMaxLength")
    return Scan(ran=False, engine=engine, error=said[:80] or "no answer")
