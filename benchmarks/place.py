"""An installation for one benchmark: a data folder and a database of its own, and the processes that work on it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lutra.cli.supervisor import leash
from lutra.testing.postgres import PostgresServer

ROOT = Path(__file__).resolve().parent.parent
HOST = "lutra.localhost"
_PATIENCE = 60.0


@dataclass(slots=True)
class Place:
    """Where a benchmark works. ``environment`` steers every process that is started here."""

    engine: str
    folder: Path
    environment: dict[str, str]

    def command(self, *words: str, quiet: bool = True) -> None:
        """Run ``lutra WORDS`` to its end. Raises CalledProcessError."""
        out = subprocess.DEVNULL if quiet else None
        subprocess.run(
            [sys.executable, "-m", "lutra", *words], check=True, cwd=ROOT, env=self.environment, stdout=out
        )

    def work(self, job: str, **arguments: Any) -> dict[str, Any]:
        """Let one child do a job; what it found."""
        return self.crew(job, [arguments])[0]

    def crew(self, job: str, arguments: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Let one child for each of ``arguments`` do a job; all begin once the last one is ready.

        Raises RuntimeError when a child does not live to the end; its own words are on stderr.
        """
        children = [self._child(job, each) for each in arguments]
        try:
            for child in children:
                assert child.stdout is not None
                if child.stdout.readline() != "ready\n":
                    raise RuntimeError(f"benchmark job {job} did not get ready")
            for child in children:
                assert child.stdin is not None
                child.stdin.write("go\n")
                child.stdin.flush()
            answers = [child.communicate()[0] for child in children]
        finally:
            for child in children:
                child.kill()
                child.wait()
        if any(child.returncode for child in children):
            raise RuntimeError(f"benchmark job {job} failed")
        return [json.loads(answer.splitlines()[-1]) for answer in answers]

    @contextlib.contextmanager
    def asked(self, job: str, **arguments: Any) -> Iterator[Callable[[], dict[str, Any]]]:
        """A child that does its job each time it is asked, and ends with the block."""
        child = self._child(job, arguments)
        assert child.stdin is not None
        assert child.stdout is not None
        said, listens = child.stdout, child.stdin
        if said.readline() != "ready\n":
            raise RuntimeError(f"benchmark job {job} did not get ready")

        def ask() -> dict[str, Any]:
            listens.write("go\n")
            listens.flush()
            answer: dict[str, Any] = json.loads(said.readline())
            return answer

        try:
            yield ask
        finally:
            child.kill()
            child.communicate()

    def _child(self, job: str, arguments: dict[str, Any]) -> subprocess.Popen[str]:
        parent = os.getpid()
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.work", job, json.dumps(arguments)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: leash(parent),  # noqa: PLW1509  this process has one thread
        )


@contextlib.contextmanager
def installed(engine: str, *, keep: Path | None = None, **environment: str) -> Iterator[Place]:
    """An installation with its tables, on SQLite or on a PostgreSQL that keeps its promises to the disk.

    With ``keep`` the SQLite installation lies in that folder and is found there again the next time.
    """
    with contextlib.ExitStack() as stack:
        if keep is not None and engine == "sqlite":
            folder = keep
            folder.mkdir(parents=True, exist_ok=True)
        else:
            folder = Path(tempfile.mkdtemp(prefix="lutra-bench-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        base = {name: value for name, value in os.environ.items() if not name.startswith("LUTRA_")}
        env = {**base, "LUTRA_DATA": str(folder), "PYTHONPATH": str(ROOT), **environment}
        if engine == "postgresql":
            server = PostgresServer(durable=True)
            stack.callback(server.stop)
            env["LUTRA_DATABASE"] = server.start()
        place = Place(engine, folder, env)
        place.command("prepare")
        yield place


@contextlib.contextmanager
def served(place: Place) -> Iterator[Served]:
    """``lutra up`` as it ships (two web processes, one worker) on a free port, from its first answer on."""
    port, parent = free_port(), os.getpid()
    with (place.folder / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lutra", "up", "--port", str(port)],
            cwd=ROOT,
            env=place.environment,
            stdout=log,
            stderr=log,
            preexec_fn=lambda: leash(parent),  # noqa: PLW1509  this process has one thread
        )
    try:
        _wait_for(port, process, place.folder / "up.log")
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


@dataclass(frozen=True, slots=True)
class Served:
    """A running site."""

    port: int
    pid: int

    def get(
        self, path: str, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """One page: status, body as sent, headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": HOST, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read(), response.headers

    def web_worker_memory(self) -> list[float]:
        """MB resident in each web process (shared libraries counted in each)."""
        web = [pid for pid in _children(self.pid) if b"granian" in _command(pid)]
        return [_resident(pid) for parent in web for pid in _children(parent) if _resident(pid) > _HELPER]


# Beside its workers the web server keeps a small process of Python's own that looks after shared resources.
_HELPER = 20.0


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            with contextlib.closing(connection):
                connection.request("GET", "/", headers={"Host": HOST})
                if connection.getresponse().status == http.client.OK:
                    return
        time.sleep(0.02)
    raise RuntimeError(f"lutra up did not serve its first page; its log says:\n{log.read_text()[-2000:]}")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
