"""A twin of clamd for tests: it speaks INSTREAM and VERSION, finds one signature, and can be told to misbehave."""

from __future__ import annotations

import hashlib
import socket
import struct
import threading
from pathlib import Path
from types import TracebackType

#: Not a virus: a string that our twin takes for one.
BAD = b"LUTRA-TWIN-TEST-SIGNATURE"
VERSION = "ClamAV twin 1.0/1/today"


class Clamd:
    """Serves on a Unix socket, or on a local port, until the block ends. ``seen``: digests of what came."""

    def __init__(self, at: Path | None = None, *, mood: str = "well", largest: int = 1 << 30) -> None:
        self.mood, self.largest = mood, largest
        self.seen: list[str] = []
        if at is None:
            self._server = socket.create_server(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        else:
            self._server = socket.socket(socket.AF_UNIX)
            self._server.bind(str(at))
            self._server.listen()
            self.address = str(at)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Clamd:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                link, _peer = self._server.accept()
            except OSError:
                return
            with link:
                self._talk(link)

    def _talk(self, link: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += link.recv(1)
        if command == b"zVERSION\0":
            link.sendall(VERSION.encode() + b"\0")
            return
        if self.mood == "hangs up":
            return
        content = b""
        while length := struct.unpack("!I", self._take(link, 4))[0]:
            content += self._take(link, length)
            if len(content) > self.largest:
                link.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(hashlib.sha256(content).hexdigest())
        if self.mood == "babbles":
            link.sendall(b"x" * 10_000)
        elif self.mood == "fails":
            link.sendall(b"stream: Can't allocate memory ERROR\0")
        elif BAD in content:
            link.sendall(b"stream: Twin.Test.Signature FOUND\0")
        else:
            link.sendall(b"stream: OK\0")

    @staticmethod
    def _take(link: socket.socket, length: int) -> bytes:
        taken = b""
        while len(taken) < length:
            part = link.recv(length - len(taken))
            if not part:
                raise EOFError
            taken += part
        return taken
