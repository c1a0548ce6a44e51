"""One real installation with the demo, started and stopped as a person would do it."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import socket
import subprocess
import sys
import threading
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Installation:
    """``lutra up --demo`` on a free port with a data folder of its own; or, for work on a journey, one that runs."""

    def __init__(self, data: Path, *, port: int = 0) -> None:
        """``port``: of an installation that runs already on ``data``; 0 starts one."""
        self.data = data
        self.port = port
        self.process: subprocess.Popen[str] | None = None
        self.listener: threading.Thread | None = None
        self.said: list[str] = []

    @property
    def address(self) -> str:
        """Where it answers, without the last slash."""
        return f"http://127.0.0.1:{self.port}"

    def host(self, name: str) -> str:
        """The same server under the host name of another government."""
        return f"http://{name}:{self.port}"

    def start(self) -> None:
        """Start it and return once it says that it is ready."""
        self.port = self.port or _free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lutra", "up", "--demo", "--port", str(self.port)],
            cwd=ROOT,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "(ready)" in line:
                break
        else:
            raise AssertionError("lutra up ended before it was ready:\n" + self.output)
        # The pipe must be read to the end, or the servers would wait for room in it.
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        self.said.extend(self.process.stdout)

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            code = self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
        if self.listener is not None and self.process.stdout is not None:
            self.listener.join(timeout=10)
            self.process.stdout.close()
        return code

    @property
    def output(self) -> str:
        """All that it printed."""
        return "".join(self.said)

    def orphans(self) -> list[str]:
        """Commands of processes that still use the data folder of this installation."""
        wanted = f"LUTRA_DATA={self.data}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:  # it ended meanwhile, or is somebody else's
                continue
        return found

    def work_once(self) -> None:
        """Let a second worker do what waits now, its minute's tick included; journeys need not wait for the clock."""
        subprocess.run(
            [sys.executable, "-m", "lutra", "worker", "--once"],
            cwd=ROOT,
            env=self._environment(),
            check=True,
            timeout=60,
        )

    def run(self, *words: str) -> str:
        """Run ``lutra`` on the same data and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "lutra", *words],
            cwd=ROOT,
            env=self._environment(),
            check=True,
            timeout=600,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def mails(self, to: str) -> list[EmailMessage]:
        """The messages to ``to`` that were put in the data folder for lack of a mail server, oldest first."""
        found = []
        for file in sorted((self.data / "mail").glob("*")):
            for text in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                message = email.message_from_bytes(text, policy=email.policy.default)
                if isinstance(message, EmailMessage) and to in str(message["To"] or ""):
                    found.append(message)
        return found

    def _environment(self) -> dict[str, str]:
        # What steers the tests must not steer the installation.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LUTRA_")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "lutra.settings",
            "LUTRA_DATA": str(self.data),
            "LUTRA_DEMO": "1",
            "PYTHONUNBUFFERED": "1",
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
