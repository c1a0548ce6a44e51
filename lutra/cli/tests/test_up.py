"""``lutra up``: one command from nothing to an answering site, and back to nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from lutra.cli import main


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_taken_port_is_refused_with_the_option_to_use(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["up", "--port", str(port)]) == 1
    assert f"--port {port + 1}" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "70000"], ["--workers", "0"], ["--port", "x"]])
def test_an_impossible_number_is_a_usage_error(words):
    assert main(["up", *words]) == 2


def test_it_serves_from_an_empty_folder_and_leaves_nothing_running(tmp_path: Path, free_port: int):
    if os.environ.get("LUTRA_DATABASE"):
        pytest.skip("the embedded installation stands on SQLite")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUTRA_")}
    environment["LUTRA_DATA"] = str(tmp_path / "data")
    command = [sys.executable, "-m", "lutra", "up", "--port", str(free_port), "--workers", "1"]
    said = []
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, process_group=0
    ) as process:
        assert process.stdout is not None
        # Should it never be ready, the test ends all the same.
        limit = threading.Timer(150, os.killpg, (process.pid, signal.SIGTERM))
        limit.start()
        for line in process.stdout:
            said.append(line)
            if "ready" in line:
                with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/healthz") as answer:
                    assert answer.status == 200
                # As a terminal does on Ctrl-C: the whole group at once.
                os.killpg(process.pid, signal.SIGINT)
        limit.cancel()
        code = process.wait(timeout=60)
    assert code == 0, "".join(said)
    assert any("ready" in line for line in said), "".join(said)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", free_port))  # nobody holds it any more
